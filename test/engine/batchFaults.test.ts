import type { Fault } from '../graph-server';
import { useNode } from './useNode';

const node = useNode({ seed: 'empty', settings: { uploadMs: 3_600_000 }, chance: 0.05 });
const { addImages, graph, requests, runEach } = node;

const run = async (operation: string, ids: string[], options = {}) =>
	await runEach(operation, ids, { options, onError: 'continueRegularOutput' });

const strike = (then: Fault, times = Infinity): void => graph.faults.add({ path: '$batch', times, then });

/** Requests with a connection of their own, by method. */
const trips = (): string[] =>
	requests()
		.filter(({ batchedIn }) => batchedIn === undefined)
		.map(({ method, path }) => (path.endsWith('$batch') ? 'batch' : method));

const spoiled: Array<[string, Fault]> = [
	['JSON that breaks off', { cutJson: true }],
	['a page of a gateway', { html: 200 }],
	['no body', { emptyBody: 200 }],
	['204', { emptyBody: 204 }],
	['a list', { status: 200, body: [] }],
	['no parts', { status: 200, body: { responses: [] } }],
	['parts that are none', { status: 200, body: { responses: [null, {}, 5] } }],
	['null for the parts', { status: 200, body: { responses: null } }],
	['a body over the size limit', { hugeBodyBytes: 40 * 1024 * 1024 }],
];

describe('reads in a batch whose response is', () => {
	it.each(spoiled)('%s, each time, are read one by one', async (_, fault) => {
		const ids = addImages(4);
		strike(fault);
		const { items } = await run('get', ids);
		expect(items.map(({ json }) => json.id)).toEqual(ids);
		expect(trips()).toEqual(['batch', 'GET', 'GET', 'GET', 'GET']);
	});

	it('only some of its parts ask again for the others alone', async () => {
		const ids = addImages(4);
		strike({ lostParts: 2 });
		const { items } = await run('get', ids);
		expect(items.map(({ json }) => json.id)).toEqual(ids);
		expect(trips()).toEqual(['batch', 'GET', 'GET']);
	});

	it.each<[string, Fault]>([
		['500', { status: 500 }],
		['502 of a gateway', { html: 502 }],
		['504', { status: 504 }],
		['408', { status: 408 }],
		['507', { status: 507 }],
		['nothing within the time limit', { delayMs: 1_500 }],
		['a body that is not complete within the time limit', { dripMs: 400 }],
	])('%s, each time, make progress', async (_, fault) => {
		const ids = addImages(3);
		strike(fault);
		const { items } = await run('get', ids, { timeoutSeconds: 1 });
		expect(items.map(({ json }) => json.id)).toEqual(ids);
		expect(trips()).toEqual(['batch', 'GET', 'GET', 'GET']);
	});

	it.each<[string, Fault]>([
		['429', { status: 429, headers: { 'Retry-After': '0.05' } }],
		['503', { status: 503, headers: { 'Retry-After': '0.05' } }],
		['a dropped connection', { reset: 'before' }],
		['503 without a time', { status: 503 }],
	])('%s, once, travel together again', async (_, fault) => {
		const ids = addImages(3);
		strike(fault, 1);
		expect((await run('get', ids)).items.map(({ json }) => json.id)).toEqual(ids);
		expect(trips()).toEqual(['batch', 'batch']);
	});

	it.each<[string, Fault]>([
		['503 without a time', { status: 503 }],
		['a dropped connection', { reset: 'before' }],
		['a body that breaks off', { reset: 'midBody' }],
	])('%s, each time, try a batch once more, and then make progress', async (_, fault) => {
		const ids = addImages(45);
		strike(fault);
		expect((await run('get', ids)).items.map(({ json }) => json.id)).toEqual(ids);
		const batches = trips().filter((each) => each === 'batch').length;
		expect(batches).toBeGreaterThan(3);
		expect(batches).toBeLessThanOrEqual(6);
	});

	it.each(spoiled)('%s, each time, of 45 items lose none', async (_, fault) => {
		const ids = addImages(45);
		strike(fault);
		expect((await run('get', ids)).items.map(({ json }) => json.id)).toEqual(ids);
	});
});

describe('changes in a batch', () => {
	it.each<[string, Fault]>([
		['JSON that breaks off', { cutJson: true }],
		['only one of its parts', { lostParts: 2 }],
		['none of its parts', { lostParts: 3 }],
	])('that were made and whose response is %s are looked up, never sent again', async (_, fault) => {
		const ids = addImages(3);
		strike(fault);
		const { items } = await run('delete', ids);
		expect(items.map(({ json }) => json)).toEqual(ids.map((id) => ({ id, deleted: true })));
		expect(graph.tenant.images.size).toBe(0);
		expect(trips()).not.toContain('DELETE');
		expect(graph.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(3);
	});

	it('that start uploads are not made twice when the response breaks off', async () => {
		const ids = addImages(3, 'failed');
		strike({ cutJson: true });
		const { items } = await run('retryUpload', ids);
		expect(items.map(({ json }) => json.status)).toEqual(['pending', 'pending', 'pending']);
		expect(graph.requests.filter(({ path }) => path.endsWith('/retryUpload'))).toHaveLength(3);
	});

	it.each<[string, Fault]>([
		['a page of a gateway', { html: 200 }],
		['no body', { emptyBody: 200 }],
	])('that never arrived and whose response is %s are reported as such', async (_, fault) => {
		const ids = addImages(3);
		strike(fault);
		const { items } = await run('delete', ids);
		expect(items.map(({ json }) => json.error)).toEqual(Array(3).fill("Delete device image: the response from Microsoft Graph isn't valid"));
		expect(items[0]?.json.details).toMatchObject({ kind: 'unusableResponse' });
		expect([...graph.tenant.images.keys()]).toEqual(ids);
	});

	it('that start uploads and never arrived are started one by one, once it is known that no image is pending', async () => {
		const ids = addImages(3, 'failed');
		strike({ html: 200 });
		const { items } = await run('retryUpload', ids);
		expect(items.map(({ json }) => json.status)).toEqual(['pending', 'pending', 'pending']);
	});
});
