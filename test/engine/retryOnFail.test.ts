import type { INodeParameters } from 'n8n-workflow';

import {
	appOnlyCredential,
	sampleApps,
	sampleImageIds,
	sampleSources,
	startGraphServer,
	type GraphServer,
} from '../graph-server';
import { Engine, type NodeRun, type RunOptions } from './engine';

const { free, outOfSupport, expiringSoon } = sampleImageIds;
const shortly = { 'Retry-After': '0.05' };

let engine: Engine;
let graph: GraphServer;

beforeAll(async () => {
	engine = await Engine.load();
});

beforeEach(async () => {
	graph = await startGraphServer();
	graph.settings.uploadMs = 3_600_000;
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
});

afterEach(async () => await graph.close());

const retryOnFail = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

async function run(operation: string, parameters: INodeParameters, options: RunOptions): Promise<NodeRun> {
	return await engine.run({ resource: 'deviceImage', operation, ...parameters }, options);
}

const deleteImages = async (ids: string[], options: RunOptions): Promise<NodeRun> =>
	await run('delete', { imageId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } }, {
		input: ids.map((id) => ({ id })),
		...options,
	});

const createImages = async (names: string[], options: RunOptions): Promise<NodeRun> => {
	const value = sampleSources.managed.resourceId;
	const source = { sourceImageResourceId: { __rl: true, mode: 'id', value } };
	const parameters = { displayName: '={{ $json.name }}', version: '1.0.0', ...source };
	return await run('create', parameters, { input: names.map((name) => ({ name })), ...options });
};

/** Lets a change of one image fail once, for a reason that the node does not retry. */
const refuseOnce = (path: string): void => graph.faults.add({ method: 'DELETE', path, then: { status: 423 } });

const imagesLeft = (ids: string[]): string[] => ids.filter((id) => graph.tenant.images.has(id));

describe("n8n's setting Retry On Fail runs the node again with all its items:", () => {
	it('an image that the first run deleted is not found, although everything is done', async () => {
		refuseOnce(outOfSupport);
		const { error } = await deleteImages([free, outOfSupport], { settings: retryOnFail });
		expect(error?.message).toContain('the device image was not found');
		expect(error?.context.itemIndex).toBe(0);
		expect(imagesLeft([free, outOfSupport])).toEqual([]);
	});

	it('without it, the error is that of the item which failed', async () => {
		refuseOnce(outOfSupport);
		const { error } = await deleteImages([free, outOfSupport], {});
		expect(error?.message).toContain('another operation on the device image is in progress');
		expect(error?.context.itemIndex).toBe(1);
		expect(imagesLeft([free, outOfSupport])).toEqual([outOfSupport]);
	});

	it('with On Error: Continue as well, when the first item has an error', async () => {
		refuseOnce(free);
		const ids = [free, outOfSupport, expiringSoon];
		const { items } = await deleteImages(ids, { settings: retryOnFail, onError: 'continueRegularOutput' });
		expect(items[0]?.json).toEqual({ id: free, deleted: true });
		for (const { json } of items.slice(1)) expect(json.error).toContain('the device image was not found');
		expect(imagesLeft(ids)).toEqual([]);
	});

	it('an image that the first run created exists already', async () => {
		// The second upload never fits: its version is taken by an image of another source.
		graph.faults.add({ method: 'POST', path: /deviceImages$/, skip: 1, then: { status: 400 } });
		const { error } = await createImages(['First', 'Second'], { settings: retryOnFail });
		expect(error?.message).toContain('an image with this name and version exists already');
		expect(error?.context.itemIndex).toBe(0);
	});
});

it('the node itself gets over what passes, without Retry On Fail and without a second run', async () => {
	graph.faults.add({ method: 'DELETE', path: outOfSupport, then: { status: 429, headers: shortly } });
	const { items, error } = await deleteImages([free, outOfSupport], {});
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json)).toEqual([free, outOfSupport].map((id) => ({ id, deleted: true })));
});
