import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { imageProperties } from '../../nodes/CloudPcDeviceImage/images/deviceImage';
import { comparedProperties } from '../../nodes/CloudPcDeviceImage/trigger/savedImage';
import { triggerEvents } from '../../nodes/CloudPcDeviceImage/trigger/events';
import {
	appOnlyCredential,
	sampleApps,
	startGraphServer,
	type Fault,
	type GraphServer,
} from '../graph-server';
import { eventually } from '../eventually';
import { Engine, type PollOptions } from './engine';

const dayMs = 86_400_000;
const failure = { status: 'failed', errorCode: 'sourceImageNotGeneralized' };
const images = '/deviceManagement/virtualEndpoint/deviceImages';

const tenants = {
	first: '11111111-aaaa-4aaa-8aaa-111111111111',
	second: '22222222-bbbb-4bbb-8bbb-222222222222',
};

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

afterEach(async () => {
	jest.restoreAllMocks();
	await graph.close();
});

/** One activation of the trigger, with the static data that n8n would load for it. */
class Activation {
	readonly context;

	constructor(
		parameters: INodeParameters,
		readonly staticData: IDataObject = {},
		options: Partial<PollOptions> = {},
	) {
		this.context = engine.pollContext({
			parameters: { events: ['ready', 'failed', 'pending', 'created', 'deleted'], ...parameters },
			staticData,
			...options,
		});
	}

	/** Polls and gives the items. */
	async items(): Promise<IDataObject[]> {
		return ((await this.context.poll())?.[0] ?? []).map(({ json }) => json);
	}

	/** Polls and gives `event name` of each item. */
	async poll(): Promise<string[]> {
		return (await this.items()).map(
			({ event, image }) => `${String(event)} ${String((image as IDataObject).displayName)}`,
		);
	}
}

/** What the database holds at this moment. */
const saved = (activation: Activation): IDataObject =>
	JSON.parse(JSON.stringify(activation.staticData)) as IDataObject;

/** Loads the package anew, so that it has forgotten everything. */
async function restartN8n(): Promise<void> {
	jest.resetModules();
	engine = await Engine.load();
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
}

const change = (id: string, more: object): void => {
	const image = graph.tenant.images.get(id);
	if (!image) throw new Error(`No image ${id}`);
	Object.assign(image, { lastModifiedDateTime: new Date().toISOString() }, more);
};

/** Signs a user of a tenant in, as the button Connect of the credential does. */
const connectTo = async (tenantId: string): Promise<void> => {
	Object.assign(graph.tenant, { id: tenantId });
	const access_token = await graph.issueToken({ kind: 'delegated' });
	engine.useCredential({
		...appOnlyCredential(graph, sampleApps.readWrite),
		grantType: 'authorizationCode',
		tenantId: 'organizations',
		oauthTokenData: { access_token },
	});
};

const sent = (): string[] =>
	graph.requests.filter(({ area }) => area === 'graph').map(({ method, path }) => `${method} ${path}`);

