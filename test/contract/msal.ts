/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Agent } from 'node:https';

import { ConfidentialClientApplication, type Configuration } from '@azure/msal-node';
import axios, { type AxiosInstance } from 'axios';

import { sampleApps, sampleTenant, type App, type GraphServer } from '../graph-server';

/** Where device images live, with the version. */
export const imagesV1 = '/v1.0/deviceManagement/virtualEndpoint/deviceImages';
export const imagesBeta = imagesV1.replace('v1.0', 'beta');
export const policies = imagesV1.replace('deviceImages', 'provisioningPolicies');

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
		validateStatus: () => true,
		maxRedirects: 0,
		...(token && { headers: { Authorization: `Bearer ${token}` } }),
	});
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
	const http = axiosFor(graph);
	const authority = `${graph.httpsUrl}/${tenant}`;
	const app = new ConfidentialClientApplication({
		auth: { clientId, authority, knownAuthorities: [new URL(graph.httpsUrl).host], ...auth },
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
	});
	const result = await app.acquireTokenByClientCredential({
		scopes: [`${graph.httpsUrl}/.default`],
	});
	if (!result) throw new Error('MSAL gave no token');
	return result.accessToken;
}
