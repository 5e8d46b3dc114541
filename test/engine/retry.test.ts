import {
	appOnlyCredential,
	sampleApps,
	sampleImageIds,
	sampleSources,
	startGraphServer,
	type Fault,
	type GraphServer,
} from '../graph-server';
import { eventually } from '../eventually';
import { Engine } from './engine';

const images = '/deviceManagement/virtualEndpoint/deviceImages';
const id = sampleImageIds.ready;

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

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

const run = async (operation: string, more: object = {}) =>
	await engine.run({
		resource: 'deviceImage',
		operation,
		imageId: byId(id),
		...more,
	} as never);

const create = async (options: object = {}) =>
	await run('create', {
		displayName: 'New',
		version: '1.0.0',
		sourceImageResourceId: byId(sampleSources.managed.resourceId),
		options,
	});

const sent = (): string[] =>
	graph.requests
		.filter(({ area }) => area === 'graph')
		.map(({ method, path, status }) => `${method} ${path.replace(images, '#')} ${status ?? 'lost'}`);

const sentOnce = { retryBudgetSeconds: 0 };
const shortly = { 'Retry-After': '0.05' };
const strike = (then: Fault, more = {}): void => graph.faults.add({ path: images, then, ...more });

describe('a read', () => {
	it.each<[string, Fault]>([
		['throttled', { status: 429, headers: shortly }],
		['while the service is busy', { status: 503, headers: shortly }],
		['while the gateway waits', { status: 504, headers: shortly }],
		['whose connection drops', { reset: 'before' }],
		['whose answer breaks off', { reset: 'midBody' }],
	])('%s is sent again', async (_, fault) => {
		strike(fault);
		const { items, error } = await run('get');
		expect(error).toBeUndefined();
		expect(items[0]?.json.id).toBe(id);
		expect(sent()).toHaveLength(2);
	});

	it('that a wait repeats does not advise a retry budget, which a wait does not have', async () => {
		strike({ status: 429, headers: { 'Retry-After': '3600' } }, { times: 9 });
		const { error } = await run('waitForStatus', { options: { timeoutMinutes: 1 } });
		expect(error?.description).toContain('The service asked to wait 3600 seconds.');
		expect(error?.description).not.toContain('Retry Budget');
	});

	it('is not sent again without a budget, and the error says what the service asked', async () => {
		strike({ status: 429, headers: { 'Retry-After': '2.128' } });
		const { error } = await run('get', { options: { retryBudgetSeconds: 0 } });
		expect(error?.message).toContain('throttling');
		expect(error?.description).toContain('asked to wait 2.128 seconds');
		expect(error?.description).toContain('Retry Budget');
		expect(sent()).toHaveLength(1);
	});
});

it('a pause ends when the execution is cancelled', async () => {
	strike({ status: 429, headers: { 'Retry-After': '8' } }, { times: 9 });
	const start = Date.now();
	const get = { resource: 'deviceImage', operation: 'get', imageId: byId(id) } as never;
	const { error } = await engine.run(get, { signal: AbortSignal.timeout(500) });
	expect(error).toBeDefined();
	expect(Date.now() - start).toBeLessThan(5_000);
	expect(sent()).toHaveLength(1);
});

