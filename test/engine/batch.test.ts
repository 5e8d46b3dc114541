import { limits } from '../bench/limits';
import { useNode } from './useNode';

const node = useNode({ seed: 'empty', settings: { uploadMs: 3_600_000 } });
const { addImages, graph, requests, runEach, trips } = node;
const throttled = { status: 429, headers: { 'Retry-After': '0.05' } };
const goingOn = { onError: 'continueRegularOutput' } as const;

describe('many items', () => {
	it('of get travel as batches of 20, in the order of the input', async () => {
		const ids = addImages(45);
		const run = await runEach('get', ids);
		expect(run).not.toFailWith();
		expect(run.items.map(({ json }) => json.id)).toEqual(ids);
		expect(run).toBePaired([...ids.keys()]);
		expect(trips()).toEqual([
			'POST /v1.0/$batch with 20',
			'POST /v1.0/$batch with 20',
			'POST /v1.0/$batch with 5',
		]);
	});

	it('of delete delete each', async () => {
		const ids = addImages(21);
		const { items } = await runEach('delete', ids);
		expect(items.map(({ json }) => json)).toEqual(ids.map((id) => ({ id, deleted: true })));
		expect(graph.tenant.images.size).toBe(0);
		expect(trips()).toEqual(['POST /v1.0/$batch with 20', expect.stringMatching(/^DELETE /)]);
	});

	it('of retryUpload start the uploads in one batch and read them in another', async () => {
		const ids = addImages(3, 'failed');
		const { items } = await runEach('retryUpload', ids);
		expect(items.map(({ json }) => [json.id, json.status])).toEqual(ids.map((id) => [id, 'pending']));
		expect(trips()).toEqual(['POST /beta/$batch with 3', 'POST /beta/$batch with 3']);
	});

	it('of get do not wait for each other, and share one token', async () => {
		const ids = addImages(200);
		// The first batch goes alone, for the token; the second one is held up before its parts are carried out.
		graph.faults.add({ path: '$batch', skip: 1, then: { delayMs: 300 } });
		const { items } = await runEach('get', ids);
		const heldUp = requests().findIndex(({ fault }) => fault !== undefined);
		const itsFirstPart = requests().findIndex(({ batchedIn }) => batchedIn === requests()[heldUp]?.number);
		const between = requests().slice(heldUp + 1, itsFirstPart);
		expect(between.filter(({ path }) => path.endsWith('$batch')).length).toBeGreaterThan(0);
		expect(items.map(({ json }) => json.id)).toEqual(ids);
		expect(trips().length).toBeLessThanOrEqual(limits.requestsFor200Gets);
		expect(requests('login')).toHaveLength(1);
	});

	it('of get renew an expired token once', async () => {
		const ids = addImages(200);
		await runEach('get', ids);
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		graph.clearRequests();
		expect((await runEach('get', ids)).items).toHaveLength(200);
		expect(requests('login')).toHaveLength(1);
	});

	it('of get may name the same image', async () => {
		const [id] = addImages(1);
		expect((await runEach('get', Array<string>(3).fill(String(id)))).items).toHaveLength(3);
		expect(trips()).toEqual([expect.stringMatching(/^GET /)]);
	});

	it('of delete stop after the first batch when an item of it fails', async () => {
		const ids = addImages(45);
		graph.tenant.images.delete(String(ids[1]));
		expect(await runEach('delete', ids)).toFailWith({ context: { itemIndex: 1 } });
		expect(trips()).toEqual(['POST /v1.0/$batch with 20']);
		expect([...graph.tenant.images.keys()]).toEqual(ids.slice(20));
	});

	it('of delete are all sent at once where no error ends the run', async () => {
		await runEach('get', addImages(1));
		graph.clearRequests();
		const ids = addImages(45);
		graph.faults.add({ path: '$batch', times: 3, then: { delayMs: 200 } });
		const { items } = await runEach('delete', ids, goingOn);
		expect(items.map(({ json }) => json.deleted)).toEqual(ids.map(() => true));
		// Each arrives before a part of the first one is carried out.
		expect(requests().slice(0, 3).map(({ path }) => path.endsWith('$batch'))).toEqual([true, true, true]);
	});

	it('of anything else stay alone', async () => {
		const ids = addImages(2);
		await runEach('waitForStatus', ids);
		expect(trips()).toHaveLength(2);
		expect(trips().join()).not.toContain('$batch');
	});
});