describe('a poll', () => {
	it('takes the baseline first, then tells each change once, in one request', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const activation = new Activation({});
		const info = jest.spyOn(activation.context.logger, 'info');
		expect(await activation.poll()).toEqual([]);
		expect(info).not.toHaveBeenCalled();
		change(id, failure);
		graph.clearRequests();
		expect(await activation.items()).toEqual([
			{
				event: 'failed',
				image: {
					id,
					displayName: 'Finance',
					version: '1.0.0',
					status: 'failed',
					errorCode: 'sourceImageNotGeneralized',
					osStatus: null,
					expirationDate: null,
					lastModifiedDateTime: expect.any(String),
				},
				previous: expect.objectContaining({ status: 'pending', errorCode: null }),
				detectedAt: expect.stringMatching(/^\d{4}-.*Z$/),
				explanation: expect.stringContaining('generalized'),
				remedy: expect.stringContaining('sysprep'),
			},
		]);
		expect(sent()).toEqual([`GET /v1.0${images}`]);
		const [request] = graph.requests.filter(({ area }) => area === 'graph');
		expect(request?.query).toEqual({
			$select:
				'id,status,errorCode,osStatus,expirationDate,lastModifiedDateTime,version,displayName',
		});
		expect(await activation.poll()).toEqual([]);
	});

	it('gives every property when full images are wanted', async () => {
		const activation = new Activation({ options: { fullImage: true } });
		await activation.poll();
		graph.tenant.addImage({ displayName: 'Finance', status: 'ready', osBuildNumber: '24H2' });
		const [created] = await activation.items();
		expect(created?.image).toMatchObject({ osBuildNumber: '24H2', sizeInGB: 64 });
		const [request] = graph.requests.filter(({ area }) => area === 'graph');
		expect(request?.query).toEqual({});
	});

	it('reads every page before it compares', async () => {
		graph.settings.pageSize = 2;
		for (let number = 1; number <= 5; number++) graph.tenant.addImage({ status: 'ready' });
		const activation = new Activation({});
		await activation.poll();
		graph.clearRequests();
		const { id, displayName } = [...graph.tenant.images.values()][4] ?? { id: '', displayName: '' };
		change(id, { status: 'failed' });
		expect(await activation.poll()).toEqual([`failed ${displayName}`]);
		expect(sent()).toHaveLength(3);
	});

	it('asks beta, and only then, when a warning is to be told', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance', status: 'ready' });
		const activation = new Activation({ events: ['warning'] });
		await activation.poll();
		change(id, { status: 'warning' });
		expect(await activation.poll()).toEqual(['warning Finance']);
		expect(new Set(sent())).toEqual(new Set([`GET /beta${images}`]));
	});

	it('watches only the chosen images, given as a list or as a text', async () => {
		const [a, b] = [graph.tenant.addImage(), graph.tenant.addImage()];
		for (const imageIds of [[a.id], ` ${a.id.toUpperCase()},${a.id} `]) {
			const activation = new Activation({ imageIds });
			await activation.poll();
			change(a.id, { status: 'ready' });
			change(b.id, { status: 'ready' });
			expect(await activation.poll()).toEqual([`ready ${a.displayName}`]);
			change(a.id, { status: 'pending' });
		}
	});

	it('tells what is there already when this is wanted', async () => {
		graph.tenant.addImage({ displayName: 'Old', status: 'ready' });
		graph.tenant.addImage({ displayName: 'New' });
		const activation = new Activation({ events: ['ready'], options: { emitExisting: true } });
		expect(await activation.poll()).toEqual(['ready Old']);
		expect(await activation.poll()).toEqual([]);
	});
});

describe('each event', () => {
	it('of a status: failed, pending and failed again is two failures', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const activation = new Activation({ events: ['failed'] });
		await activation.poll();
		const told: string[][] = [];
		for (const status of ['failed', 'failed', 'pending', 'failed']) {
			change(id, status === 'failed' ? failure : { status, errorCode: null });
			told.push(await activation.poll());
			told.push(await activation.poll());
		}
		expect(told.flat()).toEqual(['failed Finance', 'failed Finance', 'failed Finance']);
	});

	it('of an upload between two polls is told as such', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance', status: 'ready', expirationDate: '2028-04-11' });
		const activation = new Activation({ events: ['ready', 'statusChanged'] });
		await activation.poll();
		change(id, { osStatus: 'supported', expirationDate: '2029-04-11' });
		const previous = expect.objectContaining({ status: 'ready', expirationDate: '2028-04-11' });
		expect(await activation.items()).toEqual([
			expect.objectContaining({ event: 'ready', reuploaded: true, previous }),
			expect.objectContaining({ event: 'statusChanged', reuploaded: true, previous }),
		]);
		expect(await activation.poll()).toEqual([]);
	});

	it('of a status that nobody knows yet, and of the OS status', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance', osStatus: 'supported' });
		const activation = new Activation({ events: ['ready', 'statusChanged', 'osStatusChanged'] });
		await activation.poll();
		change(id, { status: 'quarantined' });
		expect(await activation.poll()).toEqual(['statusChanged Finance']);
		change(id, { status: 'ready', osStatus: 'supportedWithWarning' });
		expect(await activation.items()).toEqual([
			expect.objectContaining({ event: 'ready', previous: expect.objectContaining({ status: 'quarantined' }) }),
			expect.objectContaining({ event: 'statusChanged' }),
			expect.objectContaining({
				event: 'osStatusChanged',
				image: expect.objectContaining({ osStatus: 'supportedWithWarning' }),
				previous: expect.objectContaining({ osStatus: 'supported' }),
			}),
		]);
		expect(await activation.poll()).toEqual([]);
	});

	it('of an expiry comes with the day on which the time begins, and with the day itself', async () => {
		const realNow = Date.now;
		let passedMs = 0;
		jest.spyOn(Date, 'now').mockImplementation(() => realNow() + passedMs);
		const expirationDate = new Date(realNow() + 20 * dayMs).toISOString().slice(0, 10);
		graph.tenant.addImage({ displayName: 'Finance', status: 'ready', expirationDate });
		const activation = new Activation({ events: ['expiring'], options: { expiresWithinDays: 10 } });
		const told: object[] = [];
		for (let day = 0; day <= 22; day++) {
			passedMs = day * dayMs;
			told.push(...(await activation.items()).map(({ event, expired }) => ({ event, expired, day })));
		}
		expect(told).toEqual([
			{ event: 'expiring', expired: false, day: 10 },
			{ event: 'expiring', expired: true, day: 20 },
		]);
	});
});