describe('a delete', () => {
	it('whose answer is lost is sent again, and 404 then means deleted', async () => {
		const unused = graph.tenant.addImage({ status: 'ready' }).id;
		strike({ lostAnswer: true });
		const { items } = await run('delete', { imageId: byId(unused) });
		expect(items.map(({ json }) => json)).toEqual([{ id: unused, deleted: true }]);
		expect(sent()).toEqual([`DELETE /v1.0#/${unused} lost`, `DELETE /v1.0#/${unused} 404`]);
		expect(graph.tenant.images.has(unused)).toBe(false);
	});

	it('whose answer is lost and that may not be sent again looks, and says what it found', async () => {
		const unused = graph.tenant.addImage({ status: 'ready' }).id;
		strike({ lostAnswer: true });
		const { items } = await run('delete', { imageId: byId(unused), options: { retryBudgetSeconds: 0 } });
		expect(items.map(({ json }) => json)).toEqual([{ id: unused, deleted: true }]);
		expect(sent()).toEqual([`DELETE /v1.0#/${unused} lost`, `GET /v1.0#/${unused} 404`]);
	});

	it('whose answer is lost and that is throttled then was made all the same', async () => {
		const unused = graph.tenant.addImage({ status: 'ready' }).id;
		strike({ lostAnswer: true });
		strike({ status: 429, headers: { 'Retry-After': '3600' } });
		const { items } = await run('delete', { imageId: byId(unused) });
		expect(items.map(({ json }) => json)).toEqual([{ id: unused, deleted: true }]);
	});

	const gateway = { emptyBody: 200 };

	it('that a gateway answers is no proof: an image that lives is not told as deleted', async () => {
		const living = graph.tenant.addImage({ status: 'ready' }).id;
		strike(gateway);
		const { items, error } = await run('delete', { imageId: byId(living) });
		expect(items).toEqual([]);
		expect(error?.message).toBe('Delete device image: the answer cannot be used');
		expect(sent()).toEqual([`DELETE /v1.0#/${living} 200`, `GET /v1.0#/${living} 200`]);
	});

	it('that a gateway answers is told as deleted when the image is gone', async () => {
		const gone = graph.tenant.addImage({ status: 'ready' }).id;
		graph.tenant.images.delete(gone);
		strike(gateway);
		const { items } = await run('delete', { imageId: byId(gone) });
		expect(items.map(({ json }) => json)).toEqual([{ id: gone, deleted: true }]);
	});

	it('that was only throttled before a 404 deleted nothing', async () => {
		strike({ status: 429, headers: shortly });
		const { error } = await run('delete', { imageId: byId('11112222-bbbb-3333-cccc-4444dddd5555') });
		expect(error?.message).toContain('not found');
	});
});

describe('a create', () => {
	const made = () =>
		[...graph.tenant.images.values()].filter(({ displayName }) => displayName === 'New');

	it('costs one request on a good day', async () => {
		await create();
		expect(sent()).toEqual(['POST /v1.0# 201']);
	});

	it.each<[string, Fault]>([
		['is lost', { lostAnswer: true }],
		['breaks off', { reset: 'midBody' }],
		['is cut', { cutJson: true }],
	])('whose answer %s is not sent twice: the new image is looked for', async (_, fault) => {
		strike(fault, { method: 'POST' });
		const { items, error } = await create();
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ displayName: 'New', status: 'pending' });
		expect(made()).toHaveLength(1);
		expect(sent().filter((each) => each.startsWith('POST'))).toHaveLength(1);
	});

	it('that the service throttled is sent again', async () => {
		strike({ status: 429, headers: shortly }, { method: 'POST' });
		expect((await create()).error).toBeUndefined();
		expect(made()).toHaveLength(1);
	});

	it('that failed without a trace is an error, not a second request', async () => {
		strike({ status: 500 }, { method: 'POST' });
		expect((await create()).error?.message).toContain('500');
		expect(sent()).toEqual(['POST /v1.0# 500', 'GET /v1.0# 200']);
		expect(made()).toHaveLength(0);
	});

	it('that the service refused with a time to come back is sent again', async () => {
		strike({ status: 503, headers: shortly }, { method: 'POST' });
		expect((await create()).error).toBeUndefined();
		expect(made()).toHaveLength(1);
	});

	it('that meets its own image when it is sent again gives that image', async () => {
		strike({ status: 503, headers: { 'Retry-After': '0.5' } }, { method: 'POST' });
		const creating = create();
		await eventually(sent, ['POST /v1.0# 503']);
		const { id: own } = graph.tenant.addImage({ displayName: 'New', version: '1.0.0' });
		expect((await creating).items[0]?.json).toMatchObject({ id: own, status: 'pending' });
		expect(sent()).toEqual(['POST /v1.0# 503', 'POST /v1.0# 409', 'GET /v1.0# 200']);
		expect(made()).toHaveLength(1);
	});

	it('whose image cannot be looked for tells the first error', async () => {
		strike({ status: 500 }, { method: 'POST' });
		strike({ status: 400 }, { method: 'GET' });
		expect((await create()).error?.message).toContain('500');
		expect(sent()).toEqual(['POST /v1.0# 500', 'GET /v1.0# 400']);
	});

	it.each<[string, Fault]>([
		['without a body', { emptyBody: 201 }],
		['without an ID', { status: 201, body: { displayName: 'New', version: '1.0.0' } }],
	])('answered %s is looked for', async (_, fault) => {
		const { id: own } = graph.tenant.addImage({ displayName: 'New', version: '1.0.0' });
		strike(fault, { method: 'POST' });
		const { items, error } = await create();
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ id: own, status: 'pending' });
		expect(sent()).toEqual(['POST /v1.0# 201', 'GET /v1.0# 200']);
	});

	it('that may return an existing image returns the one that came in between', async () => {
		strike({ delayMs: 1_000 }, { method: 'POST' });
		const creating = create({ ifExists: 'returnExisting' });
		await eventually(() => sent()[0], 'GET /v1.0# 200');
		const { id: other } = graph.tenant.addImage({
			displayName: 'New',
			version: '1.0.0',
			status: 'ready',
			sourceImageResourceId: sampleSources.galleryNext.resourceId,
			lastModifiedDateTime: '2026-01-01T00:00:00Z',
		});
		expect((await creating).items[0]?.json).toMatchObject({ id: other, status: 'ready' });
		expect(sent()).toEqual(['GET /v1.0# 200', 'POST /v1.0# 409', 'GET /v1.0# 200']);
	});

	it('does not take an image of another source for the new one', async () => {
		graph.tenant.addImage({
			displayName: 'New',
			version: '1.0.0',
			sourceImageResourceId: sampleSources.galleryNext.resourceId,
		});
		strike({ status: 500 }, { method: 'POST' });
		const { items, error } = await create();
		expect(items).toEqual([]);
		expect(error?.message).toContain('500');
	});

	it('does not take an older image for the new one', async () => {
		graph.tenant.addImage({
			displayName: 'New',
			version: '1.0.0',
			status: 'ready',
			lastModifiedDateTime: '2026-01-01T00:00:00Z',
		});
		strike({ status: 500 }, { method: 'POST' });
		expect((await create()).error?.message).toContain('500');
	});
});

