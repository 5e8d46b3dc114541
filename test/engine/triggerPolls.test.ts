import { eventually } from '../eventually';
import { failure, listRequest, saved, useTrigger, type Activation } from './useTrigger';

const { activate, addFinance, change, node } = useTrigger();
const { addImages, engine, graph, log, requests, strike } = node;

describe('a poll', () => {
	it('takes the baseline first, then emits each change once, in one request', async () => {
		const id = addFinance();
		const activation = activate();
		expect(await activation.poll()).toEqual([]);
		expect(activation.info).not.toHaveBeenCalled();
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
		expect(node).toHaveSent([listRequest]);
		expect(await activation.poll()).toEqual([]);
	});

	it('gives every property when full images are wanted', async () => {
		const activation = activate({ options: { fullImage: true } });
		await activation.poll();
		graph.tenant.addImage({ displayName: 'Finance', status: 'ready', osBuildNumber: '24H2' });
		const [created] = await activation.items();
		expect(created?.image).toMatchObject({ osBuildNumber: '24H2', sizeInGB: 64 });
		expect(requests()[0]?.query).toEqual({});
	});

	it('reads every page before it compares', async () => {
		graph.settings.pageSize = 2;
		addImages(5);
		const activation = activate();
		await activation.poll();
		graph.clearRequests();
		const { id, displayName } = [...graph.tenant.images.values()][4] ?? { id: '', displayName: '' };
		change(id, { status: 'failed' });
		expect(await activation.poll()).toEqual([`failed ${displayName}`]);
		expect(node).toHaveSent(3);
	});

	it('asks beta, and only then, when a warning is to be emitted', async () => {
		const id = addFinance('ready');
		const activation = activate({ events: ['warning'] });
		await activation.poll();
		change(id, { status: 'warning' });
		expect(await activation.poll()).toEqual(['warning Finance']);
		expect(new Set(log().map((line) => line.replace(/ \$select=\S+/, '')))).toEqual(new Set(['GET /beta# 200']));
	});

	it('watches only the chosen images, given as a list or as a text', async () => {
		const [a, b] = [graph.tenant.addImage(), graph.tenant.addImage()];
		for (const imageIds of [[a.id], ` ${a.id.toUpperCase()},${a.id} `]) {
			const activation = activate({ imageIds });
			await activation.poll();
			change(a.id, { status: 'ready' });
			change(b.id, { status: 'ready' });
			expect(await activation.poll()).toEqual([`ready ${a.displayName}`]);
			change(a.id, { status: 'pending' });
		}
	});

	it('emits what is there already when this is wanted', async () => {
		graph.tenant.addImage({ displayName: 'Old', status: 'ready' });
		graph.tenant.addImage({ displayName: 'New' });
		const activation = activate({ events: ['ready'], options: { emitExisting: true } });
		expect(await activation.poll()).toEqual(['ready Old']);
		expect(await activation.poll()).toEqual([]);
	});
});

describe('overlapping polls', () => {
	/** Begins a poll that gets its response, built now, only later. */
	const pollSlowly = async (activation: Activation): Promise<{ emitted: Promise<string[]> }> => {
		strike({ delayAnswerMs: 500 });
		graph.clearRequests();
		const emitted = activation.poll();
		await eventually(() => log().length, 1);
		return { emitted };
	};

	it('of one trigger emit a change once', async () => {
		const id = addFinance();
		const activation = activate();
		await activation.poll();
		change(id, { status: 'failed' });
		const slow = await pollSlowly(activation);
		expect(await activation.poll()).toEqual(['failed Finance']);
		expect(await slow.emitted).toEqual([]);
		expect(await activation.poll()).toEqual([]);
	});

	it('do not bring back what a slow one saw before', async () => {
		const id = addFinance();
		const activation = activate();
		await activation.poll();
		const slow = await pollSlowly(activation);
		change(id, { status: 'failed' });
		expect(await activation.poll()).toEqual(['failed Finance']);
		const state = saved(activation);
		expect(await slow.emitted).toEqual([]);
		expect(saved(activation)).toEqual(state);
		expect(await activation.poll()).toEqual([]);
	});
});

it('the list of images of the trigger offers every image by name', async () => {
	const id = addFinance('ready');
	expect(await engine.loadImages()).toEqual([{ name: 'Finance 1.0.0 (ready)', value: id }]);
});
