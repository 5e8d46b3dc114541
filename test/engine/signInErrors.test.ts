import { randomUUID } from 'node:crypto';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import {
	appOnlyCredential,
	certificateCredential,
	createAppCertificate,
	hostIdentityCredential,
	registerNewApp,
	sampleImageIds,
	type App,
	type AppCertificate,
	type Fault,
	type ManagedIdentity,
} from '../graph-server';
import type { NodeRun } from './engine';
import { byId, useNode } from './useNode';

const { areas, engine, graph, output, run: runNode } = useNode({ graphFor: 'file', hostIdentitiesOf: 'virtualMachine' });
const getReady = { imageId: byId(sampleImageIds.ready) };
const unavailable = 'Get device image: Microsoft Entra could not be reached, or is out of order';
let own: AppCertificate;
let other: AppCertificate;

beforeAll(async () => {
	[own, other] = await Promise.all([createAppCertificate(), createAppCertificate()]);
});

const noToken = 'Get device image: Microsoft Entra did not give a token';
const forSupport = /For Microsoft support: correlation ID [\da-f-]{36}, trace ID [\da-f-]{36}, date [\d-]{10} [\d:]{8}Z\.$/;

async function run(
	credential?: ICredentialDataDecryptedObject,
	authentication = 'oAuth2',
): Promise<NonNullable<NodeRun['error']> & { description: string }> {
	if (credential) engine.useCredential(credential);
	const { error } = await runNode('get', { ...getReady, authentication, options: { retryBudgetSeconds: 0 } });
	if (!error) throw new Error('It worked');
	return { ...error, message: error.message, description: error.description ?? '' };
}

const newApp = (change: Partial<App> = {}): App =>
	registerNewApp(graph.tenant, change);

/** Code, reason, and the place to mend it; with all three ids. */
async function expectTold(
	error: Awaited<ReturnType<typeof run>>,
	code: number,
	reason: string,
	place: string,
): Promise<void> {
	expect(error.message).toBe(`${noToken}: ${reason}`);
	expect(error.description).toMatch(new RegExp(`^Entra said: AADSTS${code}: [^\n]*\n`));
	expect(error.description).not.toMatch(/^Entra said: .*(Trace|Correlation) ID/);
	expect(error.description).toContain(place);
	expect(error.description).toMatch(forSupport);
	expect(error.context.data).toMatchObject({
		kind: 'signInFailed',
		correlationId: expect.stringMatching(/^[\da-f-]{36}$/),
		traceId: expect.stringMatching(/^[\da-f-]{36}$/),
	});
}

const secrets = 'App registrations > your app > Certificates & secrets';
const yesterday = (): string => new Date(graph.clock.now().getTime() - 86_400_000).toISOString();

describe('an app with a secret', () => {
	const withSecret = (app: App, change = {}) => ({ ...appOnlyCredential(graph, app), ...change });

	it.each<[string, number, string, string, () => ICredentialDataDecryptedObject]>([
		['that is wrong', 7000215, 'the client secret is wrong', secrets, () => withSecret(newApp(), { clientSecret: 'x' })],
		['that has expired', 7000222, 'the client secret has expired', secrets, () => withSecret(newApp({ secretsExpireAt: yesterday() }))],
		['that is empty', 7000218, 'a field of the credential is empty', secrets, () => withSecret(newApp(), { clientSecret: '' })],
		['that the tenant does not know', 700016, 'the tenant does not know the app', 'App registrations > your app > Overview', () => withSecret(newApp(), { clientId: randomUUID() })],
		['in a tenant that does not exist', 90002, 'the tenant is not in this cloud', 'Entra admin center > Overview', () => withSecret(newApp(), { tenantId: 'nowhere.example' })],
		['for a Graph that Entra does not know', 500011, 'the tenant does not know the Graph address that the token was asked for', "'Graph URL'", () => withSecret(newApp(), { customGraphUrl: 'http://localhost:1' })],
	])('%s is told with AADSTS%d', async (_, code, reason, place, credential) => {
		await expectTold(await run(credential()), code, reason, place);
	});

	it('without a tenant is told so before anything is sent', async () => {
		const error = await run(withSecret(newApp(), { tenantId: 'organizations' }));
		expect(error.message).toBe("The credential's 'Directory (Tenant) ID' is 'organizations', which names no tenant: an app signs in to one");
		expect(error.description).toContain('Entra admin center > Overview');
	});

	it('that has no consent gets a token, and Graph says what is missing', async () => {
		const error = await run(withSecret(newApp({ applicationPermissions: [] })));
		expect(error.message).toContain('the permission CloudPC.Read.All is missing');
	});

	it('shows no secret and no token', async () => {
		const error = await run(withSecret(newApp(), { clientSecret: 'a-very-secret-word' }));
		expect(JSON.stringify(error)).not.toContain('a-very-secret-word');
	});
});

