import type { IDataObject } from 'n8n-workflow';

import { appOnlyCredential, sampleApps, startGraphServer, type GraphServer } from '../graph-server';
import { Engine, type RunOptions } from './engine';

let engine: Engine;
let graph: GraphServer;
let ids: string[];

beforeAll(async () => {
	engine = await Engine.load();
});

beforeEach(async () => {
	graph = await startGraphServer({ seed: 'empty' });
	graph.settings.uploadMs = 3_600_000;
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
	ids = Array.from({ length: 20 }, () => graph.tenant.addImage({ status: 'failed' }).id);
});

afterEach(async () => await graph.close());

const run = async (operation: string, input: IDataObject[], onError?: RunOptions['onError'], options = {}) =>
	await engine.run(
		{ resource: 'deviceImage', operation, imageId: { __rl: true, mode: 'id', value: '={{ $json.id }}' }, options } as never,
		{ input, onError },
	);

const asked = () => graph.requests.filter(({ area }) => area === 'graph');

/** The images on which an operation was carried out, by what the tenant says. */
const changedIn = (operation: string): string[] =>
	ids.filter((id) => {
		const image = graph.tenant.images.get(id);
		return operation === 'delete' ? image === undefined : image?.status === 'pending';
	});

const places: Array<[place: string, index: number]> = [['start', 0], ['middle', 10], ['end', 19]];
const operations = ['delete', 'retryUpload'];
const cells = places.flatMap(([place, index]) => operations.map((operation) => [place, operation, index] as const));

/** 20 items, one of which has no image ID. */
const withRefused = (index: number): IDataObject[] => ids.map((id, item) => ({ id: item === index ? '../x' : id }));

describe('one of 20 items is refused', () => {
	it.each(cells)('at the %s of %s: nothing is sent when the node stops on error', async (_, operation, index) => {
		const { error, items } = await run(operation, withRefused(index));
		expect(error?.message).toBe("'Device Image' has the value '../x', which is not an image ID");
		expect(error?.description).toMatch(/e\.g\. [\da-f-]{36}\nNothing was sent for any of the 20 items\.$/);
		expect(error?.context.itemIndex).toBe(index);
		expect(items).toEqual([]);
		expect(asked()).toEqual([]);
		expect(changedIn(operation)).toEqual([]);
	});

	it.each(cells)('at the %s of %s: only that one fails when the node continues', async (_, operation, index) => {
		const { items } = await run(operation, withRefused(index), 'continueRegularOutput');
		const right = ids.filter((__, item) => item !== index);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(ids.map((__, item) => ({ item })));
		expect(items[index]?.json.error).toBe("'Device Image' has the value '../x', which is not an image ID");
		expect(items.filter((__, item) => item !== index).map(({ json }) => json.id)).toEqual(right);
		expect(changedIn(operation)).toEqual(right);
	});

	it('by a wrong option of that item alone, it is refused all the same', async () => {
		const input = ids.map((id, item) => ({ id, budget: item === 7 ? 'soon' : 60 }));
		const options = { retryBudgetSeconds: '={{ $json.budget }}' };
		const imageId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
		const { error } = await engine.run({ resource: 'deviceImage', operation: 'delete', imageId, options } as never, { input });
		expect(error?.message).toContain("'Retry Budget (Seconds)' has the value 'soon'");
		expect(error?.context.itemIndex).toBe(7);
		expect(graph.tenant.images.size).toBe(20);
	});

	it('by an expression that fails, nothing is sent', async () => {
		const input = ids.map((id, item) => (item === 19 ? {} : { data: { id } }));
		const imageId = { __rl: true, mode: 'id', value: '={{ $json.data.id.toLowerCase() }}' };
		const { error } = await engine.run({ resource: 'deviceImage', operation: 'delete', imageId } as never, { input });
		expect(error).toBeDefined();
		expect(graph.tenant.images.size).toBe(20);
	});

	it('by Create, no image is created', async () => {
		const input = ['1.0.0', '1.0.1', '1.0'].map((version) => ({ version }));
		const { error } = await engine.run(
			{
				resource: 'deviceImage',
				operation: 'create',
				displayName: 'Finance',
				version: '={{ $json.version }}',
				sourceImageResourceId: { __rl: true, mode: 'id', value: graph.tenant.sourceImages[0]?.resourceId ?? '' },
			} as never,
			{ input },
		);
		expect(error?.message).toContain("'Version' has the value '1.0'");
		expect(graph.tenant.images.size).toBe(20);
	});
});

