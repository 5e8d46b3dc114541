import { sampleImageIds, sampleSources } from '../graph-server';
import type { NodeRun, RunOptions } from './engine';
import { byId, useNode } from './useNode';

const { graph, run, runEach } = useNode({ settings: { uploadMs: 3_600_000 } });
const { free, outOfSupport, expiringSoon } = sampleImageIds;
const shortly = { 'Retry-After': '0.05' };

const retryOnFail = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

const createImages = async (names: string[], options: RunOptions): Promise<NodeRun> => {
	const sourceImageResourceId = byId(sampleSources.managed.resourceId);
	const parameters = { displayName: '={{ $json.name }}', version: '1.0.0', sourceImageResourceId };
	return await run('create', parameters, { input: names.map((name) => ({ name })), ...options });
};

/** Lets a change of one image fail once, for a reason that the node does not retry. */
const refuseOnce = (path: string): void => graph.faults.add({ method: 'DELETE', path, then: { status: 423 } });

const imagesLeft = (ids: string[]): string[] => ids.filter((id) => graph.tenant.images.has(id));

describe("when n8n's setting Retry On Fail runs the node again with all its items,", () => {
	it('an image that the first run deleted is not found, although everything is done', async () => {
		refuseOnce(outOfSupport);
		const result = await runEach('delete', [free, outOfSupport], { settings: retryOnFail });
		expect(result).toFailWith({
			message: expect.stringContaining('the device image was not found'),
			context: { itemIndex: 0 },
		});
		expect(imagesLeft([free, outOfSupport])).toEqual([]);
	});

	it('images that the first run deleted are not found with On Error: Continue either', async () => {
		refuseOnce(free);
		const ids = [free, outOfSupport, expiringSoon];
		const { items } = await runEach('delete', ids, { settings: retryOnFail, onError: 'continueRegularOutput' });
		expect(items[0]?.json).toEqual({ id: free, deleted: true });
		for (const { json } of items.slice(1)) expect(json.error).toContain('the device image was not found');
		expect(imagesLeft(ids)).toEqual([]);
	});

	it('an image that the first run created exists already', async () => {
		// The second upload never fits: its version is taken by an image of another source.
		graph.faults.add({ method: 'POST', path: /deviceImages$/, skip: 1, then: { status: 400 } });
		const result = await createImages(['First', 'Second'], { settings: retryOnFail });
		expect(result).toFailWith({
			message: expect.stringContaining('an image with this name and version already exists'),
			context: { itemIndex: 0 },
		});
	});
});

it('without Retry On Fail, the error is that of the item which failed', async () => {
	refuseOnce(outOfSupport);
	expect(await runEach('delete', [free, outOfSupport])).toFailWith({
		message: expect.stringContaining('another operation on the device image is in progress'),
		context: { itemIndex: 1 },
	});
	expect(imagesLeft([free, outOfSupport])).toEqual([outOfSupport]);
});

it('the node itself gets over what is transient, without Retry On Fail and without a second run', async () => {
	graph.faults.add({ method: 'DELETE', path: outOfSupport, then: { status: 429, headers: shortly } });
	const { items, error } = await runEach('delete', [free, outOfSupport]);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json)).toEqual([free, outOfSupport].map((id) => ({ id, deleted: true })));
});