describe('a part of a batch', () => {
	it('that is throttled is sent again, alone', async () => {
		const ids = addImages(3);
		graph.faults.add({ path: `/${ids[1]}`, then: throttled });
		const { items } = await runEach('get', ids);
		expect(items.map(({ json }) => json.id)).toEqual(ids);
		expect(trips()).toEqual(['POST /v1.0/$batch with 3', `GET /v1.0#/${ids[1]}`]);
	});

	it('that fails is one item with an error, the others go on', async () => {
		const ids = addImages(3);
		graph.tenant.images.delete(String(ids[1]));
		const { items } = await runEach('get', ids, goingOn);
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
		expect(await runEach('get', ids)).toFailWith({
			message: expect.stringContaining('not found'),
			context: { itemIndex: 1 },
		});
	});

	it('whose upload was started again, but that cannot be read, is reported as such; the others are read', async () => {
		const ids = addImages(3, 'failed');
		graph.faults.add({ method: 'GET', path: `/${ids[1]}`, then: { status: 403 } });
		const { items } = await runEach('retryUpload', ids, goingOn);
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
		const { items } = await runEach('delete', ids);
		expect(items.map(({ json }) => json)).toEqual(ids.map((id) => ({ id, deleted: true })));
		expect(graph.tenant.images.size).toBe(0);
	});
});

describe('a whole batch', () => {
	it('that is throttled is sent again', async () => {
		const ids = addImages(3);
		graph.faults.add({ path: '$batch', then: throttled });
		expect((await runEach('get', ids)).items).toHaveLength(3);
		expect(trips()).toEqual(['POST /v1.0/$batch', 'POST /v1.0/$batch with 3']);
	});

	it('whose response got lost after the work does not lose or double anything', async () => {
		const ids = addImages(3);
		graph.faults.add({ path: '$batch', then: { lostAnswer: true } });
		const { items } = await runEach('delete', ids);
		expect(items.map(({ json }) => json)).toEqual(ids.map((id) => ({ id, deleted: true })));
	});

	it('whose response got lost and that may not be sent again is looked for', async () => {
		const ids = addImages(3);
		graph.faults.add({ path: '$batch', then: { lostAnswer: true } });
		const { items } = await runEach('delete', ids, { options: { retryBudgetSeconds: 0 } });
		expect(items.map(({ json }) => json)).toEqual(ids.map((id) => ({ id, deleted: true })));
		expect(trips()).toEqual(['POST /v1.0/$batch with 3', 'POST /v1.0/$batch with 3']);
	});

	it('of deletes to which a gateway responded deleted nothing', async () => {
		const ids = addImages(3);
		graph.faults.add({ path: '$batch', then: { emptyBody: 200 } });
		const { items } = await runEach('delete', ids, goingOn);
		expect(items.map(({ json }) => json.error)).toEqual(
			Array(3).fill("Delete device image: the response from Microsoft Graph isn't valid"),
		);
		expect([...graph.tenant.images.keys()]).toEqual(ids);
	});

	it.each([{ html: 200 }, { emptyBody: 200 }])('of deletes to which %j is the response is an error with the IDs for support', async (then) => {
		graph.faults.add({ path: '$batch', then });
		expect(await runEach('delete', addImages(3))).toFailWith({ description: expect.stringContaining('request-id') });
	});

	it('renews the token once when it has expired', async () => {
		graph.faults.add({ path: '$batch', then: { status: 401 } });
		expect((await runEach('get', addImages(3))).items).toHaveLength(3);
	});
});

it('of two deletes of one image in a batch, the second finds what the first one left', async () => {
	const [id] = addImages(1);
	const { items } = await runEach('delete', [String(id), String(id)], goingOn);
	expect(items.map(({ json }) => json.deleted ?? json.error)).toEqual([
		true,
		expect.stringContaining('not found'),
	]);
});