describe('a deletion', () => {
	it('is told after a second look by ID', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance', status: 'ready' });
		const activation = new Activation({});
		await activation.poll();
		graph.tenant.images.delete(id);
		graph.clearRequests();
		expect(await activation.items()).toEqual([
			expect.objectContaining({
				event: 'deleted',
				image: expect.objectContaining({ id, displayName: 'Finance', status: 'ready' }),
			}),
		]);
		expect(sent()).toEqual([`GET /v1.0${images}`, `GET /v1.0${images}/${id}`]);
		expect(JSON.stringify(activation.staticData)).not.toContain(id);
	});

	it('is not told for an image that only the list lacks', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance', status: 'pending' });
		const activation = new Activation({});
		await activation.poll();
		change(id, { status: 'ready' });
		graph.faults.add({ path: images, times: 1, then: { status: 200, body: { value: [] } } });
		expect(await activation.poll()).toEqual(['ready Finance']);
	});

	const wrongSegment = { error: { code: 'BadRequest', message: "Resource not found for the segment 'x'." } };

	it.each<[string, Fault]>([
		['that its ID is wrong', { status: 400 }],
		['that it is gone, but not by a 404', { status: 410 }],
		['that it may not be seen, as by a scope tag', { status: 403 }],
		['404, but of the path', { status: 404, body: wrongSegment }],
		['nothing that can be read', { html: 200 }],
	])('is neither told nor in the way of others while the second look says %s', async (_, then) => {
		const { id } = graph.tenant.addImage({ displayName: 'Gone', status: 'ready' });
		const other = graph.tenant.addImage({ displayName: 'Finance' });
		const first = new Activation({}, {}, { budgetMs: 4_000 });
		await first.poll();
		graph.tenant.images.delete(id);
		change(other.id, { status: 'failed' });
		graph.faults.add({ path: `${images}/${id}`, times: Infinity, then });
		const warn = jest.spyOn(first.context.logger, 'warn').mockImplementation(() => {});
		expect(await first.poll()).toEqual(['failed Finance']);
		expect(warn.mock.calls).toEqual([
			[expect.stringContaining('still exists'), { answers: { [id]: expect.stringContaining(id) } }],
		]);
		const second = new Activation({}, saved(first), { activation: 'init', budgetMs: 4_000 });
		jest.spyOn(second.context.logger, 'warn').mockImplementation(() => {});
		expect(await second.poll()).toEqual([]);
		graph.faults.clear();
		expect(await second.poll()).toEqual(['deleted Gone']);
	});

	it.each([401, 408, 429, 500])('is not told when the second look fails with %i', async (status) => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance', status: 'ready' });
		const activation = new Activation({});
		await activation.poll();
		graph.tenant.images.delete(id);
		const headers = { 'Retry-After': '7200' };
		graph.faults.add({ path: `${images}/${id}`, times: 99, then: { status, headers } });
		await expect(activation.poll()).rejects.toThrow('Poll device images');
		graph.faults.clear();
		expect(await activation.poll()).toEqual(['deleted Finance']);
	});

	it('is not told when the credential is connected to another tenant while the poll reads', async () => {
		await connectTo(tenants.first);
		const { id } = graph.tenant.addImage({ displayName: 'A', status: 'ready' });
		const activation = new Activation({});
		await activation.poll();
		graph.tenant.images.delete(id);
		graph.faults.add({ path: images, times: 1, then: { delayMs: 300 } });
		const [told] = await Promise.all([activation.poll(), connectTo(tenants.second)]);
		expect(told).toEqual([]);
		expect(await activation.poll()).toEqual([]);
	});
});

