/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { globalAgent } from 'node:https';

import { registerNewApp, sampleSources, type GraphServer } from '../graph-server';
import { connectTenant, type Tenant } from './probe/tenant';
import { NotAsked } from './questions';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let breaker: AbortController;
const ownAuthorities = globalAgent.options.ca;

withLocalGraph('per test', (local) => {
	graph = local.graph;
	globalAgent.options.ca = graph.caCertificate;
	breaker = new AbortController();
});
afterAll(() => {
	globalAgent.options.ca = ownAuthorities;
});

async function connect(): Promise<Tenant> {
	const { clientId, secrets } = registerNewApp(graph.tenant);
	return await connectTenant(
		{
			tenant: graph.tenant.domain,
			clientId,
			signIn: { kind: 'secret', clientSecret: secrets[0] ?? '' },
			cloud: 'global',
			graphUrl: graph.httpsUrl,
			authorityUrl: graph.httpsUrl,
			sources: [sampleSources.managed.resourceId],
			waitMinutes: 0,
		},
		() => undefined,
		breaker.signal,
	);
}

describe('a tenant that is broken off', () => {
	it('is asked nothing more, and knows that nothing was made', async () => {
		const { asked, cleaner } = await connect();
		breaker.abort();
		await expect(asked.create({})).rejects.toThrow(NotAsked);
		expect(await asked.removeOwnImages(cleaner)).toEqual([]);
		expect(graph.requests.filter(({ path, method }) => /deviceImages/.test(path) && method !== 'GET')).toEqual([]);
	});

	it('is cleaned, although the token has run out', async () => {
		// MSAL keeps no token that is good for less than five minutes.
		graph.settings.tokenLifetimeMs = 60_000;
		const { asked, cleaner } = await connect();
		const before = graph.tenant.images.size;
		await asked.create({});
		breaker.abort();
		expect([await asked.removeOwnImages(cleaner), graph.tenant.images.size]).toEqual([[], before]);
	});
});