describe('an app with a certificate', () => {
	const certified = (certificate: AppCertificate) =>
		certificateCredential(graph, newApp({ secrets: [], certificates: [own.certificate] }), certificate);

	it('that was never uploaded is told with AADSTS700027', async () => {
		const error = await run(certified(other));
		await expectTold(error, 700027, 'the certificate is not registered with the app', `${secrets} > Certificates`);
	});

	it('on a host whose clock is wrong is told with AADSTS700024', async () => {
		// n8n dates the assertion with Date.now, the login service reads it with a Date of its own.
		const { now } = Date;
		const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
		const error = await run(certified(own)).finally(() => clock.mockRestore());
		await expectTold(error, 700024, 'the signed assertion was outside its time', 'Set the clock of the n8n host right');
	});
});

describe('a federated app', () => {
	function newIdentity(): ManagedIdentity {
		const identity = { kind: 'user', clientId: randomUUID(), principalId: randomUUID(), appRoles: [] } as const;
		const added: ManagedIdentity = { ...identity, appRoles: [] };
		graph.identities.push(added);
		return added;
	}

	const federated = async (trusted: (identity: ManagedIdentity) => { principalId: string }, change = {}) => {
		const identity = newIdentity();
		const app = await graph.trustIdentity(newApp({ secrets: [] }), trusted(identity));
		return { app, credential: { ...hostIdentityCredential(graph, identity, app), ...change } };
	};
	const itself = (identity: ManagedIdentity) => identity;
	const noMatch = 'no federated credential of the app fits the identity of the n8n host';

	it('that trusts another audience is told with AADSTS700212', async () => {
		const { app, credential } = await federated(itself);
		for (const each of app.federatedCredentials ?? []) each.audience = 'api://other';
		await expectTold(await run(credential, 'managedIdentity'), 700212, noMatch, `${secrets} > Federated credentials`);
	});

	it('that trusts another issuer is told with AADSTS700211', async () => {
		const { app, credential } = await federated(itself);
		for (const each of app.federatedCredentials ?? []) each.issuer = 'https://other.example';
		await expectTold(await run(credential, 'managedIdentity'), 700211, noMatch, `${secrets} > Federated credentials`);
	});

	it('that trusts another identity is told with AADSTS700213', async () => {
		const { credential } = await federated(() => ({ principalId: randomUUID() }));
		await expectTold(await run(credential, 'managedIdentity'), 700213, noMatch, `${secrets} > Federated credentials`);
	});

	it.each([
		['an unknown tenant', { tenantId: 'nowhere.example' }, 90002, 'the tenant is not in this cloud', 'Entra admin center > Overview'],
		['an unknown app', { clientId: randomUUID() }, 700016, 'the tenant does not know the app', 'App registrations > your app'],
	])('of %s is told with the code of Entra', async (_, change, code, reason, place) => {
		const { credential } = await federated(itself, change);
		await expectTold(await run(credential, 'managedIdentity'), code, reason, place);
	});

	it('that Entra refuses for a while is told as that, and not as a wrong credential', async () => {
		const { credential } = await federated(itself);
		graph.faults.add({ path: '/oauth2/v2.0/token', times: Infinity, then: { status: 503 } });
		const { message, description } = await run(credential, 'managedIdentity');
		expect(message).toBe(unavailable);
		expect(description).toContain('Entra said: AADSTS90033');
		expect(description).toMatch(forSupport);
	});

	it('whose identity token is old is told with AADSTS700024', async () => {
		const { credential } = await federated(itself);
		graph.faults.add({ path: `/${sampleImageIds.ready}`, then: { status: 400 } });
		await run(credential, 'managedIdentity');
		// By the clock of MSAL the token of the identity is still good.
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		const error = await run(credential, 'managedIdentity');
		await expectTold(error, 700024, 'the signed assertion was outside its time', 'Set the clock of the n8n host right');
	});
});

