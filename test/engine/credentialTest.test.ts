import { appOnlyCredential, hostIdentityCredential, sampleApps } from '../graph-server';
import { federatedApp, newIdentity } from './hostIdentities';
import { useNode } from './useNode';

const node = useNode({ graphFor: 'file', hostIdentitiesOf: 'virtualMachine' });
const { anotherGraph, engine, graph } = node;
const userOrApp = 'cloudPcGraphOAuth2Api';
const hostIdentity = 'cloudPcGraphManagedIdentityApi';

type Access = 'readWrite' | 'readOnly';
type AppName = keyof typeof sampleApps;

async function testApp(app: AppName, access: Access, change: object = {}) {
	engine.useCredential({ ...appOnlyCredential(graph, sampleApps[app]), access, ...change });
	return await engine.testCredential(userOrApp);
}

async function testIdentity(appRoles: string[], access: Access) {
	engine.useCredential({ ...hostIdentityCredential(graph, newIdentity(graph, appRoles)), access });
	return await engine.testCredential(hostIdentity);
}

const ok = { status: 'OK', message: 'Connection successful!' };
const messageMatches = (words: RegExp) => ({ status: 'Error', message: expect.stringMatching(words) });
const noPermission = /^Sign-in succeeded, but the permission to read device images is missing\. .*CloudPC\.Read\.All or CloudPC\.ReadWrite\.All/;
const readOnly = /^Sign-in succeeded, but the granted permission is read-only\. If that is enough, set 'Access' to 'Read Only'\. .*CloudPC\.ReadWrite\.All/;
const wrongCloud = /^Sign-in succeeded, but Microsoft Graph rejected the token\. Check that 'Cloud' is the cloud/;

describe('the credential test', () => {
	it.each<[AppName, Access, unknown]>([
		['readWrite', 'readWrite', ok],
		['readWrite', 'readOnly', ok],
		['readOnly', 'readOnly', ok],
		['readOnly', 'readWrite', messageMatches(readOnly)],
		['noConsent', 'readWrite', messageMatches(noPermission)],
		['noConsent', 'readOnly', messageMatches(noPermission)],
	])('of an app that is %s, for %s', async (app, access, result) => {
		expect(await testApp(app, access)).toEqual(result);
	});

	it.each<[string[], Access, unknown]>([
		[['CloudPC.ReadWrite.All'], 'readWrite', ok],
		[['CloudPC.Read.All'], 'readOnly', ok],
		[['CloudPC.Read.All'], 'readWrite', messageMatches(readOnly)],
		[[], 'readWrite', messageMatches(noPermission)],
	])('of a host identity with %j, for %s', async (roles, access, result) => {
		expect(await testIdentity(roles, access)).toEqual(result);
	});

	it('costs one token and one request to Graph, and writes nothing', async () => {
		const before = structuredClone([...graph.tenant.images]);
		await testApp('readWrite', 'readWrite');
		expect(graph.requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
			`POST /${graph.tenant.id}/oauth2/v2.0/token 200`,
			'POST /v1.0/$batch 200',
			expect.stringMatching(/^GET .*deviceImages 200$/),
			expect.stringMatching(/^DELETE .*\/00000000-0000-0000-0000-000000000000 404$/),
		]);
		expect([...graph.tenant.images]).toEqual(before);
	});

	it('sends no write for Read Only', async () => {
		await testApp('readWrite', 'readOnly');
		expect(graph.requests.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET', 'GET']);
	});

	it('reports the wrong cloud, whose Graph does not know the token', async () => {
		const other = await anotherGraph();
		graph.settings.extraAudiences = [other.httpUrl];
		const result = await testApp('readWrite', 'readWrite', { customGraphUrl: other.httpUrl });
		expect(result).toEqual(messageMatches(wrongCloud));
	});

	it('reports a claims challenge apart from a missing permission', async () => {
		graph.settings.claimsChallenge = { acrs: { essential: true, value: 'c1' } };
		const result = await testApp('readWrite', 'readWrite');
		expect(result).toEqual(messageMatches(/rejected the token.* Conditional Access policy might require a new sign-in/));
	});

	it.each([404, 405])('reports a gateway that responds to the batch with %d', async (status) => {
		graph.faults.add({ path: '$batch', then: { status } });
		expect(await testApp('readWrite', 'readWrite')).toEqual(messageMatches(/^Sign-in succeeded, but the URL didn't return a Microsoft Graph response/));
	});

	it.each<object>([{ welcome: true }, { responses: [] }, { responses: [{ id: 'read', status: 200 }] }])(
		'tells a gateway that responds with %j',
		async (body) => {
			graph.faults.add({ path: '$batch', then: { status: 200, body } });
			expect(await testApp('readWrite', 'readWrite')).toEqual(messageMatches(/^Sign-in succeeded, but the URL didn't return a Microsoft Graph response/));
		},
	);

	it.each([302, 307])('sends the token to no other host, with a redirect of status %d', async (status) => {
		const other = await anotherGraph();
		other.faults.add({ times: 2, then: { status: 200, body: { responses: [] } } });
		const location = `${other.httpUrl}/v1.0/$batch`;
		graph.faults.add({ path: '$batch', times: 2, then: { status, headers: { location } } });
		const results = [
			await testApp('readWrite', 'readWrite'),
			await testIdentity(['CloudPC.ReadWrite.All'], 'readWrite'),
		];
		expect(results).toEqual(Array(2).fill(messageMatches(/^Sign-in succeeded, but the URL didn't return a Microsoft Graph response/)));
		expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
	});

	it.each([429, 503])('does not take %d for a missing permission', async (status) => {
		graph.faults.add({ method: 'GET', path: 'deviceImages', then: { status } });
		expect(await testApp('readWrite', 'readWrite')).toEqual(messageMatches(new RegExp(`returned status ${status}\\. Try again`)));
	});

	it('renews a token that has expired', async () => {
		await testApp('readWrite', 'readWrite');
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		expect(await engine.testCredential(userOrApp)).toEqual(ok);
	});
});

describe('the credential test without a token', () => {
	it.each<[string, object, RegExp]>([
		['a wrong secret', { clientSecret: 'x' }, /^Failed to acquire OAuth2 access token: Client authentication failed/],
		['an unknown app', { clientId: 'x' }, /^Failed to acquire OAuth2 access token: The client is not authorized/],
		['an unknown tenant', { tenantId: 'nowhere.example' }, /^Failed to acquire OAuth2 access token: The request is missing a required parameter/],
		['a resource that Entra does not know', { customGraphUrl: 'http://localhost:1' }, /^Failed to acquire OAuth2 access token: AADSTS500011/],
	])('says of %s what n8n says: its own words for an OAuth error, else those of Entra', async (_, change, words) => {
		expect(await testApp('readWrite', 'readWrite', change)).toEqual(messageMatches(words));
	});

	it('explains it for a host identity', async () => {
		const app = await federatedApp(graph, newIdentity(graph, []));
		engine.useCredential(hostIdentityCredential(graph, newIdentity(graph, []), app));
		expect(await engine.testCredential(hostIdentity)).toEqual(
			messageMatches(/^Microsoft Entra ID didn't issue a token: .*AADSTS\d+: .*in the Microsoft Entra admin center, open Entra ID > App registrations > your app/is),
		);
	});
});
