import { choiceParameter } from './choice';

export type Authentication = 'managedIdentity' | 'oAuth2';

/** Which of the two credentials a node uses. */
export const authenticationParameter = choiceParameter<Authentication>({
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{
			name: 'Managed Identity',
			value: 'managedIdentity',
			description: 'Managed identity of the Azure resource that runs n8n. Requires no secret.',
		},
		{
			name: 'OAuth2',
			value: 'oAuth2',
			description: 'User or app registration, with a client secret or a certificate',
		},
	],
	default: 'oAuth2',
});
