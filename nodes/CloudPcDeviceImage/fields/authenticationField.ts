import type { INodeProperties } from 'n8n-workflow';

/** Which of the two credentials a node uses. */
export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{
			name: 'Managed Identity',
			value: 'managedIdentity',
			description: 'The identity of the Azure machine that runs n8n, without any secret',
		},
		{
			name: 'OAuth2',
			value: 'oAuth2',
			description: 'A user or an app registration, with a client secret or a certificate',
		},
	],
	default: 'oAuth2',
};
