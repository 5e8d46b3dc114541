/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Agent } from 'node:https';

import { ConfidentialClientApplication, type Configuration } from '@azure/msal-node';
import axios, { type AxiosInstance } from 'axios';

import type { GraphServer } from '../graph-server';

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
 * @throws ServerError from MSAL, with Entra's words
 */
export async function appOnlyToken(
	graph: GraphServer,
	clientId: string,
	auth: ClientAuth,
): Promise<string> {
	const http = axiosFor(graph);
	const authority = `${graph.httpsUrl}/${graph.tenant.id}`;
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
