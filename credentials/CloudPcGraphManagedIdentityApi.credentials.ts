import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { accessField } from './entra/accessField';
import { accessTest } from './entra/accessTest';
import { cloudFields } from './entra/cloudFields';
import { graphRoot } from './entra/clouds';
import { hostIdentityToken } from './entra/hostIdentity';
import { storedToken, toStore } from './entra/storedToken';

export class CloudPcGraphManagedIdentityApi implements ICredentialType {
	name = 'cloudPcGraphManagedIdentityApi';

	displayName = 'Cloud PC Graph Managed Identity API';

	icon: Icon = {
		light: 'file:../icons/cloudPcDeviceImage.svg',
		dark: 'file:../icons/cloudPcDeviceImage.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-cloudpc-device-image/n8n-nodes-cloudpc-device-image/blob/main/docs/credentials/managed-identity.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'This credential requires n8n to run on Azure and @azure/msal-node to be installed on the n8n instance. See the documentation for the command.',
			name: 'switchNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Sign In As',
			name: 'identityKind',
			type: 'options',
			options: [
				{
					name: 'Federated App',
					value: 'federated',
					description:
						'An app registration, in this or another tenant, that trusts the managed identity instead of a secret',
				},
				{
					name: 'Managed Identity',
					value: 'managedIdentity',
					description: 'The managed identity of the Azure resource that runs n8n, with its own Graph permissions',
				},
			],
			default: 'managedIdentity',
		},
		{
			displayName: 'Managed Identity Client ID',
			name: 'managedIdentityClientId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 00001111-aaaa-2222-bbbb-3333cccc4444',
			description:
				'Client ID of a user-assigned managed identity. Leave empty to use the system-assigned identity.',
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
				'Root of the sign-in service, to which /{tenant}/oauth2/v2.0/token is appended. Use https, or http with localhost only.',
			displayOptions: { show: { cloud: ['custom'], identityKind: ['federated'] } },
		},
		{
			displayName: 'Directory (Tenant) ID',
			name: 'tenantId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. contoso.onmicrosoft.com',
			description: 'ID or domain of the tenant that contains the device images',
			displayOptions: { show: { identityKind: ['federated'] } },
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 00001111-aaaa-2222-bbbb-3333cccc4444',
			description: 'The app registration with the federated credential',
			displayOptions: { show: { identityKind: ['federated'] } },
		},
		accessField,
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const token = await hostIdentityToken(credentials, this.helpers.httpRequest);
		return { accessToken: toStore(credentials, token) };
	}

	/** A function, not a template: the HTTP Request node could otherwise send the token anywhere. */
	authenticate: IAuthenticate = async (credentials, request) => {
		const { origin } = new URL(graphRoot(credentials));
		// The helper behind the HTTP Request node has its own name for the address.
		const { uri = '' } = request as { uri?: string };
		const url = new URL(request.url ?? uri, request.baseURL);
		if (url.origin !== origin) {
			throw new Error(
				`This credential is for ${origin} only. Its token was not sent to ${url.origin}`,
			);
		}
		const token = storedToken(credentials);
		// Upon a 401 n8n calls preAuthentication and sends again.
		if (token === undefined) {
			throw Object.assign(new Error("The stored token doesn't match the current credential settings"), {
				response: { status: 401 },
			});
		}
		const headers = { ...request.headers, Authorization: `Bearer ${token}` };
		return { ...request, headers, sendCredentialsOnCrossOriginRedirect: false };
	};

	test: ICredentialTestRequest = accessTest(
		'Grant the managed identity (or the app) the application permission CloudPC.Read.All or CloudPC.ReadWrite.All. See the documentation for the command. Azure can take up to 24 hours to issue a token with the new permission.',
	);
}