describe('a user', () => {
	/** Signs in as the Connect button does. */
	async function signedIn(app: App): Promise<ICredentialDataDecryptedObject> {
		const redirect_uri = 'http://localhost:5678/rest/oauth2-credential/callback';
		const scope = `openid offline_access ${graph.httpUrl}/CloudPC.ReadWrite.All`;
		const login = `${graph.httpUrl}/organizations/oauth2/v2.0`;
		const query = new URLSearchParams({ client_id: app.clientId, response_type: 'code', redirect_uri, scope });
		const page = await fetch(`${login}/authorize?${query}`, {
			method: 'POST',
			redirect: 'manual',
			body: new URLSearchParams({ decision: 'accept' }),
		});
		const code = new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? '';
		const form = { client_id: app.clientId, client_secret: app.secrets[0] ?? '', code, redirect_uri };
		const response = await fetch(`${login}/token`, {
			method: 'POST',
			body: new URLSearchParams({ ...form, grant_type: 'authorization_code' }),
		});
		const oauthTokenData = (await response.json()) as ICredentialDataDecryptedObject;
		return {
			...appOnlyCredential(graph, app),
			grantType: 'authorizationCode',
			access: 'readWrite',
			oauthTokenData,
		} as ICredentialDataDecryptedObject;
	}

	const expire = (): void => graph.clock.advance(2 * graph.settings.tokenLifetimeMs);

	it('whose app has an expired secret gets the words of Entra, also at a renewal', async () => {
		const app = newApp();
		const credential = await signedIn(app);
		expire();
		app.secretsExpireAt = yesterday();
		await expectTold(await run(credential), 7000222, 'the client secret has expired', secrets);
	});

	it.each<[string, (app: App) => void]>([
		['whose consent was withdrawn', (app) => (app.delegatedPermissions = [])],
		['who did not sign in for 91 days', () => graph.clock.advance(91 * 86_400_000)],
		['whom Conditional Access blocks', () => (graph.settings.nextTokenError = 53003)],
		['who was deleted', () => (graph.settings.nextTokenError = 500341)],
	])('%s is told where the words of Entra stand, which n8n keeps to itself', async (_, happen) => {
		const app = newApp();
		const credential = await signedIn(app);
		expire();
		happen(app);
		const { message, description } = await run(credential);
		expect(message).toBe(noToken);
		expect(description).not.toContain('AADSTS');
		expect(description).toContain('n8n said: The credential "Local Graph" needs to be reconnected.');
		expect(description).toContain('Entra admin center under Monitoring & health > Sign-in logs, at the date below');
		expect(description).toMatch(/For Microsoft support: date \d{4}-\d\d-\d\dT[\d:.]+Z\.$/);
	});

	it('who never signed in is told to sign in', async () => {
		const { oauthTokenData, ...credential } = await signedIn(newApp());
		expect(oauthTokenData).toBeDefined();
		const { message, description } = await run(credential);
		expect(message).toBe(noToken);
		expect(description).toContain('n8n said: OAuth credentials not connected');
		expect(description).toContain('Open the credential and sign in with Connect');
	});

	it('of whom Graph wants more is told the claims challenge, after one renewal', async () => {
		const credential = await signedIn(newApp());
		graph.settings.claimsChallenge = { acrs: { essential: true, value: 'c1' } };
		graph.clearRequests();
		const { message, description, context } = await run(credential);
		expect(message).toBe('Get device image: Microsoft Graph wants a new sign-in (claims challenge)');
		expect(description).toContain('sign in again with Reconnect');
		expect(description).toContain('The claims asked for: {"acrs":{"essential":true,"value":"c1"}}');
		expect(description).toMatch(/For Microsoft support: request-id [\da-f-]{36}, client-request-id [\da-f-]{36}, date /);
		expect(context.data).toMatchObject({ code: 'InvalidAuthenticationToken' });
		expect(areas()).toEqual(['graph GET 401', 'login POST 200', 'graph GET 401']);
	});
});

describe('an app that Conditional Access blocks', () => {
	const blocked = 'a Conditional Access policy blocks it';

	it('is told so at the first token, and at a renewal as much as n8n lets through', async () => {
		const app = newApp();
		graph.settings.nextTokenError = 53003;
		await expectTold(await run(appOnlyCredential(graph, app)), 53003, blocked, 'Conditional Access > Policies');

		expect(await output('get', getReady)).toHaveLength(1);
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		graph.settings.nextTokenError = 53003;
		const { description } = await run();
		expect(description).toContain('needs to be reconnected');
		expect(description).toContain('Look there for a Conditional Access policy that blocks the app');
		expect(description).not.toContain('Reconnect');
	});
});

describe('an Entra that does not work', () => {
	it.each([500, 503])('with status %d is told as Entra, not as Graph, and tried again', async (status) => {
		graph.faults.add({ path: '/oauth2/v2.0/token', times: 2, then: { status } });
		const error = await run(appOnlyCredential(graph, newApp()));
		expect(error.message).toBe(unavailable);
		expect(error.description).toContain('Entra said: AADSTS90033');
		expect(error.httpCode).toBe(String(status));
		expect(await runNode('get', getReady)).not.toFailWith();
	});

	const busy = { error: 'temporarily_unavailable', error_description: 'The server is busy.' };

	it.each<[string, Fault]>([
		['too many requests as a page', { html: 429 }],
		['too many requests as JSON of its own', { status: 429, body: { message: 'Slow down.' } }],
		["a proxy's page of refusal", { html: 403 }],
		["a captive portal's page", { html: 200 }],
		['that it is busy, without a code', { status: 400, body: busy }],
	])('that responds with %s is told as that, and as transient', async (_, then) => {
		graph.faults.add({ path: '/oauth2/v2.0/token', then });
		const error = await run(appOnlyCredential(graph, newApp()));
		expect(error.message).toBe(unavailable);
		expect(error.description).toContain('Nothing was asked of Microsoft Graph');
		expect(error.failure).toMatchObject({ cause: 'temporarily-unavailable' });

		graph.faults.add({ path: '/oauth2/v2.0/token', then });
		engine.useCredential(appOnlyCredential(graph, newApp()));
		const [image] = await output('waitForStatus', { ...getReady, options: { pollIntervalSeconds: 1 } });
		expect(image?.status).toBe('ready');
	});

	it('at an address where nobody listens is told as that', async () => {
		const error = await run({ ...appOnlyCredential(graph, newApp()), customAuthorityUrl: 'http://127.0.0.1:1' });
		expect(error.message).toBe(unavailable);
		expect(error.description).toContain('ECONNREFUSED');
		expect(error.description).toContain('Nothing was asked of Microsoft Graph');
	});
});
