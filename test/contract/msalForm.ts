import { ConfidentialClientApplication, type Configuration } from '@azure/msal-node';

import { readJwt } from './jwt';

/** The form fields of a token request, and the parts of its assertion if it has one. */
export interface TokenForm {
	fields: Record<string, string>;
	/** Names and values of the assertion's header and claims; undefined without an assertion. */
	assertion?: { header: Record<string, unknown>; claims: Record<string, unknown> };
}

/** Telemetry, and ids that are new each time: Entra needs none of them for a token. */
const telemetry = /^(x-client-|x-ms-lib-capability$|client-request-id$|client_info$)/;

/** Takes a token request's body apart, however it was parsed. */
export function readForm(body: unknown): TokenForm {
	const pairs = typeof body === 'string' ? [...new URLSearchParams(body)] : Object.entries(Object(body));
	const { client_assertion: jwt, ...fields } = Object.fromEntries(
		pairs.filter(([name]) => !telemetry.test(name)),
	) as Record<string, string>;
	if (!jwt) return { fields };
	return { fields: { ...fields, client_assertion: 'a signed JWT' }, assertion: readJwt(jwt) };
}

/**
 * Gives the token request that MSAL would send; nothing is sent.
 *
 * @param login root and tenant, https
 * @param auth client id and secret, certificate or assertion
 * @param ask the call of MSAL's that asks for the token
 */
export async function msalForm(
	login: string,
	auth: Configuration['auth'],
	ask: (app: ConfidentialClientApplication) => Promise<unknown>,
): Promise<TokenForm> {
	const tokenEndpoint = `${login}/oauth2/v2.0/token`;
	const endpoints = {
		token_endpoint: tokenEndpoint,
		authorization_endpoint: tokenEndpoint,
		issuer: tokenEndpoint,
		jwks_uri: tokenEndpoint,
	};
	let sent: string | undefined;
	const app = new ConfidentialClientApplication({
		auth: {
			...auth,
			authority: login,
			knownAuthorities: [new URL(login).host],
			authorityMetadata: JSON.stringify(endpoints),
		},
		system: {
			networkClient: {
				sendGetRequestAsync: async (url) => {
					throw new Error(`MSAL asked ${url}`);
				},
				sendPostRequestAsync: async (_url, options) => {
					sent = options?.body;
					throw new Error('This is all that was wanted');
				},
			},
		},
	});
	await ask(app).catch(() => undefined);
	if (sent === undefined) throw new Error('MSAL sent no token request');
	return readForm(sent);
}
