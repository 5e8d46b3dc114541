import { X509Certificate } from 'node:crypto';

import type { AxiosInstance } from 'axios';

import {
	createAppCertificate,
	registerNewApp,
	sampleApps,
	sampleTenant,
	type AppCertificate,
	type GraphServer,
} from '../graph-server';
import { assertionOfN8n, assertionType, type CertifiedApp } from './appAssertion';
import { readJwt } from './jwt';
import { appOnlyToken, axiosFor, imagesV1 } from './msal';
import { appFields, requestToken, type TokenFields } from './tokenRequest';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let http: AxiosInstance;
let certificate: AppCertificate;
let certified: CertifiedApp;

const { readWrite } = sampleApps;
const clientSecret = readWrite.secrets[0] ?? '';

withLocalGraph('per file', (local) => {
	({ graph, http } = local);
});
beforeAll(async () => {
	certificate = await createAppCertificate();
	const app = registerNewApp(graph.tenant, { secrets: [], certificates: [certificate.certificate] });
	certified = { ...certificate, clientId: app.clientId };
});

const claimsOf = (token: string) => readJwt(token).claims;

async function post(fields: TokenFields, tenant: string = sampleTenant.id) {
	return await requestToken(http, `/${tenant}`, fields);
}

function assertion(change: Record<string, unknown> = {}, privateKey = certificate.privateKey): string {
	const tokenEndpoint = `${graph.httpsUrl}/${sampleTenant.id}/oauth2/v2.0/token`;
	return assertionOfN8n({ ...certified, privateKey }, tokenEndpoint, change);
}

function assertionForm(jwt: string) {
	return appFields(graph, {
		client_id: certified.clientId,
		client_secret: undefined,
		client_assertion_type: assertionType,
		client_assertion: jwt,
	});
}

describe('6.2 client secret', () => {
	it('MSAL gets a token that Graph takes', async () => {
		const token = await appOnlyToken(graph, readWrite.clientId, { clientSecret });
		expect(claimsOf(token)).toMatchObject({
			aud: graph.httpsUrl,
			roles: readWrite.applicationPermissions,
			appid: readWrite.clientId,
			tid: sampleTenant.id,
		});
		expect((await axiosFor(graph, token).get(imagesV1)).status).toBe(200);
	});

	it('MSAL reaches the tenant by its domain, too', async () => {
		const token = await appOnlyToken(
			graph,
			readWrite.clientId,
			{ clientSecret },
			sampleTenant.domain,
		);
		expect(claimsOf(token).tid).toBe(sampleTenant.id);
	});

	it('answers the form of the contract', async () => {
		const { status, data, headers } = await post(appFields(graph));
		expect(status).toBe(200);
		expect(headers['cache-control']).toMatch(/no-store/);
		expect(data).toEqual({
			token_type: 'Bearer',
			expires_in: 3600,
			ext_expires_in: 3600,
			access_token: expect.any(String),
		});
	});

	it('takes a Basic header', async () => {
		const { status } = await http.post(
			`/${sampleTenant.id}/oauth2/v2.0/token`,
			new URLSearchParams({
				grant_type: 'client_credentials',
				scope: `${graph.httpsUrl}/.default`,
			}),
			{ auth: { username: readWrite.clientId, password: clientSecret } },
		);
		expect(status).toBe(200);
	});

	it('gives an app without consent a token without roles', async () => {
		const { clientId, secrets } = sampleApps.noConsent;
		const token = await appOnlyToken(graph, clientId, { clientSecret: secrets[0] });
		expect(claimsOf(token)).not.toHaveProperty('roles');
		expect((await axiosFor(graph, token).get(imagesV1)).status).toBe(403);
	});
});

describe('6.2 certificate', () => {
	it('MSAL signs in with PS256 and the SHA-256 thumbprint', async () => {
		const { privateKey, thumbprintSha256 } = certificate;
		const token = await appOnlyToken(graph, certified.clientId, {
			clientCertificate: { privateKey, thumbprintSha256 },
		});
		expect((await axiosFor(graph, token).get(imagesV1)).status).toBe(200);
		const sent = graph.requests.findLast(({ area }) => area === 'login')?.body as {
			client_assertion: string;
		};
		expect(readJwt(sent.client_assertion).header).toMatchObject({ alg: 'PS256' });
	});

	it('takes RS256 with the SHA-1 thumbprint, once', async () => {
		const jwt = assertion();
		expect((await post(assertionForm(jwt))).status).toBe(200);
		const again = await post(assertionForm(jwt));
		expect([again.status, again.data.error_codes]).toEqual([401, [50013]]);
	});

	it.each([
		['expired', { exp: 1 }, 700024],
		['not yet valid', { nbf: 4_000_000_000, exp: 4_000_000_300 }, 700024],
		['for somebody else', { aud: 'https://login.example/token' }, 700023],
		['of another app', { sub: readWrite.clientId }, 700021],
		['without jti', { jti: undefined }, 50013],
	])('refuses an assertion that is %s', async (_, change, number) => {
		const { status, data } = await post(assertionForm(assertion(change)));
		expect([status, data.error, data.error_codes]).toEqual([401, 'invalid_client', [number]]);
	});

	it('refuses a foreign key and an unknown certificate', async () => {
		const other = await createAppCertificate();
		const forged = await post(assertionForm(assertion({}, other.privateKey)));
		expect(forged.data.error_codes).toEqual([700027]);
		const { privateKey, thumbprintSha256 } = other;
		await expect(
			appOnlyToken(graph, certified.clientId, {
				clientCertificate: { privateKey, thumbprintSha256 },
			}),
		).rejects.toThrow(/AADSTS700027/);
	});
});