describe.each(['retryUpload', 'reupload'])('%s', (operation) => {
	const failed = { imageId: byId(sampleImageIds.notGeneralized) };

	it('whose answer is lost looks at the status before it sends again', async () => {
		strike({ lostAnswer: true }, { method: 'POST' });
		const { items } = await run(operation, failed);
		expect(items[0]?.json.status).toBe('pending');
		expect(sent().map((each) => each.split(' ')[0])).toEqual(['POST', 'GET']);
	});

	it('that did not reach the service is sent again once it is known that the image is not pending', async () => {
		strike({ reset: 'before' }, { method: 'POST' });
		const { items } = await run(operation, failed);
		expect(items[0]?.json.status).toBe('pending');
		expect(sent().map((each) => each.split(' ')[0])).toEqual(['POST', 'GET', 'POST', 'GET']);
	});

	it('that a gateway answers is sent again once it is known that the image is not pending', async () => {
		strike({ emptyBody: 200 }, { method: 'POST' });
		const { items } = await run(operation, failed);
		expect(items[0]?.json.status).toBe('pending');
		const path = `/beta#/${sampleImageIds.notGeneralized}`;
		expect(sent()).toEqual([
			`POST ${path}/${operation} 200`,
			`GET ${path} 200`,
			`POST ${path}/${operation} 204`,
			`GET ${path} 200`,
		]);
	});
});