describe('n8n stopped and started again', () => {
	it('between pending and failed: the failure is told once', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance', status: 'ready' });
		const first = new Activation({ events: ['failed'] });
		await first.poll();
		const database = saved(first);
		change(id, { status: 'pending' });
		expect(await first.poll()).toEqual([]);
		change(id, { status: 'failed' });
		await restartN8n();
		const second = new Activation({ events: ['failed'] }, database, { activation: 'init' });
		expect(await second.poll()).toEqual(['failed Finance']);
		expect(await second.poll()).toEqual([]);
	});

	it('with a state that lacks an image: a failure known before it is not told twice, a new one is', async () => {
		const first = new Activation({ events: ['failed'] });
		await first.poll();
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		await first.poll();
		change(id, { status: 'failed' });
		expect(await first.poll()).toEqual(['failed Finance']);
		await restartN8n();
		const second = new Activation({ events: ['failed'] }, saved(first), { activation: 'init' });
		expect(await second.poll()).toEqual([]);
	});

	it('with a state that is older than an image which is ready now: it became ready', async () => {
		const first = new Activation({ events: ['ready'] });
		await first.poll();
		const database = saved(first);
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		await first.poll();
		change(id, { status: 'ready' });
		await restartN8n();
		const second = new Activation({ events: ['ready'] }, database, { activation: 'init' });
		expect(await second.poll()).toEqual(['ready Finance']);
	});
});

describe('polls of the durable scheduler without durable cursors', () => {
	const throttled = { status: 429, headers: { 'Retry-After': '7200' } };

	/** A trigger of which n8n makes a new context for each poll, and saves only at activation and with an emission. */
	class Ticking {
		database: IDataObject = {};

		constructor(private parameters: INodeParameters) {}

		/** Polls as n8n does when a user publishes the workflow; this one may fail in silence. */
		async publish(parameters = this.parameters): Promise<string[]> {
			this.parameters = parameters;
			const activation = new Activation(parameters, structuredClone(this.database));
			jest.spyOn(activation.context.logger, 'warn').mockImplementation(() => {});
			const told = await activation.poll();
			this.database = saved(activation);
			return told;
		}

		/** @param isKept false when n8n throws the poll's result away, e.g. as the workflow is unpublished meanwhile */
		async tick(isKept = true): Promise<string[]> {
			const durable = { activation: 'update', budgetMs: 36_000 } as const;
			const tick = new Activation(this.parameters, structuredClone(this.database), durable);
			const told = await tick.poll();
			if (told.length > 0 && isKept) this.database = saved(tick);
			return isKept ? told : [];
		}
	}

	it('keep the baseline when the activation was throttled, and tell each change once', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const trigger = new Ticking({});
		graph.faults.add({ path: images, times: 1, then: throttled });
		expect(await trigger.publish()).toEqual([]);
		expect(await trigger.tick()).toEqual([]);
		expect(trigger.database).toEqual({});
		change(id, { status: 'failed' });
		expect(await trigger.tick()).toEqual(['failed Finance']);
		expect(await trigger.tick()).toEqual([]);
		change(id, { status: 'pending' });
		expect(await trigger.tick()).toEqual(['pending Finance']);
	});

	it('tell again what n8n threw away, and nothing else', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const trigger = new Ticking({});
		graph.faults.add({ path: images, times: 1, then: throttled });
		await trigger.publish();
		await trigger.tick();
		change(id, { status: 'failed' });
		await trigger.tick(false);
		expect(await trigger.tick()).toEqual(['failed Finance']);
		expect(await trigger.tick()).toEqual([]);
	});

	it('tell an event that was chosen later, though its activation was throttled', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const trigger = new Ticking({ events: ['failed'] });
		await trigger.publish();
		graph.faults.add({ path: images, times: 1, then: throttled });
		await trigger.publish({ events: ['failed', 'ready'] });
		expect(await trigger.tick()).toEqual([]);
		change(id, { status: 'ready' });
		expect(await trigger.tick()).toEqual(['ready Finance']);
		expect(await trigger.tick()).toEqual([]);
	});

	it('keep the baseline of another tenant', async () => {
		await connectTo(tenants.first);
		graph.tenant.addImage({ displayName: 'A', status: 'ready' });
		const trigger = new Ticking({});
		await trigger.publish();
		await connectTo(tenants.second);
		graph.tenant.images.clear();
		const { id } = graph.tenant.addImage({ displayName: 'B', status: 'ready' });
		expect(await trigger.tick()).toEqual([]);
		change(id, { status: 'failed' });
		expect(await trigger.tick()).toEqual(['failed B']);
		expect(await trigger.tick()).toEqual([]);
	});

	it('ask once only for an image that is gone, when nobody wants to know', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance', status: 'ready' });
		const trigger = new Ticking({ events: ['failed'] });
		await trigger.publish();
		graph.tenant.images.delete(id);
		graph.clearRequests();
		for (let tick = 1; tick <= 3; tick++) expect(await trigger.tick()).toEqual([]);
		const list = `GET /v1.0${images}`;
		expect(sent()).toEqual([list, `${list}/${id}`, list, list]);
	});

	it('in a new process begin with what n8n had saved', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const trigger = new Ticking({ events: ['failed'] });
		await trigger.publish();
		change(id, { status: 'ready' });
		expect(await trigger.tick()).toEqual([]);
		await restartN8n();
		change(id, { status: 'failed' });
		expect(await trigger.tick()).toEqual(['failed Finance']);
		expect(await trigger.tick()).toEqual([]);
	});
});

