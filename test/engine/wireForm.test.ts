import { msalForm, readForm, type TokenForm } from '../contract/msalForm';
import {
	appOnlyCredential,
	certificateCredential,
	createAppCertificate,
	hostIdentityCredential,
	registerNewApp,
	sampleIdentities,
	sampleImageIds,
	sampleTenant,
	type App,
	type AppCertificate,
} from '../graph-server';
import { byId, useNode } from './useNode';

const login = `https://login.example/${sampleTenant.id}`;

const { engine, graph, requests, run } = useNode({ graphFor: 'file', hostIdentitiesOf: 'virtualMachine' });
let certificate: AppCertificate;
let app: App;
let scope: string;
let bySecret: { clientId: string; clientSecret: string };
let byCertificate: { clientId: string; clientCertificate: { thumbprintSha256: string; privateKey: string } };

beforeAll(async () => {
	certificate = await createAppCertificate();
	scope = `${graph.httpUrl}/.default`;
	app = registerNewApp(graph.tenant, { certificates: [certificate.certificate] });
	const { thumbprintSha256, privateKey } = certificate;
	bySecret = { clientId: app.clientId, clientSecret: app.secrets[0] ?? '' };
	byCertificate = { clientId: app.clientId, clientCertificate: { thumbprintSha256, privateKey } };
});

/** The one token request that a run of the node sends. */
async function n8nForm(credential: object, authentication = 'oAuth2'): Promise<TokenForm> {
	engine.useCredential(credential as never);
	expect(await run('get', { authentication, imageId: byId(sampleImageIds.ready) })).not.toFailWith();
	const [request, ...more] = requests('login');
	expect(more).toEqual([]);
	return readForm(request?.body);
}

const certified = () => certificateCredential(graph, app, certificate);

/** A user who signed in an hour ago: the token is old, so that n8n redeems the refresh token. */
async function signedIn(credential: object): Promise<{ credential: object; refreshToken: string }> {
	const redirectUri = 'http://127.0.0.1/callback';
	const asked = `openid offline_access ${graph.httpUrl}/CloudPC.ReadWrite.All`;
	const query = { client_id: app.clientId, redirect_uri: redirectUri, response_type: 'code', scope: asked };
	const base = `${graph.httpUrl}/${sampleTenant.id}/oauth2/v2.0`;
	const response = await fetch(`${base}/authorize?${new URLSearchParams(query).toString()}`, {
		method: 'POST',
		redirect: 'manual',
		body: new URLSearchParams({ decision: 'accept' }),
	});
	const code = new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
	const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, scope: asked, ...{ client_id: app.clientId, client_secret: app.secrets[0] ?? '' } };
	const tokens = (await (
		await fetch(`${base}/token`, { method: 'POST', body: new URLSearchParams(form) })
	).json()) as Record<string, string>;
	const expired = await graph.issueToken({ lifetimeMs: 0 });
	graph.clearRequests();
	return {
		credential: {
			...credential,
			grantType: 'authorizationCode',
			oauthTokenData: { ...tokens, access_token: expired },
		},
		refreshToken: tokens.refresh_token ?? '',
	};
}

/** What n8n does otherwise for good: Entra documents both forms of the assertion (docs/credentials/certificate.md and ADR 2 say so). */
const knownDifference = {
	n8n: { alg: 'RS256', typ: 'JWT', x5t: expect.any(String) },
	msal: { alg: 'PS256', typ: 'JWT', 'x5t#S256': expect.any(String) },
};

function expectSameAssertion(n8n: TokenForm, msal: TokenForm): void {
	expect(n8n.assertion?.header).toEqual(knownDifference.n8n);
	expect(msal.assertion?.header).toEqual(knownDifference.msal);
	const [ours = {}, theirs = {}] = [n8n.assertion?.claims, msal.assertion?.claims];
	expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
	expect([ours.iss, ours.sub]).toEqual([theirs.iss, theirs.sub]);
	const pathOf = (url: unknown): string => new URL(String(url)).pathname;
	expect(pathOf(ours.aud)).toBe(pathOf(theirs.aud));
	// Both live for minutes: n8n five, MSAL ten.
	const lifetime = ({ exp, nbf }: Record<string, unknown>): number => Number(exp) - Number(nbf);
	expect([lifetime(ours), lifetime(theirs)]).toEqual([300, 600]);
}

describe('the token request of n8n is the one of MSAL', () => {
	it('for an app with a secret', async () => {
		const msal = await msalForm(login, bySecret, async (client) =>
			await client.acquireTokenByClientCredential({ scopes: [scope] }),
		);
		expect(await n8nForm(appOnlyCredential(graph, app))).toEqual(msal);
	});

	it('for an app with a certificate, but for the algorithm of the assertion', async () => {
		const msal = await msalForm(login, byCertificate, async (client) =>
			await client.acquireTokenByClientCredential({ scopes: [scope] }),
		);
		const n8n = await n8nForm(certified());
		expect(n8n.fields).toEqual(msal.fields);
		expectSameAssertion(n8n, msal);
	});

	it.each([
		['a secret', () => appOnlyCredential(graph, app), () => bySecret],
		['a certificate', certified, () => byCertificate],
	])('for the renewal of a user sign-in with %s, but that MSAL repeats scopes and asks for id token claims', async (_, credential, auth) => {
		const user = await signedIn(credential());
		const msal = await msalForm(login, auth(), async (client) =>
			await client.acquireTokenByRefreshToken({ scopes: [scope], refreshToken: user.refreshToken }),
		);
		const n8n = await n8nForm(user.credential);
		// The scopes were agreed to at the sign-in, and the claims are about an id token that n8n does not read.
		const { scope: repeated, claims, ...fields } = msal.fields;
		expect([repeated, claims]).toEqual([expect.any(String), expect.stringContaining('id_token')]);
		expect(n8n.fields).toEqual(fields);
		if (msal.assertion) expectSameAssertion(n8n, msal);
	});

	it('for a federated app, where MSAL itself sends it', async () => {
		const identity = graph.identities.find(({ kind }) => kind === 'user') ?? sampleIdentities.user;
		await graph.trustIdentity(app, identity);
		const clientAssertion = await graph.issueToken();
		const msal = await msalForm(login, { clientId: app.clientId, clientAssertion }, async (client) =>
			await client.acquireTokenByClientCredential({ scopes: [scope] }),
		);
		const form = await n8nForm(hostIdentityCredential(graph, identity, app), 'managedIdentity');
		expect(form.fields).toEqual(msal.fields);
		expect(form.assertion?.claims).toMatchObject({
			aud: 'api://AzureADTokenExchange',
			sub: identity.principalId,
		});
	});
});
