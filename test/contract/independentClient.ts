/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import https from 'node:https';

import {
	ConfidentialClientApplication,
	type INetworkModule,
	type NetworkResponse,
	type NodeAuthOptions,
} from '@azure/msal-node';
import axios, { type AxiosInstance } from 'axios';

import { sampleApps, sampleTenant, type GraphServer } from '../graph-server';

/** Where device images live, with the version. */
export const imagesV1 = '/v1.0/deviceManagement/virtualEndpoint/deviceImages';
export const imagesBeta = imagesV1.replace('v1.0', 'beta');
export const policies = imagesV1.replace('deviceImages', 'provisioningPolicies');

/** @returns axios that trusts the server's authority and hands over every status. */
export function browser(graph: GraphServer): AxiosInstance {
	return axios.create({
		baseURL: graph.httpsUrl,
		httpsAgent: new https.Agent({ ca: graph.caCertificate }),
		validateStatus: () => true,
		maxRedirects: 0,
	});
}

/** @returns axios with the bearer of the app; default the one that may read and write. */
export async function graphClient(
	graph: GraphServer,
	app: { clientId: string; secrets: string[] } = sampleApps.readWrite,
): Promise<AxiosInstance> {
	const clientSecret = app.secrets[0] ?? '';
	const token = await msalToken(graph, { clientId: app.clientId, clientSecret });
	return authorized(graph, token);
}

/** @returns axios with that bearer. */
export function authorized(graph: GraphServer, token: string): AxiosInstance {
	const client = browser(graph);
	client.defaults.headers.common.Authorization = `Bearer ${token}`;
	return client;
}

/** @returns An access token that MSAL got with the client credentials grant. */
export async function msalToken(
	graph: GraphServer,
	auth: NodeAuthOptions,
	tenant: string = sampleTenant.id,
): Promise<string> {
	const result = await msal(graph, auth, tenant).acquireTokenByClientCredential({
		scopes: [`${graph.httpsUrl}/.default`],
	});
	if (!result) throw new Error('MSAL gave no result');
	return result.accessToken;
}

/** @returns MSAL's confidential client, talking to the local login over TLS. */
export function msal(
	graph: GraphServer,
	auth: NodeAuthOptions,
	tenant: string = sampleTenant.id,
): ConfidentialClientApplication {
	const { host } = new URL(graph.httpsUrl);
	return new ConfidentialClientApplication({
		auth: { authority: `${graph.httpsUrl}/${tenant}`, knownAuthorities: [host], ...auth },
		system: { networkClient: networkOver(browser(graph)) },
	});
}

function networkOver(client: AxiosInstance): INetworkModule {
	return {
		sendGetRequestAsync: async <T>(url: string, options?: { headers?: Record<string, string> }) =>
			asNetworkResponse<T>(await client.get<T>(url, { headers: options?.headers })),
		sendPostRequestAsync: async <T>(
			url: string,
			options?: { headers?: Record<string, string>; body?: string },
		) => asNetworkResponse<T>(await client.post<T>(url, options?.body, options)),
	};
}

function asNetworkResponse<T>(response: {
	data: T;
	status: number;
	headers: object;
}): NetworkResponse<T> {
	const headers = Object.fromEntries(
		Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
	);
	return { body: response.data, status: response.status, headers };
}