describe('6.2 federated credential', () => {
	it('takes the token of the trusted identity alone', async () => {
		const issuer = 'https://identity.example/tenant';
		const subject = 'managed-identity';
		const audience = 'api://AzureADTokenExchange';
		const { publicKey } = new X509Certificate(certificate.certificate);
		const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
		const app = registerNewApp(graph.tenant, {
			secrets: [],
			federatedCredentials: [{ issuer, subject, audience, publicKey: pem }],
		});
		const clientAssertion = assertion({ iss: issuer, sub: subject, aud: audience });
		const form = { ...assertionForm(clientAssertion), client_id: app.clientId };
		expect((await post(form)).status).toBe(200);
		const stranger = assertion({ iss: 'https://else.example', sub: subject, aud: audience });
		const refused = await post({ ...form, client_assertion: stranger });
		expect(refused.data.error_codes).toEqual([700211]);
		const other = assertion({ iss: issuer, sub: 'somebody', aud: audience });
		expect((await post({ ...form, client_assertion: other })).data.error_codes).toEqual([700213]);
	});
});

describe('6.2, 6.3 errors', () => {
	it.each<[string, Record<string, string | undefined>, string, number, number, string]>([
		['a wrong secret', { client_secret: 'x' }, sampleTenant.id, 401, 7000215, 'invalid_client'],
		[
			'no credential',
			{ client_secret: undefined },
			sampleTenant.id,
			401,
			7000218,
			'invalid_client',
		],
		['an unknown app', { client_id: 'x' }, sampleTenant.id, 400, 700016, 'unauthorized_client'],
		['an unknown tenant', {}, 'nowhere.example', 400, 90002, 'invalid_request'],
		['a tenant with a digit too few', {}, sampleTenant.id.slice(1), 400, 900023, 'invalid_request'],
		['organizations', {}, 'organizations', 400, 50059, 'invalid_request'],
		['common', {}, 'common', 400, 50059, 'invalid_request'],
		[
			'an unknown resource',
			{ scope: 'https://vault.example/.default' },
			sampleTenant.id,
			400,
			500011,
			'invalid_resource',
		],
		['no scope', { scope: undefined }, sampleTenant.id, 400, 900144, 'invalid_request'],
		[
			'a bare permission',
			{ scope: 'CloudPC.Read.All' },
			sampleTenant.id,
			400,
			70011,
			'invalid_scope',
		],
		[
			'another grant',
			{ grant_type: 'password' },
			sampleTenant.id,
			400,
			70003,
			'unsupported_grant_type',
		],
	])('refuses %s', async (_, change, tenant, status, number, error) => {
		const answer = await post(appFields(graph, change), tenant);
		expect(answer.status).toBe(status);
		expect(answer.data).toEqual({
			error,
			error_description: expect.stringMatching(new RegExp(`^AADSTS${number}: `)),
			error_codes: [number],
			timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d [\d:]{8}Z$/),
			trace_id: expect.stringMatching(/^[\da-f-]{36}$/),
			correlation_id: expect.stringMatching(/^[\da-f-]{36}$/),
		});
	});

	it('MSAL reports them by number', async () => {
		await expect(
			appOnlyToken(graph, readWrite.clientId, { clientSecret: 'wrong' }),
		).rejects.toMatchObject({ errorCode: 'invalid_client', errorNo: 7000215, status: 401 });
	});

	it('gives any error once when the settings force it', async () => {
		graph.settings.nextTokenError = 7000222;
		const { status, data } = await post(appFields(graph));
		expect([status, data.error_codes]).toEqual([401, [7000222]]);
		expect((await post(appFields(graph))).status).toBe(200);
	});

	it('knows https://graph.microsoft.com only when told to', async () => {
		const form = appFields(graph, { scope: 'https://graph.microsoft.com/.default' });
		expect((await post(form)).data.error_codes).toEqual([500011]);
		graph.settings.extraAudiences.push('https://graph.microsoft.com');
		const { data } = await post(form);
		expect((await axiosFor(graph, data.access_token).get(imagesV1)).status).toBe(200);
		graph.settings.extraAudiences = [];
		expect((await axiosFor(graph, data.access_token).get(imagesV1)).status).toBe(401);
	});
});

describe('6.1 discovery', () => {
	it('points at its own endpoints', async () => {
		const { data } = await http.get(`/${sampleTenant.id}/v2.0/.well-known/openid-configuration`);
		const base = `${graph.httpsUrl}/${sampleTenant.id}`;
		expect(data).toMatchObject({
			issuer: `${base}/v2.0`,
			token_endpoint: `${base}/oauth2/v2.0/token`,
			authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
		});
		const keys = await http.get(data.jwks_uri);
		expect(keys.data.keys[0]).toMatchObject({ kty: 'RSA', use: 'sig' });
		expect(keys.data.keys[0]).not.toHaveProperty('d');
		const instance = await http.get('/common/discovery/instance');
		expect(instance.data.metadata[0].aliases).toEqual([new URL(graph.httpsUrl).host]);
		const unknown = await http.get('/nowhere.example/v2.0/.well-known/openid-configuration');
		expect([unknown.status, unknown.data.error_codes]).toEqual([400, [90002]]);
	});
});