describe('an operation that does not exist', () => {
	it.each([
		[{ resource: 'deviceImage', operation: 'purge' }, "'Operation' has the value 'purge'"],
		[{ resource: 'cloudPcs', operation: 'getAll' }, "'Resource' has the value 'cloudPcs'"],
	])('is one failed item when the node continues: %j', async (parameters, message) => {
		const { items, error } = await engine.run(parameters as never, {
			input: [{ operation: 'purge' }, { operation: 'getAll ' }],
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(items[0]?.json.error).toContain(message);
		expect(items[0]?.json.details).toMatchObject({ description: expect.stringContaining('Use one of') });
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
	});
});

describe('a batch of changes that ends the node with an error', () => {
	it.each([
		['delete', (id: string) => void graph.tenant.images.delete(id)],
		['retryUpload', (id: string) => void graph.tenant.images.delete(id)],
	])('of %s names the other items that were carried out', async (operation, spoil) => {
		spoil(String(ids[3]));
		const { error } = await run(operation, ids.map((id) => ({ id })));
		const others = ids.map((id, item) => ({ item, id })).filter(({ item }) => item !== 3);
		expect(error?.context.itemIndex).toBe(3);
		expect(error?.description).toContain('Carried out, so leave them out of the next run: item 0 (');
		for (const { item, id } of others) expect(error?.description).toContain(`item ${item} (${id})`);
		expect(error?.context.data).toMatchObject({ carriedOut: others });
	});

	it('in its second batch names those of the first, and how many were not sent', async () => {
		const more = Array.from({ length: 25 }, () => graph.tenant.addImage({ status: 'ready' }).id);
		graph.tenant.images.delete(String(ids[19]));
		const { error } = await run('delete', [...ids, ...more].map((id) => ({ id })));
		expect(error?.context.itemIndex).toBe(19);
		expect(error?.description).toContain('item 18 (');
		expect(error?.description).toMatch(/25 more items were not sent\.$/);
	});

	it('of Create, one after the other, names the images that it created', async () => {
		const sourceImageResourceId = { __rl: true, mode: 'id', value: graph.tenant.sourceImages[0]?.resourceId ?? '' };
		graph.settings.imageLimit = 100;
		const parameters = { resource: 'deviceImage', operation: 'create', displayName: 'Finance', version: '={{ $json.version }}', sourceImageResourceId };
		const input = ['1.0.0', '1.0.1', '1.0.0', '1.0.2'].map((version) => ({ version }));
		const { error } = await engine.run(parameters as never, { input });
		expect(error?.message).toContain('exists already');
		expect(error?.context.data).toMatchObject({ carriedOut: [{ item: 0 }, { item: 1 }] });
		expect(error?.description).toMatch(/1 more item was not sent\.$/);
	});

	it('of Retry Upload names those that were started and could not be read back', async () => {
		graph.tenant.images.delete(String(ids[0]));
		graph.faults.add({ method: 'GET', path: `/${ids[1]}`, then: { status: 403 } });
		const { error } = await run('retryUpload', ids.slice(0, 3).map((id) => ({ id })));
		expect(error?.context.itemIndex).toBe(0);
		expect(error?.context.data).toMatchObject({ carriedOut: [{ item: 1, id: ids[1] }, { item: 2, id: ids[2] }] });
	});

	it('names those of which nobody knows what became of them', async () => {
		graph.tenant.images.delete(String(ids[0]));
		graph.faults.add({ path: `/${ids[1]}`, then: { status: 500 }, times: 99 });
		const input = ids.slice(0, 3).map((id) => ({ id }));
		const { error } = await run('delete', input, undefined, { retryBudgetSeconds: 0 });
		expect(error?.description).toContain('Not known to be carried out, so look before the next run: item 1.');
		expect(error?.context.data).toMatchObject({ carriedOut: [{ item: 2, id: ids[2] }], outcomeUnknown: [1] });
	});

	it('of reads names nothing', async () => {
		graph.tenant.images.delete(String(ids[3]));
		const { error } = await run('get', ids.map((id) => ({ id })));
		expect(error?.description).not.toContain('Carried out');
	});
});
