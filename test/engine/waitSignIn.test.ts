import { eventually } from '../eventually';
import { sampleImageIds, type Fault } from '../graph-server';
import type { NodeRun } from './engine';
import { byId, jsonOf, useNode } from './useNode';

const { graph, requests, run, strike } = useNode();

describe('a wait whose token expires', () => {
	/** The first look finds the image pending, the second one the token expired; then the upload ends. */
	async function waitOverExpiry(then: Fault, times: number): Promise<NodeRun> {
		const image = graph.tenant.image(sampleImageIds.pending);
		if (image) graph.tenant.startUpload(image);
		strike({ status: 401 }, { method: 'GET', skip: 1 });
		graph.faults.add({ path: '/oauth2/v2.0/token', skip: 1, times, then });
		const options = { pollIntervalSeconds: 1, timeoutMinutes: 1 };
		const waiting = run('waitForStatus', { imageId: byId(sampleImageIds.pending), options });
		await eventually(() => requests('login').length, 2);
		graph.clock.advance(graph.settings.uploadMs);
		return await waiting;
	}

	it.each<[string, Fault]>([
		['408', { status: 408 }],
		['429', { status: 429 }],
		['500', { status: 500 }],
		['a page of a gateway', { html: 502 }],
		['a page of a portal', { html: 200 }],
		['a dropped connection', { reset: 'before' }],
	])('passes over a sign-in service that responds to the renewal with %s', async (_, then) => {
		const [image] = jsonOf(await waitOverExpiry(then, 1));
		expect(image?.status).toBe('ready');
	});

	it('ends at once when the sign-in service refuses', async () => {
		const body = { error: 'invalid_client', error_description: 'AADSTS7000222: The client secret has expired.' };
		expect(await waitOverExpiry({ status: 401, body }, Infinity)).toFailWith({
			message: expect.stringContaining('the client secret has expired'),
			failure: { cause: 'credential-invalid' },
			context: { data: { kind: 'signInFailed' } },
		});
	});
});