describe('a change that was made, and an image that cannot be read afterwards', () => {
	const failed = sampleImageIds.notGeneralized;
	/** The faults that strike the read, and what the description says of them. */
	const reads: Array<[string, Fault, string]> = [
		['429', { status: 429, headers: { 'Retry-After': '3600' } }, 'asked to wait 3600 seconds'],
		['403', { status: 403 }, 'access denied'],
		['404', { status: 404 }, 'not found'],
		['500', { status: 500 }, 'failed with status 500'],
	];

	/** The change stands first; the image's ID and the reason follow. */
	function expectTold(error: Awaited<ReturnType<typeof run>>['error'], message: string, imageId: string, reason: string): void {
		expect(error?.message).toBe(`${message}, but the image could not be read afterwards`);
		expect(error?.description).toMatch(/^Do not run this again before you have looked at the image/);
		expect(error?.description).toContain(imageId);
		expect(error?.description).toContain(reason);
		expect(error?.context.data).toMatchObject({ imageId });
	}

	it.each(reads)('Retry Upload: %s', async (status, fault, reason) => {
		strike(fault, { method: 'GET', times: Infinity });
		const { error } = await run('retryUpload', { imageId: byId(failed), options: sentOnce });
		expectTold(error, 'Retry upload of device image: the upload was started again', failed, reason);
		expect(error?.httpCode).toBe(status);
		expect(sent()).toEqual([`POST /beta#/${failed}/retryUpload 204`, `GET /beta#/${failed} ${status}`]);
		expect(graph.tenant.images.get(failed)?.status).toBe('pending');
	});

	it('Reupload', async () => {
		strike({ status: 500 }, { method: 'GET' });
		const { error } = await run('reupload', { imageId: byId(failed), options: sentOnce });
		expectTold(error, 'Reupload device image: the upload was started again', failed, 'status 500');
	});

	it('Update', async () => {
		graph.settings.patchAnswer = 204;
		strike({ status: 500 }, { method: 'GET' });
		const { error } = await run('update', { updateFields: { displayName: 'Renamed' }, options: sentOnce });
		expectTold(error, 'Update device image: the change was made', id, 'status 500');
		expect(graph.tenant.images.get(id)?.displayName).toBe('Renamed');
	});

	it('Create that waits', async () => {
		strike({ status: 403 }, { method: 'GET' });
		const { error } = await create({ waitUntilReady: true });
		const made = [...graph.tenant.images.values()].find(({ displayName }) => displayName === 'New');
		expectTold(error, 'Create device image: the image was created', String(made?.id), 'access denied');
		expect(sent()).toEqual(['POST /v1.0# 201', `GET /v1.0#/${made?.id} 403`]);
	});

	it('Create that waits until its time is up', async () => {
		strike({ status: 503 }, { method: 'GET', times: Infinity });
		const { error } = await create({ waitUntilReady: true, timeoutMinutes: 0.01 });
		const made = [...graph.tenant.images.values()].find(({ displayName }) => displayName === 'New');
		expectTold(error, 'Create device image: the image was created', String(made?.id), 'status 503');
	});

	it('has its ID in the item of Continue On Fail', async () => {
		strike({ status: 500 }, { method: 'GET' });
		const { items } = await engine.run(
			{ resource: 'deviceImage', operation: 'retryUpload', imageId: byId(failed), options: sentOnce } as never,
			{ onError: 'continueRegularOutput' },
		);
		expect(items[0]?.json).toMatchObject({
			error: expect.stringContaining('the upload was started again'),
			details: { imageId: failed, description: expect.stringContaining(failed) },
		});
	});
});

it('an update whose answer is lost and that is throttled then does not say that nothing was done', async () => {
	strike({ lostAnswer: true });
	strike({ status: 429, headers: { 'Retry-After': '3600' } });
	const { error } = await run('update', { updateFields: { displayName: 'Renamed' } });
	expect(error?.message).toContain('throttling');
	expect(error?.description).toContain('may have been carried out: look at the device image');
	expect(error?.description).not.toContain('did not act');
	expect(graph.tenant.images.get(id)?.displayName).toBe('Renamed');
});

it('one retry budget serves all requests of an item', async () => {
	const failed = sampleImageIds.notGeneralized;
	strike({ status: 429, headers: { 'Retry-After': '1.2' } }, { method: 'POST' });
	strike({ status: 429, headers: { 'Retry-After': '1.2' } }, { method: 'GET', times: Infinity });
	const startedAt = performance.now();
	const { error } = await run('retryUpload', { imageId: byId(failed), options: { retryBudgetSeconds: 2 } });
	expect(error?.message).toContain('the upload was started again');
	expect(performance.now() - startedAt).toBeLessThan(2_400);
	expect(sent().map((each) => each.replace(`/beta#/${failed}`, '@'))).toEqual([
		'POST @/retryUpload 429',
		'POST @/retryUpload 204',
		'GET @ 429',
	]);
});

it('a wait keeps the pause that the service asks for, and does not outlast its time', async () => {
	strike({ status: 429, headers: { 'Retry-After': '7200' } });
	const startedAt = Date.now();
	const { error } = await run('waitForStatus', { options: { timeoutMinutes: 1 } });
	expect(error?.description).toContain('7200 seconds');
	expect(Date.now() - startedAt).toBeLessThan(5_000);
});
