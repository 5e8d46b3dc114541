import { sampleSources } from '../graph-server';
import { transient } from './transientFaults';
import { byId, useNode } from './useNode';

const { graph, output, requests, strike } = useNode();

it('Create with Wait Until Ready passes over what is transient, one after the other', async () => {
	graph.settings.uploadMs = 0;
	// Each costs a pause; the table of docs/faults.md has all of them.
	const some = transient.filter((_, index) => index % 4 === 0);
	for (const [, then] of some) strike(then, { method: 'GET' });
	const [image] = await output('create', {
		displayName: 'New',
		version: '1.0.0',
		sourceImageResourceId: byId(sampleSources.managed.resourceId),
		options: { pollIntervalSeconds: 1, timeoutMinutes: 1, waitUntilReady: true },
	});
	expect(image?.status).toBe('ready');
	expect(requests().filter(({ method }) => method === 'GET')).toHaveLength(some.length + 1);
});