describe('a change of the parameters', () => {
	it('makes a baseline for what is new, and keeps the rest', async () => {
		const [a, b] = [
			graph.tenant.addImage({ displayName: 'A' }),
			graph.tenant.addImage({ displayName: 'B' }),
		];
		const first = new Activation({ events: ['failed'], imageIds: [a.id] });
		await first.poll();
		change(a.id, { status: 'failed' });
		change(b.id, { status: 'failed' });
		const second = new Activation({ events: ['failed'] }, saved(first));
		expect(await second.poll()).toEqual(['failed A']);
		change(b.id, { status: 'failed' });
		expect(await second.poll()).toEqual(['failed B']);
	});

	it('makes a baseline for the events that it adds, and keeps the others', async () => {
		const [a, b] = [
			graph.tenant.addImage({ displayName: 'A' }),
			graph.tenant.addImage({ displayName: 'B' }),
		];
		const first = new Activation({ events: ['failed'] });
		await first.poll();
		change(a.id, { status: 'ready' });
		change(b.id, { status: 'failed' });
		const second = new Activation({ events: ['failed', 'ready'] }, saved(first));
		expect(await second.poll()).toEqual(['failed B']);
		change(a.id, { status: 'pending' });
		expect(await second.poll()).toEqual([]);
		change(a.id, { status: 'ready' });
		expect(await second.poll()).toEqual(['ready A']);
	});

	it('of the credential never takes images of another tenant for deleted or created', async () => {
		graph.tenant.addImage({ displayName: 'A', status: 'ready' });
		const first = new Activation({});
		await first.poll();
		const other = await startGraphServer({ seed: 'empty' });
		try {
			other.tenant.addImage({ displayName: 'B', status: 'failed' });
			engine.useCredential(appOnlyCredential(other, sampleApps.readWrite));
			const second = new Activation({}, saved(first));
			expect(await second.poll()).toEqual([]);
			other.tenant.addImage({ displayName: 'C', status: 'failed' });
			expect(await second.poll()).toEqual(['created C', 'failed C']);
		} finally {
			await other.close();
		}
	});

	it('of the signed-in user does not either, though the credential is the same', async () => {
		await connectTo(tenants.first);
		graph.tenant.addImage({ displayName: 'A', status: 'ready' });
		const activation = new Activation({});
		await activation.poll();
		graph.tenant.addImage({ displayName: 'B', status: 'ready' });
		await connectTo(tenants.first);
		expect(await activation.poll()).toEqual(['created B', 'ready B']);

		await connectTo(tenants.second);
		graph.tenant.images.clear();
		const { id } = graph.tenant.addImage({ displayName: 'C', status: 'ready' });
		expect(await activation.poll()).toEqual([]);
		change(id, { status: 'failed' });
		expect(await activation.poll()).toEqual(['failed C']);
		expect(JSON.stringify(activation.staticData)).not.toContain('eyJ');
	});
});

