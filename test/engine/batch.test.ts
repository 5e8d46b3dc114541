import {
	appOnlyCredential,
	sampleApps,
	startGraphServer,
	type GraphServer,
} from '../graph-server';
import { limits } from '../bench/limits';
import { Engine } from './engine';

const images = '/deviceManagement/virtualEndpoint/deviceImages';

let engine: Engine;
let graph: GraphServer;

beforeAll(async () => {
	engine = await Engine.load();
});

beforeEach(async () => {
	graph = await startGraphServer({ seed: 'empty' });
	graph.settings.uploadMs = 3_600_000;
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
});

afterEach(async () => await graph.close());

const addImages = (count: number, status = 'ready'): string[] =>
	Array.from({ length: count }, () => graph.tenant.addImage({ status }).id);

const run = async (operation: string, ids: string[], onError?: 'continueRegularOutput', options = {}) =>
	await engine.run(
		{
			resource: 'deviceImage',
			operation,
			imageId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			options,
		} as never,
		{ input: ids.map((id) => ({ id })), onError },
	);

/** The round trips to Graph, and how many parts each batch carried. */
const trips = (): string[] => {
	const graphRequests = graph.requests.filter(({ area }) => area === 'graph');
	return graphRequests
		.filter(({ batchedIn }) => batchedIn === undefined)
		.map(({ method, path, number }) => {
			const parts = graphRequests.filter(({ batchedIn }) => batchedIn === number).length;
			return `${method} ${path.replace(images, '#')}${parts ? ` with ${parts}` : ''}`;
		});
};

describe('many items', () => {
	it('of get travel as batches of 20, in the order of the input', async () => {
		const ids = addImages(45);
		const { items, error } = await run('get', ids);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(ids);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(ids.map((_, item) => ({ item })));
		expect(trips()).toEqual([
			'POST /v1.0/$batch with 20',
			'POST /v1.0/$batch with 20',
			'POST /v1.0/$batch with 5',
		]);
	});

	it('of delete delete each', async () => {
		const ids = addImages(21);
		const { items } = await run('delete', ids);
		expect(items.map(({ json }) => json)).toEqual(ids.map((id) => ({ id, deleted: true })));
		expect(graph.tenant.images.size).toBe(0);
		expect(trips()).toEqual(['POST /v1.0/$batch with 20', expect.stringMatching(/^DELETE /)]);
	});

	it('of retryUpload start the uploads in one batch and read them in another', async () => {
		const ids = addImages(3, 'failed');
		const { items } = await run('retryUpload', ids);
		expect(items.map(({ json }) => [json.id, json.status])).toEqual(ids.map((id) => [id, 'pending']));
		expect(trips()).toEqual(['POST /beta/$batch with 3', 'POST /beta/$batch with 3']);
	});

	it('of get do not wait for each other, and share one token', async () => {
		graph.settings.answerDelayMs = 200;
		const ids = addImages(200);
		const start = performance.now();
		const { items } = await run('get', ids);
		const inARow = limits.requestsFor200Gets * graph.settings.answerDelayMs;
		expect(performance.now() - start).toBeLessThan(inARow);
		expect(items.map(({ json }) => json.id)).toEqual(ids);
		expect(trips().length).toBeLessThanOrEqual(limits.requestsFor200Gets);
		expect(graph.requests.filter(({ area }) => area === 'login')).toHaveLength(1);
	});

	it('of get renew an expired token once', async () => {
		const ids = addImages(200);
		await run('get', ids);
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		graph.clearRequests();
		expect((await run('get', ids)).items).toHaveLength(200);
		expect(graph.requests.filter(({ area }) => area === 'login')).toHaveLength(1);
	});

	it('of get may name the same image', async () => {
		const [id] = addImages(1);
		expect((await run('get', Array<string>(3).fill(String(id)))).items).toHaveLength(3);
		expect(trips()).toEqual(['POST /v1.0/$batch with 3']);
	});

	it('of delete stop after the first batch when an item of it fails', async () => {
		const ids = addImages(45);
		graph.tenant.images.delete(String(ids[1]));
		expect((await run('delete', ids)).error?.context.itemIndex).toBe(1);
		expect(trips()).toEqual(['POST /v1.0/$batch with 20']);
		expect([...graph.tenant.images.keys()]).toEqual(ids.slice(20));
	});

	it('of anything else stay alone', async () => {
		const ids = addImages(2);
		await run('waitForStatus', ids);
		expect(trips()).toHaveLength(2);
		expect(trips().join()).not.toContain('$batch');
	});
});

