import { hostIdentityCredential, identityHeader, sampleIdentities, sampleImageIds } from '../graph-server';
import { getImage, newIdentity } from './hostIdentities';
import { useNode } from './useNode';

const { areas, engine, graph } = useNode({ graphFor: 'file', hostIdentitiesOf: 'appService' });

it('a managed identity of App Service that is not there is reported at once, where MSAL would pause as long as it is bidden', async () => {
	const body = { statusCode: 404, message: 'No such identity' };
	const then = { status: 404, headers: { 'retry-after': '3600' }, body };
	graph.faults.add({ path: '/msi/token', then });
	engine.useCredential(hostIdentityCredential(graph, newIdentity(graph)));
	expect(await engine.run(getImage)).toFailWith({
		description: expect.stringMatching(/^The managed identity endpoint rejected the request: No such identity/),
	});
	expect(areas()).toEqual(['identity GET 404']);
});

it('a managed identity of App Service is asked as App Service wants it', async () => {
	engine.useCredential(hostIdentityCredential(graph, sampleIdentities.user));
	const { items, error } = await engine.run(getImage);
	expect(error).toBeUndefined();
	expect(items[0]?.json.id).toBe(sampleImageIds.ready);
	expect(areas()).toEqual(['identity GET 200', 'graph GET 200']);
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
