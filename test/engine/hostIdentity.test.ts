import { randomUUID } from 'node:crypto';

import { toStore } from '../../credentials/entra/storedToken';
import { hostIdentityCredential, sampleIdentities, sampleImageIds, type ManagedIdentity } from '../graph-server';
import { credentialId, type NodeRun } from './engine';
import * as host from './hostIdentities';
import { jsonOf, useNode } from './useNode';

const node = useNode({ graphFor: 'file', hostIdentitiesOf: 'virtualMachine' });
const { areas, engine, graph } = node;
const { claimsOf, getImage, run10 } = host;

const newIdentity = (appRoles?: string[]): ManagedIdentity => host.newIdentity(graph, appRoles);
const idOf = (run: NodeRun): unknown => jsonOf(run)[0]?.id;

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
		for (const run of await run10(engine)) expect(run.items).toHaveLength(20);
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
			message: "Get device image: couldn't get an access token for Microsoft Graph",
			description: expect.stringMatching(/Identity not found .*Azure portal.* > Identity/),
		});
		expect(areas()).toEqual(['identity GET 400']);
	});

	it('reports the permission that it lacks', async () => {
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
			await expect(to(url)).rejects.toThrow('Its token was not sent to');
		}
		expect(await to('/v1.0/x', graph.httpUrl)).toMatchObject({
			headers: { Authorization: 'Bearer the-token' },
		});
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
