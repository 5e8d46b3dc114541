import { byId, idOfItem, useNode } from './useNode';

const node = useNode({ seed: 'empty', settings: { uploadMs: 3_600_000 } });
const { addImages, graph, run, runEach } = node;
const goingOn = { onError: 'continueRegularOutput' } as const;

let ids: string[];

beforeEach(() => {
	ids = addImages(20, 'failed');
});

const newImage = (version: string) => ({
	displayName: 'Finance',
	version,
	sourceImageResourceId: byId(graph.tenant.sourceImages[0]?.resourceId ?? ''),
});

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
const withRefused = (index: number): string[] => ids.map((id, item) => (item === index ? '../x' : id));

describe('one of 20 items is refused', () => {
	it.each(cells)('at the %s of %s: nothing is sent when the node stops on error', async (_, operation, index) => {
		const result = await runEach(operation, withRefused(index));
		expect(result).toFailWith({
			message: "'Device Image' has the value '../x', which is not an image ID",
			description: expect.stringMatching(/e\.g\. [\da-f-]{36}\nNothing was sent for any of the 20 items\.$/),
			context: { itemIndex: index },
		});
		expect(result.items).toEqual([]);
		expect(node).toHaveSent([]);
		expect(changedIn(operation)).toEqual([]);
	});

	it.each(cells)('at the %s of %s: only that one fails when the node continues', async (_, operation, index) => {
		const result = await runEach(operation, withRefused(index), goingOn);
		const { items } = result;
		const right = ids.filter((__, item) => item !== index);
		expect(result).toBePaired([...ids.keys()]);
		expect(items[index]?.json.error).toBe("'Device Image' has the value '../x', which is not an image ID");
		expect(items.filter((__, item) => item !== index).map(({ json }) => json.id)).toEqual(right);
		expect(changedIn(operation)).toEqual(right);
	});

	it('by a wrong option of that item alone, it is refused all the same', async () => {
		const input = ids.map((id, item) => ({ id, budget: item === 7 ? 'soon' : 60 }));
		const options = { retryBudgetSeconds: '={{ $json.budget }}' };
		const result = await run('delete', { imageId: idOfItem, options }, { input });
		expect(result).toFailWith({
			message: expect.stringContaining("'Max Retry Time (Seconds)' has the value 'soon'"),
			context: { itemIndex: 7 },
		});
		expect(graph.tenant.images.size).toBe(20);
	});

	it('by an expression that fails, nothing is sent', async () => {
		const input = ids.map((id, item) => (item === 19 ? {} : { data: { id } }));
		const imageId = byId('={{ $json.data.id.toLowerCase() }}');
		expect(await run('delete', { imageId }, { input })).toFailWith();
		expect(graph.tenant.images.size).toBe(20);
	});

	it('by Create, no image is created', async () => {
		const input = ['1.0.0', '1.0.1', '1.0'].map((version) => ({ version }));
		expect(await run('create', newImage('={{ $json.version }}'), { input })).toFailWith("'Version' has the value '1.0'");
		expect(graph.tenant.images.size).toBe(20);
	});
});

describe('an operation that does not exist', () => {
	it.each([
		['deviceImage.purge', "'Operation' has the value 'purge'"],
		['cloudPcs.getAll', "'Resource' has the value 'cloudPcs'"],
	])('is one failed item when the node continues: %s', async (operation, message) => {
		const result = await run(operation, {}, { input: [{ operation: 'purge' }, { operation: 'getAll ' }], ...goingOn });
		expect(result).not.toFailWith();
		const { items } = result;
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
		const { error } = await runEach(operation, ids);
		const others = ids.map((id, item) => ({ item, id })).filter(({ item }) => item !== 3);
		expect(error?.context.itemIndex).toBe(3);
		expect(error?.description).toContain('Completed, so leave them out of the next run: item 0 (');
		for (const { item, id } of others) expect(error?.description).toContain(`item ${item} (${id})`);
		expect(error?.context.data).toMatchObject({ carriedOut: others });
	});

	it('in its second batch names those of the first, and how many were not sent', async () => {
		const more = addImages(25);
		graph.tenant.images.delete(String(ids[19]));
		const result = await runEach('delete', [...ids, ...more]);
		expect(result).toFailWith({ description: expect.stringContaining('item 18 ('), context: { itemIndex: 19 } });
		expect(result.error?.description).toMatch(/25 more items were not sent\.$/);
	});

	it('of Create, one after the other, names the images that it created', async () => {
		graph.settings.imageLimit = 100;
		const input = ['1.0.0', '1.0.1', '1.0.0', '1.0.2'].map((version) => ({ version }));
		const result = await run('create', newImage('={{ $json.version }}'), { input });
		expect(result).toFailWith({
			message: expect.stringContaining('already exists'),
			description: expect.stringMatching(/1 more item was not sent\.$/),
			context: { data: { carriedOut: [{ item: 0 }, { item: 1 }] } },
		});
	});

	it('of Retry Upload names those that were started and could not be read back', async () => {
		graph.tenant.images.delete(String(ids[0]));
		graph.faults.add({ method: 'GET', path: `/${ids[1]}`, then: { status: 403 } });
		expect(await runEach('retryUpload', ids.slice(0, 3))).toFailWith({
			context: { itemIndex: 0, data: { carriedOut: [{ item: 1, id: ids[1] }, { item: 2, id: ids[2] }] } },
		});
	});

	it('names those of which nobody knows what became of them', async () => {
		graph.tenant.images.delete(String(ids[0]));
		graph.faults.add({ path: `/${ids[1]}`, then: { status: 500 }, times: 99 });
		const result = await runEach('delete', ids.slice(0, 3), { options: { retryBudgetSeconds: 0 } });
		expect(result).toFailWith({
			description: expect.stringContaining('Outcome unknown, so check them before the next run: item 1.'),
			context: { data: { carriedOut: [{ item: 2, id: ids[2] }], outcomeUnknown: [1] } },
		});
	});

	it('of reads names nothing', async () => {
		graph.tenant.images.delete(String(ids[3]));
		const { error } = await runEach('get', ids);
		expect(error?.description).not.toContain('Completed');
	});
});
