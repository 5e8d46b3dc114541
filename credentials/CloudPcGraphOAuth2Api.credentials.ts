import type { ICredentialTestRequest, ICredentialType, INodeProperties, Icon } from 'n8n-workflow';

import { accessField } from './entra/accessField';
import { accessTest } from './entra/accessTest';
import { cloudFields } from './entra/cloudFields';
import { hostExpression } from './entra/clouds';
import { tenantUrlExpression } from './entra/tenant';

const tenant = tenantUrlExpression(hostExpression('login', 'customAuthorityUrl'));
const graph = hostExpression('graph', 'customGraphUrl');
const delegatedPermission =
	'($self["access"] === "readOnly" ? "CloudPC.Read.All" : "CloudPC.ReadWrite.All")';

export class CloudPcGraphOAuth2Api implements ICredentialType {
	name = 'cloudPcGraphOAuth2Api';

	displayName = 'Cloud PC Graph OAuth2 API';

	extends = ['oAuth2Api'];

	icon: Icon = {
		light: 'file:../icons/cloudPcDeviceImage.svg',
		dark: 'file:../icons/cloudPcDeviceImage.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-cloudpc-device-image/n8n-nodes-cloudpc-device-image/blob/main/docs/credentials/user-sign-in.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Sign In As',
			name: 'grantType',
			type: 'options',
			options: [
				{
					name: 'App-Only',
					value: 'clientCredentials',
					description: 'Sign in as the app, without a user. Requires application permissions.',
				},
				{
					name: 'User Sign-In',
					value: 'authorizationCode',
					description: 'Sign in once as a user. Requires delegated permissions and a Windows 365 role.',
				},
			],
			default: 'authorizationCode',
		},
		...cloudFields,
		{
			displayName: 'Login URL',
			name: 'customAuthorityUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://login-gateway.contoso.com',
			description:
				'Root of the sign-in service, to which /{tenant}/oauth2/v2.0/… is appended. Use https, or http with localhost only.',
			displayOptions: { show: { cloud: ['custom'] } },
		},
		{
			displayName: 'Directory (Tenant) ID',
			name: 'tenantId',
			type: 'string',
			default: 'organizations',
			required: true,
			placeholder: 'e.g. contoso.onmicrosoft.com',
			description:
				'ID or domain of the tenant, from the overview page of the app registration. The default value, organizations, works only for User Sign-In with a multitenant app.',
		},
		{
			displayName: 'App-Only requires the ID or a domain of the tenant',
			name: 'tenantNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { grantType: ['clientCredentials'], tenantId: ['organizations', 'common', ''] } },
		},
		accessField,
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 00001111-aaaa-2222-bbbb-3333cccc4444',
			description: 'From the overview page of the app registration',
		},
		{
			displayName: 'App Credential',
			name: 'clientCredentialType',
			type: 'options',
			options: [
				{ name: 'Certificate', value: 'certificate' },
				{ name: 'Client Secret', value: 'clientSecret' },
			],
			default: 'clientSecret',
			description: 'How the app authenticates to Microsoft Entra ID',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The value (not the ID) of a client secret, from Certificates & secrets',
			displayOptions: { show: { clientCredentialType: ['clientSecret'] } },
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			default: '',
			required: true,
			description: 'PEM-encoded RSA private key of the certificate',
			displayOptions: { show: { clientCredentialType: ['certificate'] } },
		},
		{
			displayName: 'Certificate',
			name: 'certificate',
			type: 'string',
			typeOptions: { password: true, rows: 4 },
			default: '',
			required: true,
			description: 'PEM-encoded certificate that you uploaded under Certificates & secrets',
			displayOptions: { show: { clientCredentialType: ['certificate'] } },
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ ${tenant} + "/oauth2/v2.0/authorize" }}`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${tenant} + "/oauth2/v2.0/token" }}`,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `={{ $self["grantType"] === "clientCredentials" ? ${graph} + "/.default" : "openid profile offline_access " + ${graph} + "/" + ${delegatedPermission} }}`,
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: 'response_mode=query&prompt=select_account',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
	];

	test: ICredentialTestRequest = accessTest(
		"In the Microsoft Entra admin center, open Entra ID > App registrations > your app > API permissions, add CloudPC.Read.All or CloudPC.ReadWrite.All, and select 'Grant admin consent'. Then sign in again ('Connect' or 'Switch account'). With App-Only, n8n keeps using the current token for up to an hour. To use the new permission right away, create a new credential.",
	);
}
