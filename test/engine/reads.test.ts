import { sampleImageIds, type Fault } from '../graph-server';
import { byId, useNode } from './useNode';
import { within } from './within';

// Pauses for which the service names no time are random.
const node = useNode({ graphFor: 'file', chance: 0.05 });
const { graph, log, run, strike } = node;
const id = sampleImageIds.ready;

const get = async (options = {}) => await run('get', { imageId: byId(id), options });
const getMany = async (options = {}) => await run('getAll', { returnAll: true, output: 'raw', options });

/** What time mends, for every kind of read. */
const transient: Array<[string, Fault]> = [
	['408', { status: 408 }],
	['500', { status: 500 }],
	['502', { status: 502 }],
	['503', { status: 503 }],
	['504', { status: 504 }],
	['500 of a gateway', { html: 500 }],
	['502 of a gateway', { html: 502 }],
	['200 with a page of a gateway', { html: 200 }],
	['200 without a body', { emptyBody: 200 }],
	['204', { emptyBody: 204 }],
	['302 that leads nowhere', { emptyBody: 302 }],
	['JSON that breaks off', { cutJson: true }],
	['a connection that drops', { reset: 'before' }],
	['a body that breaks off', { reset: 'midBody' }],
	['a list instead of an object', { status: 200, body: [] }],
	['JSON of a gateway', { status: 200, body: { message: 'Please sign in.' } }],
];

describe('a read of one image', () => {
	it.each<[string, Fault]>([
		...transient,
		['an image without an ID', { status: 200, body: { status: 'ready' } }],
		['an image whose ID is empty', { status: 200, body: { id: '', status: 'ready' } }],
		['an image whose ID is a number', { status: 200, body: { id: 5, status: 'ready' } }],
	])('is repeated after %s', async (_, fault) => {
		strike(fault);
		const { items, error } = await get();
		expect(error).toBeUndefined();
		expect(items[0]?.json.id).toBe(id);
		expect(node).toHaveSent(2);
	});

	it('is repeated after its time limit', async () => {
		strike({ delayMs: 3_000 });
		const { items } = await get({ timeoutSeconds: 1 });
		expect(items[0]?.json.id).toBe(id);
		expect(node).toHaveSent(2);
	});

	it.each([400, 401, 403, 404, 405, 409, 418, 423, 501])('is not repeated after %i', async (status) => {
		strike({ status }, { times: 9 });
		expect(await get()).toFailWith({ httpCode: String(status) });
		// n8n itself asks once more after a 401, with a new token.
		expect(node).toHaveSent(status === 401 ? 2 : 1);
	});

	it('is not repeated after a body over the size limit', async () => {
		strike({ hugeBodyBytes: 100 * 1024 * 1024 }, { times: 9 });
		expect(await get()).toFailWith({ context: { data: { kind: 'tooLarge' } } });
		expect(node).toHaveSent(1);
	});

	it('to which nobody responds as Graph does ends with the budget, and the error says so', async () => {
		strike({ html: 200 }, { times: Infinity });
		expect(await get({ retryBudgetSeconds: 1 })).toFailWith({
			message: "Get device image: the response from Microsoft Graph isn't valid",
			description: expect.stringContaining('n8n retried for'),
			failure: { cause: 'temporarily-unavailable' },
			context: { data: { kind: 'unusableResponse', code: '' } },
		});
		expect(log().length).toBeGreaterThan(1);
	});
});

describe('a read of a list', () => {
	it.each<[string, Fault]>([
		...transient,
		['a value that is no list', { status: 200, body: { value: {} } }],
		['an entry that is no object', { status: 200, body: { value: ['x'] } }],
		['an entry without an ID', { entryId: undefined }],
		['an entry whose ID is null', { entryId: null }],
		['an entry whose ID is empty', { entryId: '' }],
		['an entry whose ID is blank', { entryId: ' ' }],
		['an entry whose ID is a number', { entryId: 7 }],
		['an entry whose ID is a list', { entryId: ['x'] }],
		['a next page that is no address', { status: 200, body: { value: [], '@odata.nextLink': {} } }],
	])('is repeated on its second page after %s', async (_, fault) => {
		graph.settings.pageSize = 5;
		strike(fault, { skip: 1 });
		const { items, error } = await getMany();
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual([...graph.tenant.images.keys()]);
		expect(node).toHaveSent(Math.ceil(graph.tenant.images.size / 5) + 1);
	});

	it('whose entry never has an ID gives an error, not a shorter list', async () => {
		strike({ entryId: undefined }, { times: Infinity });
		const result = await getMany({ retryBudgetSeconds: 1 });
		expect(result.items).toEqual([]);
		expect(result).toFailWith({
			message: "Get many device images: the response from Microsoft Graph isn't valid",
			description: expect.stringContaining('An entry of the list has no ID'),
			context: { data: { kind: 'unusableResponse' } },
		});
	});

	it('of source images takes entries without an ID, which they need not have', async () => {
		strike({ entryId: undefined });
		const { items, error } = await run('sourceImage.getAll', { returnAll: true });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(graph.tenant.sourceImages.length);
	});

	it('is not repeated after a next page on another origin', async () => {
		strike({ nextLink: 'https://evil.example/v1.0/images' }, { times: 9 });
		expect(await getMany()).toFailWith({ context: { data: { kind: 'refusedNextLink' } } });
		expect(node).toHaveSent(1);
	});

	it('is not repeated after a next page that was given before', async () => {
		strike({ nextLink: 'repeat' }, { times: 9 });
		expect(await getMany()).toFailWith({ context: { data: { kind: 'refusedNextLink' } } });
		expect(node).toHaveSent(2);
	});
});

describe('a response', () => {
	it('larger than the bound is refused', async () => {
		strike({ hugeBodyBytes: 100 * 1024 * 1024 });
		expect(await getMany()).toFailWith({ description: expect.stringContaining('larger than 32 MB') });
	});

	it('that drips is bounded by the time limit, to its last byte', async () => {
		// Ten pieces: only ending before the last of them, 27 seconds later, shows that they share one limit.
		strike({ dripMs: 3_000 });
		expect(await within(20_000, getMany({ timeoutSeconds: 1, retryBudgetSeconds: 0 }))).toFailWith({
			description: expect.stringContaining('not complete within the time limit'),
			context: { data: { kind: 'timeout' } },
		});
	});

	it.each<[string, Fault, RegExp]>([
		['HTML of a gateway', { html: 200 }, /not JSON/],
		['nothing', { emptyBody: 200 }, /no body/],
		['cut JSON', { cutJson: true }, /not JSON/],
		['a list', { status: 200, body: [] }, /unexpected shape/],
	])('that is %s is an error when nothing may be sent again', async (_, fault, words) => {
		strike(fault);
		expect(await getMany({ retryBudgetSeconds: 0 })).toFailWith({ description: expect.stringMatching(words) });
		expect(node).toHaveSent(1);
	});

	it('with the wrong content type is read all the same', async () => {
		strike({ contentType: 'text/plain' });
		expect((await get()).items[0]?.json.id).toBe(id);
	});

	it('to a sign-in that was not accepted keeps the words of the service', async () => {
		strike({ status: 401 }, { times: 2 });
		expect(await get()).toFailWith({
			message: expect.stringContaining('rejected the sign-in'),
			description: expect.stringContaining('request-id'),
		});
	});
});

it('pages that never end are stopped', async () => {
	graph.settings.pageSize = 1;
	strike({ nextLink: 'repeat' }, { times: 99 });
	expect(await getMany()).toFailWith({ description: expect.stringContaining('twice') });
});
