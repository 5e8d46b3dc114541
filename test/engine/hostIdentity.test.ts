/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { randomUUID } from 'node:crypto';

import {
	hostIdentityCredential,
	registerNewApp,
	sampleIdentities,
	sampleImageIds,
	startGraphServer,
	type App,
	type GraphServer,
	type ManagedIdentity,
} from '../graph-server';
import { credentialId, Engine, type NodeRun } from './engine';

const getImage = {
	authentication: 'managedIdentity',
	resource: 'deviceImage',
	operation: 'get',
	imageId: { __rl: true, mode: 'id', value: sampleImageIds.ready },
};

let engine: Engine;
let graph: GraphServer;

beforeAll(async () => {
	engine = await Engine.load();
	// MSAL finds the endpoint once and keeps it for the life of the process: one server for the whole file.
	graph = await startGraphServer();
	process.env.AZURE_POD_IDENTITY_AUTHORITY_HOST = graph.httpUrl;
});

beforeEach(() => graph.clearRequests());

afterAll(async () => {
	delete process.env.AZURE_POD_IDENTITY_AUTHORITY_HOST;
	await graph.close();
});

/** A user-assigned identity that no test before has a token of. */
function newIdentity(appRoles = ['CloudPC.Read.All']): ManagedIdentity {
	const identity = { kind: 'user', clientId: randomUUID(), principalId: randomUUID(), appRoles };
	graph.identities.push(identity as ManagedIdentity);
	return identity as ManagedIdentity;
}

/** An app without any secret, which trusts the identity. */
async function federatedApp(identity: ManagedIdentity): Promise<App> {
	const app = registerNewApp(graph.tenant, { secrets: [] });
	return await graph.trustIdentity(app, identity);
}

const log = (): string[] =>
	graph.requests.map(({ area, method, status }) => `${area} ${method} ${status}`);

function idOf({ items, error }: NodeRun): unknown {
	expect(error).toBeUndefined();
	return items[0]?.json.id;
}

describe('a managed identity', () => {
	it('is the system-assigned one unless a client ID says otherwise, asked as IMDS wants it', async () => {
		engine.useCredential(hostIdentityCredential(graph));
		expect(idOf(await engine.run(getImage))).toBe(sampleImageIds.ready);
		expect(log()).toEqual(['identity GET 200', 'graph GET 200']);
		const [token, image] = graph.requests;
		expect(token).toMatchObject({
			path: '/metadata/identity/oauth2/token/',
			query: { 'api-version': '2018-02-01', resource: graph.httpUrl },
			headers: { metadata: 'true' },
		});
		expect(token?.query).not.toHaveProperty('client_id');
		const claims = claimsOf(String(image?.headers.authorization).slice('Bearer '.length));
		expect(claims).toMatchObject({
			oid: sampleIdentities.system.principalId,
			roles: ['CloudPC.ReadWrite.All'],
		});
	});

	it('may be a user-assigned one', async () => {
		const identity = newIdentity();
		engine.useCredential(hostIdentityCredential(graph, identity));
		idOf(await engine.run(getImage));
		expect(graph.requests[0]?.query).toMatchObject({ client_id: identity.clientId });
	});

	it('costs one token request for 200 items and 10 executions, also when they start together', async () => {
		engine.useCredential(hostIdentityCredential(graph, newIdentity()));
		const runs = await Promise.all(
			Array.from({ length: 10 }, async () => await engine.run(getImage, { input: Array(20).fill({}) })),
		);
		for (const run of runs) expect(run.items).toHaveLength(20);
		expect(log().filter((line) => line.startsWith('identity'))).toEqual(['identity GET 200']);
		expect(log().filter((line) => line === 'graph GET 200')).toHaveLength(200);
	});

	it('is renewed once when its token has expired', async () => {
		engine.useCredential(hostIdentityCredential(graph, newIdentity()));
		idOf(await engine.run(getImage));
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		graph.clearRequests();
		const runs = await Promise.all([engine.run(getImage), engine.run(getImage)]);
		runs.forEach(idOf);
		expect(log().filter((line) => line === 'identity GET 200')).toHaveLength(1);
		expect(log().filter((line) => line === 'graph GET 401')).toHaveLength(2);
		expect(log().filter((line) => line === 'graph GET 200')).toHaveLength(2);
	});

	it('tells what to do when the machine does not have it', async () => {
		const stranger = { ...newIdentity(), clientId: randomUUID() };
		engine.useCredential(hostIdentityCredential(graph, stranger));
		const { error } = await engine.run(getImage);
		expect(error?.message).toBe('Get device image: there is no token for Microsoft Graph');
		expect(error?.description).toMatch(/Identity not found .*Azure portal .* > Identity/);
		expect(log()).toEqual(['identity GET 400']);
	});

	it('tells the permission that it lacks', async () => {
		engine.useCredential(hostIdentityCredential(graph, newIdentity([])));
		const { error } = await engine.run(getImage);
		expect(error?.message).toContain('the permission CloudPC.Read.All is missing');
	});

	it('gives no token to another host than the credential names', async () => {
		const type = engine.loader.getCredential('cloudPcGraphManagedIdentityApi').type;
		const { authenticate } = type;
		if (typeof authenticate !== 'function') throw new Error('It is no function');
		const credential = { ...hostIdentityCredential(graph), accessToken: 'the-token' };
		const to = async (url: string, baseURL?: string) =>
			await authenticate(credential, { url, baseURL });
		for (const url of ['https://evil.example/v1.0', 'http://127.0.0.1.evil.example/', graph.httpsUrl]) {
			await expect(to(url)).rejects.toThrow('its token was not sent to');
		}
		expect(await to('/v1.0/x', graph.httpUrl)).toMatchObject({
			headers: { Authorization: 'Bearer the-token' },
		});
	});
});