describe('a failed poll', () => {
	const faults = {
		'throttling': { status: 429, headers: { 'Retry-After': '7200' } },
		'a fault of the service': { status: 500 },
		'a cut connection': { reset: 'before' as const },
		'no sign-in': { status: 401 },
		'no permission': { status: 403 },
	};

	it.each(Object.entries(faults))('by %s changes nothing; the next good one tells all', async (_, then) => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const activation = new Activation({}, {}, { budgetMs: 3_000 });
		await activation.poll();
		const before = saved(activation);
		change(id, { status: 'failed' });
		graph.faults.add({ path: images, times: 99, then });
		await expect(activation.poll()).rejects.toMatchObject({ name: 'NodeApiError' });
		expect(saved(activation)).toEqual(before);
		graph.faults.clear();
		expect(await activation.poll()).toEqual(['failed Finance']);
	});

	it.each([undefined, null, '', ' ', 7])('by an entry whose ID is %j tells and saves nothing of it', async (entryId) => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const activation = new Activation({}, {}, { budgetMs: 2_000 });
		await activation.poll();
		const before = saved(activation);
		graph.faults.add({ path: images, times: Infinity, then: { entryId } });
		await expect(activation.poll()).rejects.toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
		expect(saved(activation)).toEqual(before);
		graph.faults.clear();
		change(id, { status: 'failed' });
		expect(await activation.poll()).toEqual(['failed Finance']);
	});

	it('in the middle of the pages changes nothing', async () => {
		graph.settings.pageSize = 1;
		graph.tenant.addImage({ displayName: 'A', status: 'ready' });
		const b = graph.tenant.addImage({ displayName: 'B', status: 'ready' });
		const activation = new Activation({});
		await activation.poll();
		change(b.id, { status: 'failed' });
		graph.faults.add({ path: images, skip: 1, times: 1, then: { status: 400 } });
		await expect(activation.poll()).rejects.toThrow();
		expect(await activation.poll()).toEqual(['failed B']);
	});

	it('by no sign-in is told to n8n as one that only somebody can mend', async () => {
		const activation = new Activation({});
		await activation.poll();
		graph.faults.add({ path: images, times: 99, then: { status: 401 } });
		await expect(activation.poll()).rejects.toMatchObject({
			message: expect.stringContaining('did not accept the sign-in'),
			httpCode: '401',
			failure: { cause: 'credential-invalid' },
		});
	});

	it('tells n8n how long the service wants it to wait', async () => {
		const activation = new Activation({});
		await activation.poll();
		graph.faults.add({ path: images, times: 99, then: { status: 429, headers: { 'Retry-After': '7200' } } });
		await expect(activation.poll()).rejects.toMatchObject({
			message: expect.stringContaining('throttling'),
			httpCode: '429',
			failure: { cause: 'rate-limited', retryAfterMs: 7_200_000 },
		});
	});

	it('at the activation is a warning when time can help, and the next one takes the baseline', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const activation = new Activation({});
		const warn = jest.spyOn(activation.context.logger, 'warn').mockImplementation(() => {});
		const info = jest.spyOn(activation.context.logger, 'info').mockImplementation(() => {});
		graph.faults.add({
			path: images,
			times: 1,
			then: { status: 429, headers: { 'Retry-After': '7200' } },
		});
		expect(await activation.poll()).toEqual([]);
		expect(warn).toHaveBeenCalledWith(
			expect.stringContaining('throttling'),
			expect.objectContaining({ description: expect.any(String) }),
		);
		expect(activation.staticData).toEqual({});
		for (let poll = 1; poll <= 2; poll++) expect(await activation.poll()).toEqual([]);
		expect(info.mock.calls).toEqual([[expect.stringContaining('has taken its baseline now')]]);
		change(id, { status: 'failed' });
		expect(await activation.poll()).toEqual(['failed Finance']);
		expect(info).toHaveBeenCalledTimes(1);
	});

	it('at the activation, and a restart before the first event: what failed in between is in the new baseline', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const first = new Activation({});
		jest.spyOn(first.context.logger, 'warn').mockImplementation(() => {});
		graph.faults.add({ path: images, times: 1, then: { status: 429, headers: { 'Retry-After': '7200' } } });
		await first.poll();
		await first.poll();
		await restartN8n();
		change(id, { status: 'failed' });
		const second = new Activation({}, {}, { activation: 'init' });
		expect(await second.poll()).toEqual([]);
		change(id, { status: 'pending' });
		expect(await second.poll()).toEqual(['pending Finance']);
	});

	it('at the activation, published again before the first event: nothing is lost as long as n8n runs', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const first = new Activation({});
		jest.spyOn(first.context.logger, 'warn').mockImplementation(() => {});
		graph.faults.add({ path: images, times: 1, then: { status: 429, headers: { 'Retry-After': '7200' } } });
		for (let poll = 1; poll <= 4; poll++) expect(await first.poll()).toEqual([]);
		change(id, { status: 'failed' });
		const second = new Activation({});
		expect(await second.poll()).toEqual(['failed Finance']);
	});

	it('after a restart keeps what was known', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const first = new Activation({});
		await first.poll();
		change(id, { status: 'failed' });
		const second = new Activation({}, saved(first), { activation: 'init' });
		jest.spyOn(second.context.logger, 'warn').mockImplementation(() => {});
		graph.faults.add({
			path: images,
			times: 1,
			then: { status: 503, headers: { 'Retry-After': '7200' } },
		});
		expect(await second.poll()).toEqual([]);
		expect(await second.poll()).toEqual(['failed Finance']);
	});

	it('of the durable scheduler is thrown, also when its context is new', async () => {
		const durable = { activation: 'update', budgetMs: 36_000 } as const;
		const tick = new Activation({}, {}, durable);
		graph.faults.add({ path: images, times: 99, then: { status: 503, headers: { 'Retry-After': '7200' } } });
		await expect(tick.poll()).rejects.toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
	});

	it.each([
		[400, 'did not accept the request'],
		[401, 'did not accept the sign-in'],
		[403, 'CloudPC.Read.All'],
	])('with %i is thrown at the activation, with what to do', async (status, words) => {
		graph.faults.add({ path: images, times: 99, then: { status } });
		await expect(new Activation({}).poll()).rejects.toThrow(words);
	});

	it.each([
		[{ events: [] }, "'Trigger On' is empty"],
		[{ events: ['exploded'] }, 'exploded'],
		[{ imageIds: ['../policies'] }, "'Device Image Names or IDs'"],
		[{ options: { expiresWithinDays: -1 } }, "'Expires Within (Days)'"],
		[
			{ events: ['warning'], options: { apiVersion: 'v1.0' } },
			"'API Version' has the value 'v1.0', in which 'warning' does not exist",
			"or remove 'warning' from 'Trigger On'",
		],
	])('for the parameters %j is thrown before any request', async (parameters, message, description = '') => {
		await expect(new Activation(parameters as INodeParameters).poll()).rejects.toMatchObject({
			message: expect.stringContaining(message),
			description: expect.stringContaining(description),
		});
		expect(graph.requests).toEqual([]);
	});
});

