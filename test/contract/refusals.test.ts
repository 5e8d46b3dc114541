import { ConfidentialClientApplication } from '@azure/msal-node';
import type { AxiosInstance } from 'axios';

import {
	registerNewApp,
	sampleApps,
	sampleIdentities,
	sampleTenant,
	type App,
	type GraphServer,
} from '../graph-server';
import { assertionType } from './appAssertion';
import { axiosFor, imagesV1 } from './msal';
import { appFields, requestToken, type TokenFields } from './tokenRequest';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let http: AxiosInstance;

withLocalGraph('per test', (local) => {
	({ graph, http } = local);
});

const { readWrite } = sampleApps;

async function token(changes: TokenFields = {}) {
	return await requestToken(http, `/${sampleTenant.id}`, appFields(graph, changes));
}

const newApp = (change: Partial<App>): App => registerNewApp(graph.tenant, change);

/** How the host's identity stands in for the app's secret. */
async function federatedToken({ clientId }: App, audience = 'api://AzureADTokenExchange') {
	const { data } = await http.get('/metadata/identity/oauth2/token', {
		params: { resource: audience, 'api-version': '2018-02-01' },
		headers: { Metadata: 'true' },
	});
	return async () =>
		await token({
			client_id: clientId,
			client_secret: undefined,
			client_assertion_type: assertionType,
			client_assertion: String(data.access_token),
		});
}

describe('6.2 a secret', () => {
	it('is good until the app says it has expired', async () => {
		const secretsExpireAt = new Date(graph.clock.now().getTime() + 60_000).toISOString();
		const { clientId } = newApp({ secretsExpireAt });
		expect((await token({ client_id: clientId })).status).toBe(200);
		graph.clock.advance(60_000);
		const { status, data } = await token({ client_id: clientId });
		expect([status, data.error, data.error_codes]).toEqual([401, 'invalid_client', [7000222]]);
		// A wrong secret is wrong, whenever the right one ends.
		const wrong = await token({ client_id: clientId, client_secret: 'x' });
		expect(wrong.data.error_codes).toEqual([7000215]);
	});
});

describe('6.2 a federated credential', () => {
	it('takes the token of each cloud it names, and of no other', async () => {
		const app = await graph.trustIdentity(newApp({ secrets: [] }), sampleIdentities.system);
		const [own] = app.federatedCredentials ?? [];
		if (!own) throw new Error('No federated credential');
		const gov = await federatedToken(app, 'api://AzureADTokenExchangeUSGov');
		expect((await gov()).status).toBe(200);
		app.federatedCredentials = [own];
		const { status, data } = await gov();
		expect([status, data.error_codes]).toEqual([401, [700212]]);
	});

	it('takes no token that has expired', async () => {
		const app = await graph.trustIdentity(newApp({ secrets: [] }), sampleIdentities.system);
		const send = await federatedToken(app);
		expect((await send()).status).toBe(200);
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		const { status, data } = await send();
		expect([status, data.error_codes]).toEqual([401, [700024]]);
	});
});

describe('6.2 on request', () => {
	it.each([
		[7000215, 401, 'invalid_client'],
		[7000222, 401, 'invalid_client'],
		[7000218, 401, 'invalid_client'],
		[700016, 400, 'unauthorized_client'],
		[700024, 401, 'invalid_client'],
		[700027, 401, 'invalid_client'],
		[70021, 401, 'invalid_client'],
		[700211, 401, 'invalid_client'],
		[700213, 401, 'invalid_client'],
		[90002, 400, 'invalid_request'],
		[500011, 400, 'invalid_resource'],
		[65001, 400, 'invalid_grant'],
		[53003, 400, 'invalid_grant'],
		[50076, 400, 'invalid_grant'],
		[500341, 400, 'invalid_grant'],
	])('AADSTS%d is refused with %d %s, once', async (number, status, error) => {
		graph.settings.nextTokenError = number;
		const refused = await token();
		expect([refused.status, refused.data.error]).toEqual([status, error]);
		expect(refused.data.error_description).toMatch(
			new RegExp(`^AADSTS${number}: .+ Trace ID: [\\da-f-]{36} Correlation ID: [\\da-f-]{36} Timestamp: .+Z$`),
		);
		expect((await token()).status).toBe(200);
	});
});

describe('4.5 a claims challenge', () => {
	const wanted = { acrs: { essential: true, value: 'c1' } };

	it('says what it asks for, in the form of the contract', async () => {
		const { data } = await token();
		graph.settings.claimsChallenge = wanted;
		const { status, headers } = await axiosFor(graph, data.access_token).get(imagesV1);
		expect(status).toBe(401);
		const header = String(headers['www-authenticate']);
		expect(header).toMatch(
			/^Bearer realm="", authorization_uri="https:\/\/.+", error="insufficient_claims", claims="([\w+/=]+)"$/,
		);
		const claims = Buffer.from(/claims="(.+)"/.exec(header)?.[1] ?? '', 'base64').toString();
		expect(JSON.parse(claims)).toEqual({ access_token: wanted });
	});

	it('is answered by MSAL with a token that was asked for with the claims, and by no other', async () => {
		graph.settings.claimsChallenge = wanted;
		const claims = JSON.stringify({ access_token: wanted });
		const plain = await token();
		const other = await token({ claims: JSON.stringify({ access_token: { acrs: { value: 'c2' } } }) });
		const answers = [plain.data.access_token, other.data.access_token, await msalToken(claims)];
		const statuses = answers.map(
			async (bearer) => (await axiosFor(graph, bearer).get(imagesV1)).status,
		);
		expect(await Promise.all(statuses)).toEqual([401, 401, 200]);
	});

	it('reaches the requests of a batch at once', async () => {
		const { data } = await token();
		graph.settings.claimsChallenge = wanted;
		const client = axiosFor(graph, data.access_token);
		const requests = [{ id: '1', method: 'GET', url: imagesV1.replace('/v1.0', '') }];
		const { status, headers } = await client.post('/v1.0/$batch', { requests });
		expect([status, headers['www-authenticate']]).toEqual([401, expect.stringContaining('insufficient_claims')]);
	});

	it('that is no JSON is no request', async () => {
		expect((await token({ claims: '{' })).data.error_codes).toEqual([90004]);
	});
});

/** MSAL with the capability that lets Graph send challenges; it sends its own claims along. */
async function msalToken(claims: string): Promise<string> {
	const post = async (url: string, body?: string, headers?: Record<string, string>) => {
		const answer = await http.post(url, body, { headers });
		return { body: answer.data, status: answer.status, headers: answer.headers as Record<string, string> };
	};
	const endpoint = `${graph.httpsUrl}/${sampleTenant.id}/oauth2/v2.0/token`;
	const app = new ConfidentialClientApplication({
		auth: {
			clientId: readWrite.clientId,
			clientSecret: readWrite.secrets[0],
			authority: `${graph.httpsUrl}/${sampleTenant.id}`,
			clientCapabilities: ['cp1'],
			knownAuthorities: [new URL(graph.httpsUrl).host],
			authorityMetadata: JSON.stringify({
				token_endpoint: endpoint,
				authorization_endpoint: endpoint,
				issuer: endpoint,
				jwks_uri: endpoint,
			}),
		},
		system: {
			networkClient: {
				sendGetRequestAsync: async () => {
					throw new Error('MSAL was told everything');
				},
				sendPostRequestAsync: async (url, options) =>
					(await post(url, options?.body, options?.headers)) as never,
			},
		},
	});
	const result = await app.acquireTokenByClientCredential({
		scopes: [`${graph.httpsUrl}/.default`],
		claims,
	});
	return result?.accessToken ?? '';
}
