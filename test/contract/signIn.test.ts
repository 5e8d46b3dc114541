import { createHash, randomBytes, randomUUID } from 'node:crypto';

import type { AxiosInstance } from 'axios';

import {
	registerNewApp,
	sampleApps,
	sampleTenant,
	sampleUser,
	type GraphServer,
} from '../graph-server';
import { readJwt } from './jwt';
import { axiosFor, imagesV1 } from './msal';
import { requestToken } from './tokenRequest';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let http: AxiosInstance;

withLocalGraph('per file', (local) => {
	({ graph, http } = local);
});

const { readWrite, readOnly } = sampleApps;
const redirectUri = 'http://localhost:5678/rest/oauth2-credential/callback';
const codeVerifier = randomBytes(32).toString('base64url');
const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');

function authorizeUrl(change: Record<string, string> = {}, tenant = 'organizations'): string {
	const query = new URLSearchParams({
		client_id: readWrite.clientId,
		response_type: 'code',
		redirect_uri: redirectUri,
		response_mode: 'query',
		scope: `${graph.httpsUrl}/CloudPC.ReadWrite.All offline_access openid profile`,
		state: 'state & more',
		code_challenge: codeChallenge,
		code_challenge_method: 'S256',
		...change,
	});
	return `/${tenant}/oauth2/v2.0/authorize?${query.toString()}`;
}

/** Opens the page, presses the button, and follows as far as the redirect. */
async function signIn(url = authorizeUrl(), decision = 'accept'): Promise<URL> {
	const page = await http.get<string>(url);
	expect(page.status).toBe(200);
	const action = /action="([^"]*)"/.exec(page.data)?.[1] ?? '';
	const target = action.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
	const { status, headers } = await http.post(target, new URLSearchParams({ decision }));
	expect(status).toBe(302);
	return new URL(String(headers.location));
}

async function token(form: Record<string, string>, tenant = 'organizations') {
	const app = { client_id: readWrite.clientId, client_secret: readWrite.secrets[0] };
	return await requestToken(http, `/${tenant}`, { ...app, ...form });
}

async function redeem(code: string, change: Record<string, string> = {}) {
	return await token({
		grant_type: 'authorization_code',
		code,
		redirect_uri: redirectUri,
		code_verifier: codeVerifier,
		...change,
	});
}

async function freshCode(url?: string): Promise<string> {
	return (await signIn(url)).searchParams.get('code') ?? '';
}

describe('6.1 authorize', () => {
	it('shows who asks for what, then goes back with code and state', async () => {
		const page = await http.get<string>(authorizeUrl());
		expect(page.headers['content-type']).toMatch(/^text\/html/);
		expect(page.data).toContain(readWrite.displayName);
		expect(page.data).toContain(sampleUser.userPrincipalName);
		const back = await signIn();
		expect(`${back.origin}${back.pathname}`).toBe(redirectUri);
		expect(back.searchParams.get('state')).toBe('state & more');
		expect(back.searchParams.get('code')).toMatch(/^[\w-]{43}$/);
	});

	it('goes back with access_denied when the user declines', async () => {
		const back = await signIn(undefined, 'deny');
		expect(back.searchParams.get('error')).toBe('access_denied');
		expect(back.searchParams.get('error_description')).toMatch(/^AADSTS65004/);
		expect(back.searchParams.has('code')).toBe(false);
	});

	it('lets nobody write into its pages', async () => {
		const script = '<script>alert(1)</script>';
		const app = registerNewApp(graph.tenant, { displayName: script });
		const signInPage = await http.get<string>(authorizeUrl({ client_id: app.clientId }));
		const errorPage = await http.get<string>(authorizeUrl({ redirect_uri: `x:${script}` }));
		for (const { data } of [signInPage, errorPage]) {
			expect(data).toContain('alert(1)');
			expect(data).not.toContain('<script>');
		}
	});

	it.each<[string, Record<string, string>, number]>([
		['an unknown app', { client_id: randomUUID() }, 700016],
		['a redirect elsewhere', { redirect_uri: 'https://evil.example/' }, 50011],
		['no scope', { scope: '' }, 900144],
		['an unknown resource', { scope: 'https://vault.example/Read' }, 500011],
		['no consent', { client_id: readOnly.clientId }, 65001],
		['a plain challenge', { code_challenge_method: 'plain' }, 900144],
		['a form_post answer', { response_mode: 'form_post' }, 900144],
		['a token answer', { response_type: 'token' }, 900144],
	])('stops at %s with a page, never a redirect', async (_, change, number) => {
		const { status, data, headers } = await http.get<string>(authorizeUrl(change));
		expect(status).toBe(400);
		expect(headers.location).toBeUndefined();
		expect(data).toContain(`AADSTS${number}`);
	});

	it('knows registered redirects only, when there are some', async () => {
		const app = registerNewApp(graph.tenant, { redirectUris: [redirectUri] });
		const other = { client_id: app.clientId, redirect_uri: `${redirectUri}2` };
		expect((await http.get(authorizeUrl({ client_id: app.clientId }))).status).toBe(200);
		expect((await http.get(authorizeUrl(other))).status).toBe(400);
	});
});