describe('a federated app', () => {
	it("signs in with the token of the host's identity, and no secret", async () => {
		const identity = newIdentity([]);
		const app = await federatedApp(identity);
		engine.useCredential(hostIdentityCredential(graph, identity, app));
		expect(idOf(await engine.run(getImage))).toBe(sampleImageIds.ready);
		expect(log()).toEqual(['identity GET 200', 'login POST 200', 'graph GET 200']);
		const [assertion, token] = graph.requests;
		expect(assertion?.query).toMatchObject({
			resource: 'api://AzureADTokenExchange',
			client_id: identity.clientId,
		});
		expect(token).toMatchObject({
			path: `/${graph.tenant.id}/oauth2/v2.0/token`,
			body: {
				grant_type: 'client_credentials',
				client_id: app.clientId,
				scope: `${graph.httpUrl}/.default`,
				client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
			},
		});
		expect(token?.body).not.toHaveProperty('client_secret');
	});

	it('costs one token request for 200 items and 10 executions, and one more after a 401', async () => {
		const identity = newIdentity([]);
		engine.useCredential(hostIdentityCredential(graph, identity, await federatedApp(identity)));
		const run10 = async () =>
			await Promise.all(
				Array.from({ length: 10 }, async () => await engine.run(getImage, { input: Array(20).fill({}) })),
			);
		for (const run of await run10()) expect(run.items).toHaveLength(20);
		expect(log().filter((line) => line.startsWith('login'))).toEqual(['login POST 200']);

		graph.clearRequests();
		graph.faults.add({ path: `/${sampleImageIds.ready}`, then: { status: 401 } });
		idOf(await engine.run(getImage));
		expect(log()).toEqual(['graph GET 401', 'login POST 200', 'graph GET 200']);
	});

	it("tells Entra's reason when the app does not trust the identity", async () => {
		const app = await federatedApp(newIdentity([]));
		engine.useCredential(hostIdentityCredential(graph, newIdentity([]), app));
		const { error } = await engine.run(getImage);
		expect(error?.description).toContain('AADSTS700213');
	});

	it.each(['', 'organizations', '../evil', 'a/b'])('refuses the tenant %j before anything is sent', async (tenantId) => {
		const identity = newIdentity([]);
		const credential = hostIdentityCredential(graph, identity, await federatedApp(identity));
		engine.useCredential({ ...credential, tenantId });
		const { error } = await engine.run(getImage);
		expect(error?.description).toContain("'Directory (Tenant) ID'");
		expect(log()).toEqual([]);
	});

	it('refuses a login URL over which an assertion must not travel', async () => {
		const identity = newIdentity([]);
		const credential = hostIdentityCredential(graph, identity, await federatedApp(identity));
		engine.useCredential({ ...credential, customAuthorityUrl: 'http://login.example' });
		const { error } = await engine.run(getImage);
		expect(error?.description).toMatch(/^The credential's 'Login URL' is .* Correct it in the credential\.$/);
		expect(log()).toEqual([]);
	});
});

it('is stored as a token that n8n encrypts, and nothing else', async () => {
	const identity = newIdentity();
	engine.useCredential(hostIdentityCredential(graph, identity));
	idOf(await engine.run(getImage));
	const stored = engine.credentials.stored.get(credentialId);
	expect(Object.keys(stored ?? {}).filter((key) => String(stored?.[key]).includes('eyJ'))).toEqual([
		'accessToken',
	]);
});

function claimsOf(token: string): Record<string, unknown> {
	return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