describe('the time that n8n gives a poll', () => {
	const budgetMs = 2_500;

	it.each<[string, () => void]>([
		['slow pages', () => {
			graph.settings.pageSize = 1;
			graph.faults.add({ path: images, times: 99, then: { delayMs: 400 } });
		}],
		['empty pages without end', () => {
			graph.tenant.images.clear();
			const next = `${graph.httpUrl}/v1.0${images}?page=`;
			graph.faults.add({ path: images, times: 1, then: { nextLink: `${next}0` } });
			for (let page = 1; page <= 990; page++) {
				graph.faults.add({ path: images, times: 1, then: { nextLink: `${next}${page}` } });
			}
			graph.settings.answerDelayMs = 5;
		}],
		['throttling', () => {
			graph.faults.add({ path: images, times: 99, then: { status: 429, headers: { 'Retry-After': '0.3' } } });
		}],
		['a body that trickles', () => {
			graph.faults.add({ path: images, times: 1, then: { dripMs: 1_500 } });
		}],
		['slow second looks', () => {
			graph.tenant.images.clear();
			graph.faults.add({ path: `${images}/`, times: 99, then: { delayMs: 400 } });
		}],
	])('is enough for %s', async (_, happen) => {
		for (let number = 1; number <= 10; number++) graph.tenant.addImage();
		const trigger = new Activation({}, {}, { activation: 'update', budgetMs });
		await trigger.poll();
		const before = saved(trigger);
		happen();
		const startedAt = performance.now();
		await expect(trigger.poll()).rejects.toMatchObject({
			failure: { cause: expect.stringMatching(/^(temporarily-unavailable|rate-limited)$/) },
		});
		const tookMs = performance.now() - startedAt;
		expect(tookMs).toBeLessThanOrEqual(budgetMs);
		expect(tookMs).toBeGreaterThan(budgetMs / 2);
		expect(saved(trigger)).toEqual(before);
	});
});

