import { randomUUID } from 'node:crypto';

import type { IDataObject, INodeType } from 'n8n-workflow';

import { toStore } from '../../credentials/entra/storedToken';
import { hostIdentityCredential, sampleIdentities, sampleImageIds, type App, type ManagedIdentity } from '../graph-server';
import { credentialId, type NodeRun } from './engine';
import * as host from './hostIdentities';
import { areaLine } from './requestLines';
import { jsonOf, useNode } from './useNode';

const node = useNode({ graphFor: 'file', hostIdentitiesOf: 'virtualMachine' });
const { anotherGraph, areas, engine, graph } = node;
const { getImage } = host;

const newIdentity = (appRoles?: string[]): ManagedIdentity => host.newIdentity(graph, appRoles);
const federatedApp = async (identity: ManagedIdentity): Promise<App> => await host.federatedApp(graph, identity);

const idOf = (run: NodeRun): unknown => jsonOf(run)[0]?.id;

/** Ten executions that start together, of 20 items each. */
const run10 = async (): Promise<NodeRun[]> =>
	await Promise.all(Array.from({ length: 10 }, async () => await engine.run(getImage, { input: Array(20).fill({}) })));

describe('a managed identity', () => {
	it('is the system-assigned one unless a client ID says otherwise, asked as IMDS wants it', async () => {
		engine.useCredential(hostIdentityCredential(graph));
		expect(idOf(await engine.run(getImage))).toBe(sampleImageIds.ready);
		expect(areas()).toEqual(['identity GET 200', 'graph GET 200']);
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
		for (const run of await run10()) expect(run.items).toHaveLength(20);
		expect(areas().filter((line) => line.startsWith('identity'))).toEqual(['identity GET 200']);
		expect(areas().filter((line) => line === 'graph GET 200')).toHaveLength(200);
	});

	it('is renewed once when its token has expired', async () => {
		engine.useCredential(hostIdentityCredential(graph, newIdentity()));
		idOf(await engine.run(getImage));
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		graph.clearRequests();
		const runs = await Promise.all([engine.run(getImage), engine.run(getImage)]);
		runs.forEach(idOf);
		expect(areas().filter((line) => line === 'identity GET 200')).toHaveLength(1);
		expect(areas().filter((line) => line === 'graph GET 401')).toHaveLength(2);
		expect(areas().filter((line) => line === 'graph GET 200')).toHaveLength(2);
	});

	it('fails with what to do when the machine does not have it', async () => {
		const stranger = { ...newIdentity(), clientId: randomUUID() };
		engine.useCredential(hostIdentityCredential(graph, stranger));
		expect(await engine.run(getImage)).toFailWith({
			message: 'Get device image: there is no token for Microsoft Graph',
			description: expect.stringMatching(/Identity not found .*Azure portal .* > Identity/),
		});
		expect(areas()).toEqual(['identity GET 400']);
	});

	it('tells the permission that it lacks', async () => {
		engine.useCredential(hostIdentityCredential(graph, newIdentity([])));
		expect(await engine.run(getImage)).toFailWith('the permission CloudPC.Read.All is missing');
	});

	it('gives no token to another host than the credential names', async () => {
		const type = engine.loader.getCredential('cloudPcGraphManagedIdentityApi').type;
		const { authenticate } = type;
		if (typeof authenticate !== 'function') throw new Error('It is no function');
		const fields = hostIdentityCredential(graph);
		const credential = { ...fields, accessToken: toStore(fields, 'the-token') };
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
		expect(areas()).toEqual(['identity GET 200', 'login POST 200', 'graph GET 200']);
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
		for (const run of await run10()) expect(run.items).toHaveLength(20);
		expect(areas().filter((line) => line.startsWith('login'))).toEqual(['login POST 200']);

		graph.clearRequests();
		graph.faults.add({ path: `/${sampleImageIds.ready}`, then: { status: 401 } });
		idOf(await engine.run(getImage));
		expect(areas()).toEqual(['graph GET 401', 'login POST 200', 'graph GET 200']);
	});

	it('may be in another tenant than the identity, with images of its own', async () => {
		const other = await anotherGraph({
			tenant: { id: randomUUID(), domain: 'other-tenant.example' },
		});
		other.clock.advance(graph.clock.now().getTime() - other.clock.now().getTime());
		const { id } = other.tenant.addImage({ status: 'ready' });
		const identity = newIdentity([]);
		const app = await host.federatedApp(graph, identity, other);
		engine.useCredential(hostIdentityCredential(other, identity, app));
		const imageId = { ...getImage.imageId, value: id };
		const run = await engine.run({ ...getImage, imageId });
		expect(idOf(run)).toBe(id);
		expect(areas()).toEqual(['identity GET 200']);
		expect(other.requests.map(areaLine)).toEqual(['login POST 200', 'graph GET 200']);
		const [signIn, read] = other.requests;
		const { client_assertion: assertion } = Object(signIn?.body) as Record<string, string>;
		expect(claimsOf(String(assertion))).toMatchObject({ tid: graph.tenant.id, sub: identity.principalId });
		const token = String(read?.headers.authorization).slice('Bearer '.length);
		expect(claimsOf(token)).toMatchObject({ tid: other.tenant.id, appid: app.clientId });
	});

	it("tells Entra's reason when the app does not trust the identity", async () => {
		const app = await federatedApp(newIdentity([]));
		engine.useCredential(hostIdentityCredential(graph, newIdentity([]), app));
		expect(await engine.run(getImage)).toFailWith({ description: expect.stringContaining('AADSTS700213') });
	});

	it.each(['', 'organizations', '../evil', 'a/b'])('refuses the tenant %j before anything is sent', async (tenantId) => {
		const identity = newIdentity([]);
		const credential = hostIdentityCredential(graph, identity, await federatedApp(identity));
		engine.useCredential({ ...credential, tenantId });
		expect(await engine.run(getImage)).toFailWith({ description: expect.stringContaining("'Directory (Tenant) ID'") });
		expect(node).not.toHaveSent();
	});

	it('refuses a login URL over which an assertion must not travel', async () => {
		const identity = newIdentity([]);
		const credential = hostIdentityCredential(graph, identity, await federatedApp(identity));
		engine.useCredential({ ...credential, customAuthorityUrl: 'http://login.example' });
		expect(await engine.run(getImage)).toFailWith({
			description: expect.stringMatching(/^The credential's 'Login URL' is .* Correct it in the credential\.$/),
		});
		expect(node).not.toHaveSent();
	});
});

describe('a credential that is edited after its token was stored', () => {
	function edit(change: IDataObject): void {
		engine.editCredential(change as never);
		graph.clearRequests();
	}

	it('sends the token to no other Graph, neither in a run nor in the credential test', async () => {
		const other = await anotherGraph();
		engine.useCredential(hostIdentityCredential(graph, newIdentity()));
		idOf(await engine.run(getImage));
		edit({ customGraphUrl: other.httpUrl });
		const { error } = await engine.run(getImage);
		const result = await engine.testCredential('cloudPcGraphManagedIdentityApi');
		expect(other.requests).toEqual([]);
		// The identity endpoint does not know the other Graph.
		expect(error?.description).toContain('AADSTS500011');
		expect(result.message).toContain('AADSTS500011');
		expect(areas()).toEqual(['identity GET 400', 'identity GET 400']);
	});

	it('asks for a token of the new tenant, app or identity, once, and goes on', async () => {
		const [first, second, third] = [newIdentity(), newIdentity(), newIdentity([])];
		engine.useCredential(hostIdentityCredential(graph, first));
		idOf(await engine.run(getImage));
		edit({ managedIdentityClientId: second.clientId });
		idOf(await engine.run(getImage, { input: Array(5).fill({}) }));
		const asked = graph.requests.find(({ area }) => area === 'graph');
		const token = String(asked?.headers.authorization).slice('Bearer '.length);
		expect(claimsOf(token)).toMatchObject({ oid: second.principalId });

		edit(hostIdentityCredential(graph, third, await federatedApp(third)));
		const runs = await Promise.all([engine.run(getImage), engine.run(getImage)]);
		runs.forEach(idOf);
		const tokens = areas().filter((line) => !line.startsWith('graph'));
		expect(tokens).toEqual(['identity GET 200', 'login POST 200']);

		edit({ tenantId: 'other-tenant.example' });
		expect(await engine.run(getImage)).toFailWith({ description: expect.stringContaining('AADSTS90002') });
		expect(areas()).toEqual(['login POST 400']);
	});
});

describe('the helper behind the HTTP Request node', () => {
	const getImages = '/v1.0/deviceManagement/virtualEndpoint/deviceImages';
	/** Does with the credential what n8n's node does. */
	const httpRequest: INodeType = {
		description: {
			displayName: 'HTTP',
			name: 'http',
			group: ['input'],
			version: 1,
			description: 'Sends a request',
			defaults: { name: 'HTTP' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'cloudPcGraphManagedIdentityApi', required: true }],
			properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }],
		},
		async execute() {
			const uri = this.getNodeParameter('url', 0) as string;
			const json = await this.helpers.requestWithAuthentication.call(
				this,
				'cloudPcGraphManagedIdentityApi',
				{ uri, method: 'GET', json: true, followAllRedirects: true },
			);
			return [[{ json }]];
		},
	};
	const ask = async (url: string): Promise<NodeRun> =>
		await engine.run({ url }, { node: { type: 'test.http', typeVersion: 1 } });

	beforeAll(() => engine.addNode('test.http', httpRequest));

	it('gets a token, and another one after it has expired or the credential was edited', async () => {
		engine.useCredential(hostIdentityCredential(graph, newIdentity()));
		const images = async (): Promise<unknown> => (await ask(graph.httpUrl + getImages)).items[0]?.json.value;
		expect(await images()).toHaveLength(8);
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		expect(await images()).toHaveLength(8);
		engine.editCredential({ managedIdentityClientId: newIdentity().clientId });
		expect(await images()).toHaveLength(8);
		expect(areas()).toEqual([
			'identity GET 200',
			'graph GET 200',
			'graph GET 401',
			'identity GET 200',
			'graph GET 200',
			'identity GET 200',
			'graph GET 200',
		]);
	});

	it('takes none along with a redirect to another host', async () => {
		const other = await anotherGraph();
		const location = other.httpUrl + getImages;
		graph.faults.add({ path: getImages, then: { status: 307, headers: { location } } });
		engine.useCredential(hostIdentityCredential(graph));
		await ask(graph.httpUrl + getImages);
		const [seen] = other.requests;
		expect([seen?.path, seen?.headers.authorization]).toEqual([getImages, undefined]);
	});

	it('gets none for another host', async () => {
		engine.useCredential(hostIdentityCredential(graph));
		expect(await ask(graph.httpsUrl + getImages)).toFailWith('its token was not sent to');
		expect(areas().filter((line) => line.startsWith('graph'))).toEqual([]);
	});
});

it('a host identity is stored as a token that n8n encrypts, and nothing else', async () => {
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
