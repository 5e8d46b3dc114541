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
import { getImage, newIdentity, requestsOf } from './hostIdentities';

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

it('a managed identity of App Service that is not there is told at once: MSAL would pause as long as it is bidden', async () => {
	const engine = await Engine.load();
	const body = { statusCode: 404, message: 'No such identity' };
	const then = { status: 404, headers: { 'retry-after': '3600' }, body };
	graph.faults.add({ path: '/msi/token', then });
	engine.useCredential(hostIdentityCredential(graph, newIdentity(graph)));
	const { error } = await engine.run(getImage);
	expect(error?.description).toMatch(/^The identity endpoint of the n8n host refused: No such identity/);
	expect(requestsOf(graph)).toEqual(['identity GET 404']);
});

it('a managed identity of App Service is asked as App Service wants it', async () => {
	const engine = await Engine.load();
	engine.useCredential(hostIdentityCredential(graph, sampleIdentities.user));
	graph.clearRequests();
	const { items, error } = await engine.run(getImage);
	expect(error).toBeUndefined();
	expect(items[0]?.json.id).toBe(sampleImageIds.ready);
	expect(requestsOf(graph)).toEqual(['identity GET 200', 'graph GET 200']);
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
