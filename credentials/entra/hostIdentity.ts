import type {
	ConfidentialClientApplication,
	INetworkModule,
	ManagedIdentityApplication,
	NetworkRequestOptions,
	NetworkResponse,
} from '@azure/msal-node';
import type { IHttpRequestHelper } from 'n8n-workflow';

import { graphRoot, loginRoot, tokenExchangeResource, type CloudChoice } from './clouds';
import { explainHostIdentityError, HostIdentityError, notInstalled } from './hostIdentityErrors';
import { loadMsal } from './msal';
import { storedToken } from './storedToken';

type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];
type Msal = NonNullable<Awaited<ReturnType<typeof loadMsal>>>;

/** The fields of the credential `cloudPcGraphManagedIdentityApi`. */
export interface HostIdentityFields extends CloudChoice {
	/** `managedIdentity` or `federated`. */
	identityKind?: unknown;
	/** Of a user-assigned identity; empty for the system-assigned one. */
	managedIdentityClientId?: unknown;
	/** Federated: the tenant to reach, GUID or domain. */
	tenantId?: unknown;
	/** Federated: the app registration that trusts the host's identity. */
	clientId?: unknown;
	/** The token in use so far, as `storedToken.ts` keeps it; empty at first. */
	accessToken?: unknown;
}

/** Time limit of one request to an identity or token endpoint, ms. */
const requestTimeoutMs = 30_000;

const managedIdentities = new Map<string, ManagedIdentityApplication>();
const federatedApps = new Map<string, ConfidentialClientApplication>();

/** MSAL keeps the network module of its first managed identity for the life of the process, so there is one for all... */
const network: INetworkModule = {
	sendGetRequestAsync: async (url, options) => await send('GET', url, options),
	sendPostRequestAsync: async (url, options) => await send('POST', url, options),
};
/** ...and whoever has the turn lends it the request helper of the execution. */
let lent: HttpRequest | undefined;
let unreachable: string | undefined;
let lastTurn: Promise<unknown> = Promise.resolve();

async function send<T>(
	method: 'GET' | 'POST',
	url: string,
	options?: NetworkRequestOptions,
): Promise<NetworkResponse<T>> {
	if (!lent) throw new Error('No execution asks for a token');
	try {
		const answer = await lent({
			method,
			url,
			headers: options?.headers,
			body: options?.body,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// An assertion or an identity header must not travel on with a redirect.
			disableFollowRedirect: true,
			timeout: requestTimeoutMs,
		});
		return { headers: answer.headers, body: answer.body, status: answer.statusCode };
	} catch (error) {
		throw noAnswer(url, error);
	}
}

/** MSAL hides the cause, so its words are kept; the error itself would carry the request along. */
function noAnswer(url: string, error: unknown): Error {
	const { message } = Object(error) as { message?: unknown };
	unreachable = `${new URL(url).origin} (${String(message || error)})`;
	return new Error('No answer');
}

/**
 * Gets a token for Microsoft Graph with the identity of the machine that runs n8n.
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
	const turn = lastTurn.then(async () => {
		lent = httpRequest;
		unreachable = undefined;
		try {
			const msal = await loadMsal();
			if (!msal) throw notInstalled();
			return await (fields.identityKind === 'federated'
				? federatedToken(msal, fields)
				: managedIdentityToken(msal, identityOf(fields), graphRoot(fields), storedToken(fields)));
		} catch (error) {
			throw explainHostIdentityError(error, unreachable);
		} finally {
			lent = undefined;
		}
	});
	lastTurn = turn.catch(() => undefined);
	return await turn;
}

async function managedIdentityToken(
	msal: Msal,
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
				system: { networkClient: network },
			}),
	);
	const { accessToken } = await app.acquireToken({ resource });
	if (accessToken !== used) return accessToken;
	return (await app.acquireToken({ resource, forceRefresh: true })).accessToken;
}

/** Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity */
async function federatedToken(msal: Msal, fields: HostIdentityFields): Promise<string> {
	const { clientId, authority, tokenEndpoint } = federatedTarget(fields);
	const scopes = [`${graphRoot(fields)}/.default`];
	const [identity, exchange] = [identityOf(fields), tokenExchangeResource(fields)];
	const clientAssertion = async (): Promise<string> =>
		await managedIdentityToken(msal, identity, exchange);
	const endpoints = {
		token_endpoint: tokenEndpoint,
		authorization_endpoint: tokenEndpoint,
		issuer: tokenEndpoint,
		jwks_uri: tokenEndpoint,
	};
	const key = JSON.stringify([clientId, tokenEndpoint, identity, exchange]);
	const app = remembered(
		federatedApps,
		key,
		() =>
			new msal.ConfidentialClientApplication({
				auth: {
					clientId,
					authority,
					clientAssertion,
					// Told everything, MSAL asks no other host where the endpoint is, and takes http on loopback.
					knownAuthorities: [new URL(authority).host],
					authorityMetadata: JSON.stringify(endpoints),
				},
				system: { networkClient: network },
			}),
	);
	const first = await app.acquireTokenByClientCredential({ scopes });
	if (first && first.accessToken !== storedToken(fields)) return first.accessToken;
	const renewed = await app.acquireTokenByClientCredential({ scopes, skipCache: true });
	if (!renewed) throw new Error('MSAL gave no token');
	return renewed.accessToken;
}

function federatedTarget(fields: HostIdentityFields) {
	const tenant = text(fields.tenantId);
	const clientId = text(fields.clientId);
	if (!/^[a-z\d][a-z\d.-]*$/i.test(tenant) || /^(organizations|common|consumers)$/i.test(tenant)) {
		throw new HostIdentityError(
			`The credential's 'Directory (Tenant) ID' is '${tenant}'`,
			'Enter the GUID or a domain of the tenant whose device images you want, from the overview page of the app registration.',
		);
	}
	if (!clientId) {
		throw new HostIdentityError(
			"The credential's 'Application (Client) ID' is empty",
			'Enter the ID of the app registration that trusts the identity of the n8n host.',
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
