import { sampleImageIds, sampleSources, type Fault, type FaultRule } from '../graph-server';
import { byId, useNode } from './useNode';

const node = useNode();
const { addImages, graph, requests } = node;
const login = '/oauth2/v2.0/token';

const options = { pollIntervalSeconds: 1, timeoutMinutes: 1, timeoutSeconds: 1, waitUntilReady: true };

const waits: Record<string, { operation: string }> = {
	'Wait for Status': { operation: 'waitForStatus', imageId: byId(sampleImageIds.ready) },
	'Create with Wait Until Ready': {
		operation: 'create',
		displayName: 'New',
		version: '1.0.0',
		sourceImageResourceId: byId(sampleSources.managed.resourceId),
	},
};

const strike = (then: Fault, more: Partial<FaultRule> = {}): void =>
	node.strike(then, { method: 'GET', ...more });

const run = async ({ operation = '', ...parameters }: { operation?: string } = {}) =>
	await node.run(operation, { options, ...parameters });

const looks = (): Array<number | undefined> =>
	requests().filter(({ method }) => method === 'GET').map(({ status }) => status);

const transient: Array<[string, Fault]> = [
	['200 with a page of a gateway', { html: 200 }],
	['200 without a body', { emptyBody: 200 }],
	['204', { emptyBody: 204 }],
	['302 that leads nowhere', { emptyBody: 302 }],
	['JSON that breaks off', { cutJson: true }],
	['a list', { status: 200, body: [] }],
	['JSON of a portal', { status: 200, body: { message: 'Please sign in.' } }],
	['408', { status: 408 }],
	['429 without a time', { status: 429 }],
	['429 with a time', { status: 429, headers: { 'Retry-After': '1' } }],
	['500', { status: 500 }],
	['502 of a gateway', { html: 502 }],
	['503', { status: 503 }],
	['504', { status: 504 }],
	['a dropped connection', { reset: 'before' }],
	['a body that breaks off', { reset: 'midBody' }],
	['nothing within the time limit', { delayMs: 1_500 }],
	['a body over the size limit', { hugeBodyBytes: 40 * 1024 * 1024 }],
];

it('Wait for Status passes over everything that is transient, at the first look and at later ones', async () => {
	const waiting = transient.map(async ([name, then]) => {
		const [id = ''] = addImages(1);
		strike(then, { path: id, times: 2 });
		const { items, error } = await run({ ...waits['Wait for Status'], imageId: byId(id) });
		return [name, error?.message ?? items[0]?.json.status];
	});
	expect(await Promise.all(waiting)).toEqual(transient.map(([name]) => [name, 'ready']));
	expect(looks()).toHaveLength(3 * transient.length);
}, 60_000);

it('Create with Wait Until Ready passes over what is transient, one after the other', async () => {
	graph.settings.uploadMs = 0;
	// Each costs a pause; the table of docs/faults.md has all of them.
	const some = transient.filter((_, index) => index % 4 === 0);
	for (const [, then] of some) strike(then);
	const { items, error } = await run(waits['Create with Wait Until Ready']);
	expect(error).toBeUndefined();
	expect(items[0]?.json.status).toBe('ready');
	expect(looks()).toHaveLength(some.length + 1);
});

describe.each(Object.entries(waits))('%s', (_, parameters) => {
	it.each([400, 401, 403, 409, 501])('ends at once with %i', async (status) => {
		strike({ status }, { times: Infinity });
		expect(await run(parameters)).toFailWith({ httpCode: String(status) });
		expect(looks()).toHaveLength(status === 401 ? 2 : 1);
	});
});

it('Wait for Status ends at once with the 404 of an image that is not new', async () => {
	strike({ status: 404 }, { times: Infinity });
	expect(await run(waits['Wait for Status'])).toFailWith({ httpCode: '404' });
	expect(looks()).toHaveLength(1);
});

describe('a wait whose token expires', () => {
	/** The second look finds the image pending, and the token expired. */
	async function waitOverExpiry(then: Fault, times: number) {
		graph.settings.uploadMs = 1_500;
		const image = graph.tenant.image(sampleImageIds.pending);
		if (image) graph.tenant.startUpload(image);
		strike({ status: 401 }, { skip: 1 });
		graph.faults.add({ path: login, skip: 1, times, then });
		return await run({ operation: 'waitForStatus', imageId: byId(sampleImageIds.pending) });
	}

	it.each<[string, Fault]>([
		['408', { status: 408 }],
		['429', { status: 429 }],
		['500', { status: 500 }],
		['a page of a gateway', { html: 502 }],
		['a page of a portal', { html: 200 }],
		['a dropped connection', { reset: 'before' }],
	])('passes over a sign-in service that responds to the renewal with %s', async (_, then) => {
		const { items, error } = await waitOverExpiry(then, 1);
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('ready');
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