describe('overlapping polls', () => {
	/** Begins a poll that gets its answer, built now, only later. */
	const pollSlowly = async (activation: Activation): Promise<{ told: Promise<string[]> }> => {
		graph.faults.add({ path: images, times: 1, then: { delayAnswerMs: 500 } });
		graph.clearRequests();
		const told = activation.poll();
		await eventually(() => sent().length, 1);
		return { told };
	};

	it('of one trigger tell a change once', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const activation = new Activation({});
		await activation.poll();
		change(id, { status: 'failed' });
		const slow = await pollSlowly(activation);
		expect(await activation.poll()).toEqual(['failed Finance']);
		expect(await slow.told).toEqual([]);
		expect(await activation.poll()).toEqual([]);
	});

	it('do not bring back what a slow one saw before', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const activation = new Activation({});
		await activation.poll();
		const slow = await pollSlowly(activation);
		change(id, { status: 'failed' });
		expect(await activation.poll()).toEqual(['failed Finance']);
		const state = saved(activation);
		expect(await slow.told).toEqual([]);
		expect(saved(activation)).toEqual(state);
		expect(await activation.poll()).toEqual([]);
	});
});

describe('Fetch Test Event', () => {
	it('shows the newest image that fits, and leaves the state alone', async () => {
		graph.tenant.addImage({
			displayName: 'Older',
			status: 'failed',
			errorCode: 'sourceImageInvalid',
			lastModifiedDateTime: '2026-01-01T00:00:00Z',
		});
		graph.tenant.addImage({
			displayName: 'Newer',
			status: 'failed',
			errorCode: 'sourceImageInvalid',
			lastModifiedDateTime: '2026-02-01T00:00:00Z',
		});
		graph.tenant.addImage({ displayName: 'Newest', status: 'ready' });
		const manual = new Activation({ events: ['failed'] }, {}, { mode: 'manual' });
		expect(await manual.items()).toEqual([
			expect.objectContaining({
				event: 'failed',
				image: expect.objectContaining({ displayName: 'Newer' }),
				previous: expect.objectContaining({ status: 'pending' }),
				explanation: expect.any(String),
				remedy: expect.any(String),
			}),
		]);
		expect(manual.staticData).toEqual({});
	});

	it('leaves a state alone that is there, so that nothing is lost', async () => {
		const { id } = graph.tenant.addImage({ displayName: 'Finance' });
		const activation = new Activation({});
		await activation.poll();
		change(id, failure);
		const before = saved(activation);
		const manual = new Activation({}, activation.staticData, { mode: 'manual' });
		expect(await manual.poll()).toEqual(expect.arrayContaining(['failed Finance']));
		expect(manual.staticData).toEqual(before);
		expect(await activation.poll()).toEqual(['failed Finance']);
	});

	it('shows a sample of every chosen event, with every field, when no image fits', async () => {
		const manual = new Activation({ events: [...triggerEvents] }, {}, { mode: 'manual' });
		const items = await manual.items();
		expect(items.map(({ event }) => event)).toEqual(triggerEvents);
		for (const { event, image, previous, detectedAt } of items) {
			expect(Object.keys(Object(image)).sort()).toEqual([...imageProperties].sort());
			expect([event, previous && Object.keys(previous).sort()]).toEqual([
				event,
				event === 'created' ? null : [...comparedProperties].sort(),
			]);
			expect(detectedAt).toMatch(/^\d{4}-.*Z$/);
		}
		expect(items).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ event: 'failed', explanation: expect.any(String), remedy: expect.any(String) }),
				expect.objectContaining({ event: 'expiring', expired: true }),
				expect.objectContaining({
					event: 'warning',
					image: expect.objectContaining({ status: 'warning' }),
					previous: expect.objectContaining({ status: 'pending' }),
				}),
			]),
		);
	});

	it('says what is wrong when Graph cannot be asked', async () => {
		graph.faults.add({ path: images, times: 99, then: { status: 403 } });
		const manual = new Activation({}, {}, { mode: 'manual' });
		await expect(manual.poll()).rejects.toThrow('CloudPC.Read.All');
	});
});

it('offers every image by name for the filter', async () => {
	const { id } = graph.tenant.addImage({ displayName: 'Finance', status: 'ready' });
	expect(await engine.loadImages()).toEqual([{ name: 'Finance 1.0.0 (ready)', value: id }]);
});
