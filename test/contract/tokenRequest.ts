import type { AxiosInstance, AxiosResponse } from 'axios';

import { sampleApps, type GraphServer } from '../graph-server';

/** The fields of a token request; undefined leaves one out. */
export type TokenFields = Readonly<Record<string, string | undefined>>;

/**
 * Sends a form to the token endpoint.
 *
 * @param authority `{login root}/{tenant}`; without the root it is the client's
 * @param headers beside those that axios sets
 */
export async function requestToken(
	http: AxiosInstance,
	authority: string,
	fields: TokenFields,
	headers: Record<string, string> = {},
): Promise<AxiosResponse> {
	const form = new URLSearchParams();
	for (const [name, value] of Object.entries(fields)) {
		if (value !== undefined) form.set(name, value);
	}
	return await http.post(`${authority}/oauth2/v2.0/token`, form, { headers });
}

/** What the sample app that may read and write sends to sign in by itself, with its secret; changes replace fields. */
export function appFields(graph: GraphServer, changes: TokenFields = {}): TokenFields {
	const { clientId, secrets } = sampleApps.readWrite;
	return {
		grant_type: 'client_credentials',
		client_id: clientId,
		client_secret: secrets[0],
		scope: `${graph.httpsUrl}/.default`,
		...changes,
	};
}
