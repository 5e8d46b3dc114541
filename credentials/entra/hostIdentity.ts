import type { ConfidentialClientApplication, ManagedIdentityApplication } from '@azure/msal-node';

import { graphRoot, loginRoot, tokenExchangeResource } from './clouds';
import { explainHostIdentityError, HostIdentityError, notInstalled } from './hostIdentityErrors';
import type { HostIdentityFields } from './hostIdentityFields';
import { loadMsal } from './msal';
import { SignIn, SignInNetwork, type HttpRequest } from './signInNetwork';
import { storedToken } from './storedToken';
import { normalizeTenant, tenantProblem } from './tenant';

type Msal = NonNullable<Awaited<ReturnType<typeof loadMsal>>>;

/** Each app has its own network module, so a hanging login service doesn't block other apps. */
interface FederatedApp {
	client: ConfidentialClientApplication;
	network: SignInNetwork;
}

const managedIdentities = new Map<string, ManagedIdentityApplication>();
const federatedApps = new Map<string, FederatedApp>();

/** MSAL keeps the network module of its first managed identity for the life of the process, so there is one for all. */
const identityNetwork = new SignInNetwork();

/**
 * Gets a token for Microsoft Graph with the identity of the machine that runs n8n, within 30 seconds.
 * MSAL's cache serves executions that ask together; a token that equals the used one is asked for anew.
 *
 * @param fields the credential's decrypted fields
 * @param httpRequest n8n's request helper, which brings proxy, SSRF protection and allowed domains
 * @throws HostIdentityError saying what to do; Error with Entra's words
 */
export async function hostIdentityToken(
	fields: HostIdentityFields,
	httpRequest: HttpRequest,
): Promise<string> {
	const signIn = new SignIn(httpRequest);
	try {
		return await signIn.withDeadline(async () => {
			const msal = await loadMsal();
			if (!msal) throw notInstalled();
			return fields.identityKind === 'federated'
				? await federatedToken(msal, signIn, fields)
				: await managedIdentityToken(msal, signIn, identityOf(fields), graphRoot(fields), storedToken(fields));
		});
	} catch (error) {
		throw signIn.trouble ?? explainHostIdentityError(error);
	}
}

async function managedIdentityToken(
	msal: Msal,
	signIn: SignIn,
	userAssignedClientId: string,
	resource: string,
	used?: string,
): Promise<string> {
	const app = remembered(
		managedIdentities,
		userAssignedClientId,
		() =>
			new msal.ManagedIdentityApplication({
				managedIdentityIdParams: userAssignedClientId ? { userAssignedClientId } : undefined,
				system: { networkClient: identityNetwork, disableInternalRetries: true },
			}),
	);
	return await identityNetwork.runExclusive(signIn, async () => {
		const { accessToken } = await app.acquireToken({ resource });
		if (accessToken !== used) return accessToken;
		return (await app.acquireToken({ resource, forceRefresh: true })).accessToken;
	});
}

async function federatedToken(
	msal: Msal,
	signIn: SignIn,
	fields: HostIdentityFields,
): Promise<string> {
	const scopes = [`${graphRoot(fields)}/.default`];
	const { client, network } = federatedApp(msal, fields);
	return await network.runExclusive(signIn, async () => {
		const first = await client.acquireTokenByClientCredential({ scopes });
		if (first && first.accessToken !== storedToken(fields)) return first.accessToken;
		const renewed = await client.acquireTokenByClientCredential({ scopes, skipCache: true });
		if (!renewed) throw new Error('MSAL returned no token');
		return renewed.accessToken;
	});
}

/** Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity */
function federatedApp(msal: Msal, fields: HostIdentityFields): FederatedApp {
	const { clientId, authority, tokenEndpoint } = federatedTarget(fields);
	const [identity, exchange] = [identityOf(fields), tokenExchangeResource(fields)];
	const endpoints = {
		token_endpoint: tokenEndpoint,
		authorization_endpoint: tokenEndpoint,
		issuer: tokenEndpoint,
		jwks_uri: tokenEndpoint,
	};
	return remembered(federatedApps, JSON.stringify([clientId, tokenEndpoint, identity, exchange]), () => {
		const network = new SignInNetwork();
		const auth = {
			clientId,
			authority,
			clientAssertion: async (): Promise<string> =>
				await managedIdentityToken(msal, network.signIn, identity, exchange),
			// Told everything, MSAL asks no other host where the endpoint is, and takes http on loopback.
			knownAuthorities: [new URL(authority).host],
			authorityMetadata: JSON.stringify(endpoints),
		};
		return {
			client: new msal.ConfidentialClientApplication({ auth, system: { networkClient: network } }),
			network,
		};
	});
}

function federatedTarget(fields: HostIdentityFields) {
	const problem = tenantProblem(fields.tenantId, 'app');
	if (problem) throw new HostIdentityError(problem.reason, problem.remedy);
	const tenant = normalizeTenant(fields.tenantId);
	const clientId = text(fields.clientId);
	if (!clientId) {
		throw new HostIdentityError(
			"The credential's 'Client ID' is empty",
			'Enter the client ID of the app registration that trusts the managed identity.',
		);
	}
	const login = loginRoot(fields);
	const authority = `${login.replace(/^http:/i, 'https:')}/${tenant}`;
	return { clientId, authority, tokenEndpoint: `${login}/${tenant}/oauth2/v2.0/token` };
}

/** Client ID of the user-assigned identity; empty for the system-assigned one. */
const identityOf = (fields: HostIdentityFields): string => text(fields.managedIdentityClientId);

const text = (value: unknown): string => String(value ?? '').trim();

function remembered<T>(store: Map<string, T>, key: string, make: () => T): T {
	const known = store.get(key) ?? make();
	store.set(key, known);
	return known;
}
