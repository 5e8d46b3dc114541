/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import {
	hostIdentityCredential,
	identityHeader,
	sampleIdentities,
	sampleImageIds,
	startGraphServer,
	type GraphServer,
} from '../graph-server';
import { Engine } from './engine';

let graph: GraphServer;

// MSAL keeps the endpoint that it found first for the life of the process, hence a file of its own.
beforeAll(async () => {
	graph = await startGraphServer();
	process.env.IDENTITY_ENDPOINT = `${graph.httpUrl}/msi/token`;
	process.env.IDENTITY_HEADER = identityHeader;
});

afterAll(async () => {
	delete process.env.IDENTITY_ENDPOINT;
	delete process.env.IDENTITY_HEADER;
	await graph.close();
});

it('a managed identity of App Service is asked as App Service wants it', async () => {
	const engine = await Engine.load();
	engine.useCredential(hostIdentityCredential(graph, sampleIdentities.user));
	const { items, error } = await engine.run({
		authentication: 'managedIdentity',
		resource: 'deviceImage',
		operation: 'get',
		imageId: { __rl: true, mode: 'id', value: sampleImageIds.ready },
	});
	expect(error).toBeUndefined();
	expect(items[0]?.json.id).toBe(sampleImageIds.ready);
	expect(graph.requests.map(({ area, status }) => [area, status])).toEqual([
		['identity', 200],
		['graph', 200],
	]);
	expect(graph.requests[0]).toMatchObject({
		path: '/msi/token',
		query: {
			'api-version': '2019-08-01',
			resource: graph.httpUrl,
			client_id: sampleIdentities.user.clientId,
		},
		headers: { 'x-identity-header': identityHeader },
	});
});
