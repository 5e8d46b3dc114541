import { eventually } from '../eventually';
import { sampleSources, type Fault } from '../graph-server';
import { byId, useNode } from './useNode';

const node = useNode({ settings: { uploadMs: 3_600_000 } });
const { graph, log, requests, run, strike } = node;
const shortly = { 'Retry-After': '0.05' };
const imageNew = { displayName: 'New', version: '1.0.0' };

const create = async (options: object = {}) =>
	await run('create', { ...imageNew, sourceImageResourceId: byId(sampleSources.managed.resourceId), options });

describe('a create', () => {
	const made = () =>
		[...graph.tenant.images.values()].filter(({ displayName }) => displayName === 'New');

	it('costs one request on a good day', async () => {
		await create();
		expect(node).toHaveSent(['POST /v1.0# 201']);
	});

	it.each<[string, Fault]>([
		['is lost', { lostAnswer: true }],
		['breaks off', { reset: 'midBody' }],
		['is cut', { cutJson: true }],
	])('whose response %s is not sent twice: the new image is looked for', async (_, fault) => {
		strike(fault, { method: 'POST' });
		const { items, error } = await create();
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ displayName: 'New', status: 'pending' });
		expect(made()).toHaveLength(1);
		expect(requests().filter(({ method }) => method === 'POST')).toHaveLength(1);
	});

	it('that the service throttled is sent again', async () => {
		strike({ status: 429, headers: shortly }, { method: 'POST' });
		expect(await create()).not.toFailWith();
		expect(made()).toHaveLength(1);
	});

	it('that failed without a trace is an error, not a second request', async () => {
		strike({ status: 500 }, { method: 'POST' });
		expect(await create()).toFailWith('500');
		expect(node).toHaveSent(['POST /v1.0# 500', 'GET /v1.0# 200']);
		expect(made()).toHaveLength(0);
	});

	it('that the service refused with a time to come back is sent again', async () => {
		strike({ status: 503, headers: shortly }, { method: 'POST' });
		expect(await create()).not.toFailWith();
		expect(made()).toHaveLength(1);
	});

	it('that meets its own image when it is sent again gives that image', async () => {
		strike({ status: 503, headers: { 'Retry-After': '0.5' } }, { method: 'POST' });
		const creating = create();
		await eventually(log, ['POST /v1.0# 503']);
		const { id: own } = graph.tenant.addImage(imageNew);
		expect((await creating).items[0]?.json).toMatchObject({ id: own, status: 'pending' });
		expect(node).toHaveSent(['POST /v1.0# 503', 'POST /v1.0# 409', 'GET /v1.0# 200']);
		expect(made()).toHaveLength(1);
	});

	it('whose image cannot be looked for fails with the first error', async () => {
		strike({ status: 500 }, { method: 'POST' });
		strike({ status: 400 }, { method: 'GET' });
		expect(await create()).toFailWith('500');
		expect(node).toHaveSent(['POST /v1.0# 500', 'GET /v1.0# 400']);
	});

	it.each<[string, Fault]>([
		['without a body', { emptyBody: 201 }],
		['without an ID', { status: 201, body: imageNew }],
	])('whose response comes %s is looked for', async (_, fault) => {
		const { id: own } = graph.tenant.addImage(imageNew);
		strike(fault, { method: 'POST' });
		const { items, error } = await create();
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ id: own, status: 'pending' });
		expect(node).toHaveSent(['POST /v1.0# 201', 'GET /v1.0# 200']);
	});

	it('that may return an existing image returns the one that came in between', async () => {
		strike({ delayMs: 1_000 }, { method: 'POST' });
		const creating = create({ ifExists: 'returnExisting' });
		await eventually(() => log()[0], 'GET /v1.0# 200');
		const { id: other } = graph.tenant.addImage({
			...imageNew,
			status: 'ready',
			sourceImageResourceId: sampleSources.galleryNext.resourceId,
			lastModifiedDateTime: '2026-01-01T00:00:00Z',
		});
		expect((await creating).items[0]?.json).toMatchObject({ id: other, status: 'ready' });
		expect(node).toHaveSent(['GET /v1.0# 200', 'POST /v1.0# 409', 'GET /v1.0# 200']);
	});

	it('does not take an image of another source for the new one', async () => {
		graph.tenant.addImage({
			...imageNew,
			sourceImageResourceId: sampleSources.galleryNext.resourceId,
		});
		strike({ status: 500 }, { method: 'POST' });
		const result = await create();
		expect(result.items).toEqual([]);
		expect(result).toFailWith('500');
	});

	it('does not take an older image for the new one', async () => {
		graph.tenant.addImage({
			...imageNew,
			status: 'ready',
			lastModifiedDateTime: '2026-01-01T00:00:00Z',
		});
		strike({ status: 500 }, { method: 'POST' });
		expect(await create()).toFailWith('500');
	});
});
