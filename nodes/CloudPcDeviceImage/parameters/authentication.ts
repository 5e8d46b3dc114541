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
			description: 'The identity of the Azure machine that runs n8n, without any secret',
		},
		{
			name: 'OAuth2',
			value: 'oAuth2',
			description: 'A user or an app registration, with a client secret or a certificate',
		},
	],
	default: 'oAuth2',
});