describe('6.1 authorization code with PKCE', () => {
	it('gives tokens that Graph takes', async () => {
		const { status, data } = await redeem(await freshCode());
		expect(status).toBe(200);
		expect(data).toEqual({
			token_type: 'Bearer',
			expires_in: 3600,
			ext_expires_in: 3600,
			scope: `${graph.httpsUrl}/CloudPC.ReadWrite.All`,
			access_token: expect.any(String),
			refresh_token: expect.any(String),
			id_token: expect.any(String),
		});
		expect(readJwt(data.access_token).claims).toMatchObject({ scp: 'CloudPC.ReadWrite.All', oid: sampleUser.id });
		expect((await axiosFor(graph, data.access_token).get(imagesV1)).status).toBe(200);
	});

	it('gives no refresh token without offline_access and no more than was asked', async () => {
		const scope = `${graph.httpsUrl}/CloudPC.Read.All`;
		const { data } = await redeem(await freshCode(authorizeUrl({ scope })));
		expect(data).not.toHaveProperty('refresh_token');
		expect(data).not.toHaveProperty('id_token');
		const client = axiosFor(graph, data.access_token);
		expect((await client.get(imagesV1)).status).toBe(200);
		expect((await client.post(imagesV1, {})).status).toBe(403);
	});

	it('takes a bare permission as Graph’s', async () => {
		const { data } = await redeem(await freshCode(authorizeUrl({ scope: 'CloudPC.Read.All' })));
		expect((await axiosFor(graph, data.access_token).get(imagesV1)).status).toBe(200);
	});

	it.each<[string, Record<string, string>, number]>([
		['a wrong verifier', { code_verifier: 'x'.repeat(43) }, 501481],
		['no verifier', { code_verifier: '' }, 501481],
		['another redirect', { redirect_uri: 'http://localhost:1/' }, 500112],
		[
			'another app',
			{ client_id: readOnly.clientId, client_secret: readOnly.secrets[0] ?? '' },
			70000,
		],
		['a wrong secret', { client_secret: 'wrong' }, 7000215],
	])('refuses %s and keeps the code good', async (_, change, number) => {
		const code = await freshCode();
		const { status, data } = await redeem(code, change);
		expect(status).toBeGreaterThanOrEqual(400);
		expect(data.error_codes).toEqual([number]);
		expect((await redeem(code)).status).toBe(200);
	});

	it('refuses a used, an old and an invented code', async () => {
		const used = await freshCode();
		await redeem(used);
		expect((await redeem(used)).data.error_codes).toEqual([54005]);
		const old = await freshCode();
		graph.clock.advance(11 * 60_000);
		expect((await redeem(old)).data.error_codes).toEqual([70008]);
		expect((await redeem('invented')).data.error_codes).toEqual([70000]);
	});
});

describe('6.1 refresh token', () => {
	async function firstRefreshToken(): Promise<string> {
		return (await redeem(await freshCode())).data.refresh_token;
	}

	async function refresh(refreshToken: string, change: Record<string, string> = {}) {
		return await token({ grant_type: 'refresh_token', refresh_token: refreshToken, ...change });
	}

	it('renews an expired access token and rotates', async () => {
		const first = (await redeem(await freshCode())).data;
		graph.clock.advance(graph.settings.tokenLifetimeMs);
		expect((await axiosFor(graph, first.access_token).get(imagesV1)).status).toBe(401);
		const second = await refresh(first.refresh_token);
		expect(second.status).toBe(200);
		expect(second.data.refresh_token).not.toBe(first.refresh_token);
		expect((await axiosFor(graph, second.data.access_token).get(imagesV1)).status).toBe(200);
		expect((await refresh(first.refresh_token)).data.error_codes).toEqual([70000]);
		expect((await refresh(second.data.refresh_token)).status).toBe(200);
	});

	it('refuses scopes without consent and tokens that are too old', async () => {
		const scope = `${graph.httpsUrl}/Directory.ReadWrite.All`;
		const refused = await refresh(await firstRefreshToken(), { scope });
		expect([refused.status, refused.data.error, refused.data.error_codes]).toEqual([
			400,
			'invalid_grant',
			[65001],
		]);
		const refreshToken = await firstRefreshToken();
		graph.clock.advance(91 * 86_400_000);
		expect((await refresh(refreshToken)).data.error_codes).toEqual([700082]);
	});

	it('answers under the tenant as well', async () => {
		const form = { grant_type: 'refresh_token', refresh_token: await firstRefreshToken() };
		expect((await token(form, sampleTenant.domain)).status).toBe(200);
	});
});
