/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import {
	appOnlyCredential,
	sampleApps,
	sampleImageIds,
	sampleSources,
	startGraphServer,
	type Fault,
	type FaultRule,
	type GraphServer,
} from '../graph-server';
import { Engine } from './engine';

const images = '/deviceManagement/virtualEndpoint/deviceImages';
const token = '/oauth2/v2.0/token';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

let engine: Engine;
let graph: GraphServer;

beforeEach(async () => {
	engine = await Engine.load();
	graph = await startGraphServer();
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
});

afterEach(async () => await graph.close());

const options = { pollIntervalSeconds: 1, timeoutMinutes: 1, timeoutSeconds: 1, waitUntilReady: true };

const waits: Record<string, object> = {
	'Wait for Status': { operation: 'waitForStatus', imageId: byId(sampleImageIds.ready) },
	'Create with Wait Until Ready': {
		operation: 'create',
		displayName: 'New',
		version: '1.0.0',
		sourceImageResourceId: byId(sampleSources.managed.resourceId),
	},
};

const strike = (then: Fault, more: Partial<FaultRule> = {}): void =>
	graph.faults.add({ method: 'GET', path: images, then, ...more });

const run = async (parameters: object = {}) =>
	await engine.run({ resource: 'deviceImage', options, ...parameters } as never);

const looks = (): Array<number | undefined> =>
	graph.requests.filter(({ area, method }) => area === 'graph' && method === 'GET').map(({ status }) => status);

describe.each(Object.entries(waits))('%s', (_, parameters) => {
	beforeEach(() => {
		graph.settings.uploadMs = 0;
	});

	it('passes over everything that is transient, one after the other', async () => {
		const faults: Fault[] = [
			{ html: 200 },
			{ emptyBody: 200 },
			{ emptyBody: 204 },
			{ cutJson: true },
			{ status: 408 },
			{ status: 429, headers: { 'Retry-After': '1' } },
			{ status: 500 },
			{ html: 502 },
			{ status: 503 },
			{ status: 504 },
			{ status: 200, body: [] },
			{ status: 200, body: { message: 'Please sign in.' } },
			{ status: 200, body: null as never },
			{ emptyBody: 302 },
			{ reset: 'before' },
			{ reset: 'midBody' },
			{ delayMs: 1_500 },
			{ hugeBodyBytes: 40 * 1024 * 1024 },
		];
		for (const then of faults) strike(then);
		const { items, error } = await run(parameters);
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('ready');
		expect(looks()).toHaveLength(faults.length + 1);
	}, 60_000);

	it.each([400, 401, 403, 409, 501])('ends at once with %i', async (status) => {
		strike({ status }, { times: Infinity });
		const { error } = await run(parameters);
		expect(error?.httpCode).toBe(String(status));
		expect(looks()).toHaveLength(status === 401 ? 2 : 1);
	});
});

it('Wait for Status ends at once with the 404 of an image that is not new', async () => {
	strike({ status: 404 }, { times: Infinity });
	expect((await run(waits['Wait for Status'])).error?.httpCode).toBe('404');
	expect(looks()).toHaveLength(1);
});

describe('a wait whose token expires', () => {
	/** The second look finds the image pending, and the token expired. */
	async function waitOverExpiry(then: Fault, times: number) {
		graph.settings.uploadMs = 1_500;
		const image = graph.tenant.image(sampleImageIds.pending);
		if (image) graph.tenant.startUpload(image);
		strike({ status: 401 }, { skip: 1 });
		graph.faults.add({ path: token, skip: 1, times, then });
		return await run({ operation: 'waitForStatus', imageId: byId(sampleImageIds.pending) });
	}

	it.each<[string, Fault]>([
		['408', { status: 408 }],
		['429', { status: 429 }],
		['500', { status: 500 }],
		['a page of a gateway', { html: 502 }],
		['a page of a portal', { html: 200 }],
		['a dropped connection', { reset: 'before' }],
	])('passes over a sign-in service that answers the renewal with %s', async (_, then) => {
		const { items, error } = await waitOverExpiry(then, 1);
		expect(error).toBeUndefined();
		expect(items[0]?.json.status).toBe('ready');
	});

	it('ends at once when the sign-in service refuses', async () => {
		const body = { error: 'invalid_client', error_description: 'AADSTS7000222: The client secret has expired.' };
		const { error } = await waitOverExpiry({ status: 401, body }, Infinity);
		expect(error?.message).toContain('the client secret has expired');
		expect(error?.context.data).toMatchObject({ kind: 'signInFailed' });
		expect(error?.failure).toMatchObject({ cause: 'credential-invalid' });
	});
});