describe('a part of a batch', () => {
	it('that is throttled is sent again, alone', async () => {
		const ids = addImages(3);
		graph.faults.add({
			path: `/${ids[1]}`,
			then: { status: 429, headers: { 'Retry-After': '0.05' } },
		});
		const { items } = await run('get', ids);
		expect(items.map(({ json }) => json.id)).toEqual(ids);
		expect(trips()).toEqual(['POST /v1.0/$batch with 3', `GET /v1.0#/${ids[1]}`]);
	});

	it('that fails is one item with an error, the others go on', async () => {
		const ids = addImages(3);
		graph.tenant.images.delete(String(ids[1]));
		const { items } = await run('get', ids, 'continueRegularOutput');
		expect(items.map(({ json }) => json.id ?? json.error)).toEqual([
			ids[0],
			expect.stringContaining('not found'),
			ids[2],
		]);
		expect(items[1]?.pairedItem).toEqual({ item: 1 });
	});

	it('that fails first in the order of the input is thrown', async () => {
		const ids = addImages(4);
		graph.tenant.images.delete(String(ids[1]));
		graph.tenant.images.delete(String(ids[3]));
		const { error } = await run('get', ids);
		expect(error?.message).toContain('not found');
		expect(error?.context.itemIndex).toBe(1);
	});

	it('whose upload was started again, but that cannot be read, is told as such; the others are read', async () => {
		const ids = addImages(3, 'failed');
		graph.faults.add({ method: 'GET', path: `/${ids[1]}`, then: { status: 403 } });
		const { items } = await run('retryUpload', ids, 'continueRegularOutput');
		expect(items.map(({ json }) => json.status ?? json.error)).toEqual([
			'pending',
			expect.stringContaining('the upload was started again, but the image could not be read afterwards'),
			'pending',
		]);
		expect(items[1]?.json.details).toMatchObject({ imageId: ids[1] });
	});

	it('whose delete got lost is found deleted', async () => {
		const ids = addImages(3);
		graph.faults.add({ method: 'DELETE', path: `/${ids[2]}`, then: { lostAnswer: true } });
		const { items } = await run('delete', ids);
		expect(items.map(({ json }) => json)).toEqual(ids.map((id) => ({ id, deleted: true })));
		expect(graph.tenant.images.size).toBe(0);
	});
});

describe('a whole batch', () => {
	it('that is throttled is sent again', async () => {
		const ids = addImages(3);
		graph.faults.add({ path: '$batch', then: { status: 429, headers: { 'Retry-After': '0.05' } } });
		expect((await run('get', ids)).items).toHaveLength(3);
		expect(trips()).toEqual(['POST /v1.0/$batch', 'POST /v1.0/$batch with 3']);
	});

	it('whose answer got lost after the work does not lose or double anything', async () => {
		const ids = addImages(3);
		graph.faults.add({ path: '$batch', then: { lostAnswer: true } });
		const { items } = await run('delete', ids);
		expect(items.map(({ json }) => json)).toEqual(ids.map((id) => ({ id, deleted: true })));
	});

	it('whose answer got lost and that may not be sent again is looked for', async () => {
		const ids = addImages(3);
		graph.faults.add({ path: '$batch', then: { lostAnswer: true } });
		const { items } = await run('delete', ids, undefined, { retryBudgetSeconds: 0 });
		expect(items.map(({ json }) => json)).toEqual(ids.map((id) => ({ id, deleted: true })));
		expect(trips()).toEqual(['POST /v1.0/$batch with 3', 'POST /v1.0/$batch with 3']);
	});

	it('of deletes that a gateway answered deleted nothing', async () => {
		const ids = addImages(3);
		graph.faults.add({ path: '$batch', then: { emptyBody: 200 } });
		const { items } = await run('delete', ids, 'continueRegularOutput');
		expect(items.map(({ json }) => json.error)).toEqual(
			Array(3).fill('Delete device image: the answer cannot be used'),
		);
		expect([...graph.tenant.images.keys()]).toEqual(ids);
	});

	it.each([{ html: 200 }, { emptyBody: 200 }])('of deletes that is answered with %j is an error with the ids for support', async (then) => {
		graph.faults.add({ path: '$batch', then });
		const { error } = await run('delete', addImages(3));
		expect(error?.description).toContain('request-id');
	});

	it('renews the token once when it has expired', async () => {
		graph.faults.add({ path: '$batch', then: { status: 401 } });
		expect((await run('get', addImages(3))).items).toHaveLength(3);
	});
});

it('the same image twice: the second delete finds what the first one left', async () => {
	const [id] = addImages(1);
	const { items } = await run('delete', [String(id), String(id)], 'continueRegularOutput');
	expect(items.map(({ json }) => json.deleted ?? json.error)).toEqual([
		true,
		expect.stringContaining('not found'),
	]);
});
