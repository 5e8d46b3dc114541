/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Agent } from 'node:https';

import {
	ConfidentialClientApplication,
	PublicClientApplication,
	type AuthenticationResult,
	type Configuration,
} from '@azure/msal-node';
import axios, { type AxiosInstance } from 'axios';

import { sampleApps, sampleTenant, type App, type GraphServer } from '../graph-server';

/** Where device images live, with the version. */
export const imagesV1 = '/v1.0/deviceManagement/virtualEndpoint/deviceImages';
export const imagesBeta = imagesV1.replace('v1.0', 'beta');
export const policies = imagesV1.replace('deviceImages', 'provisioningPolicies');
export const galleryImages = imagesV1.replace('deviceImages', 'galleryImages');
export const cloudPcs = imagesV1.replace('deviceImages', 'cloudPCs');
/** Beta alone has them. */
export const agentPools = imagesBeta.replace('deviceImages', 'cloudPcPools');

/** axios with an app-only token of the app; default the one that may read and write. */
export async function graphClient(
	graph: GraphServer,
	{ clientId, secrets }: Pick<App, 'clientId' | 'secrets'> = sampleApps.readWrite,
): Promise<AxiosInstance> {
	return axiosFor(graph, await appOnlyToken(graph, clientId, { clientSecret: secrets[0] }));
}

type ClientAuth = Pick<Configuration['auth'], 'clientSecret' | 'clientCertificate'>;

/** axios that trusts the local Graph's authority and takes every status as an answer. */
export function axiosFor(graph: GraphServer, token?: string): AxiosInstance {
	return axios.create({
		baseURL: graph.httpsUrl,
		httpsAgent: new Agent({ ca: graph.caCertificate }),
		// A proxy that the environment names cannot reach this machine's Graph.
		proxy: false,
		validateStatus: () => true,
		maxRedirects: 0,
		...(token && { headers: { Authorization: `Bearer ${token}` } }),
	});
}

/** The app registration that asks for tokens, and where. */
export interface AppSignIn {
	clientId: string;
	/** `{login root}/{tenant}` */
	authority: string;
	/** Carries what MSAL sends; must take every status as an answer. */
	http: AxiosInstance;
}

/** Lets MSAL send through axios, so that proxy and trust are those of all other requests. */
function configure({ clientId, authority, http }: AppSignIn, auth: ClientAuth = {}): Configuration {
	return {
		auth: { clientId, authority, knownAuthorities: [new URL(authority).host], ...auth },
		system: {
			networkClient: {
				async sendGetRequestAsync(url, options) {
					const { data, status, headers } = await http.get(url, { headers: options?.headers });
					return { body: data, status, headers: headers as Record<string, string> };
				},
				async sendPostRequestAsync(url, options) {
					const { data, status, headers } = await http.post(url, options?.body, {
						headers: options?.headers,
					});
					return { body: data, status, headers: headers as Record<string, string> };
				},
			},
		},
	};
}

/**
 * Signs an app in by itself.
 *
 * @param graphRoot whose permissions the token is to carry
 * @returns gives a good token each time it is called; MSAL keeps it until it runs out
 */
export function appTokens(app: AppSignIn, auth: ClientAuth, graphRoot: string) {
	const msal = new ConfidentialClientApplication(configure(app, auth));
	const scopes = [`${graphRoot}/.default`];
	return async () => tokenOf(await msal.acquireTokenByClientCredential({ scopes }));
}

/**
 * Signs a user in on another device.
 *
 * @param scopes delegated permissions with their resource
 * @param say gets Entra's words for the person, with page and code
 * @returns tokens as of appTokens, and the permissions that were granted
 * @throws AuthError from MSAL, when the person declined or did not come
 */
export async function userTokens(app: AppSignIn, scopes: string[], say: (words: string) => void) {
	const msal = new PublicClientApplication(configure(app));
	const signedIn = await msal.acquireTokenByDeviceCode({
		scopes,
		deviceCodeCallback: ({ message }) => say(message),
	});
	const { account } = signedIn ?? {};
	if (!account) throw new Error('MSAL gave no account');
	const tokens = async () => tokenOf(await msal.acquireTokenSilent({ scopes, account }));
	return { tokens, permissions: signedIn?.scopes ?? [] };
}

function tokenOf(result: AuthenticationResult | null): string {
	if (!result) throw new Error('MSAL gave no token');
	return result.accessToken;
}

/**
 * Gets an app-only token as Microsoft's own library does.
 *
 * @param graph the local Graph
 * @param clientId an app registration in it
 * @param auth the app's secret or certificate
 * @param tenant as it stands in the authority
 * @throws ServerError from MSAL, with Entra's words
 */
export async function appOnlyToken(
	graph: GraphServer,
	clientId: string,
	auth: ClientAuth,
	tenant: string = sampleTenant.id,
): Promise<string> {
	const app = { clientId, authority: `${graph.httpsUrl}/${tenant}`, http: axiosFor(graph) };
	return await appTokens(app, auth, graph.httpsUrl)();
}
