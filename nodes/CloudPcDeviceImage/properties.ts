import type { INodeCredentialDescription } from 'n8n-workflow';

import { operationProperties } from './operations';
import { authenticationParameter } from './parameters/authentication';
import { triggerParameters } from './trigger/settings';

// The build puts the values of this file in its place (gulpfile.js): n8n then starts without the code that makes them.

/** The credentials of both nodes, by the parameter `authentication`. */
export const nodeCredentials: INodeCredentialDescription[] = [
	{
		name: 'cloudPcGraphManagedIdentityApi',
		required: true,
		displayOptions: { show: { authentication: ['managedIdentity'] } },
	},
	{
		name: 'cloudPcGraphOAuth2Api',
		required: true,
		displayOptions: { show: { authentication: ['oAuth2'] } },
	},
];

/** What n8n shows of the action node. */
export const actionProperties = [authenticationParameter.property, ...operationProperties];

/** What n8n shows of the trigger, besides its own `pollTimes`. */
export const triggerProperties = [
	authenticationParameter.property,
	...Object.values(triggerParameters).map(({ property }) => property),
];
