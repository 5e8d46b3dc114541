import { saved, throttled, useTrigger } from './useTrigger';

const { activate, addFinance, change, node } = useTrigger();
const { graph, strike } = node;

describe('a failed poll', () => {
	const faults = {
		'throttling': throttled,
		'a fault of the service': { status: 500 },
		'a cut connection': { reset: 'before' as const },
		'no sign-in': { status: 401 },
		'no permission': { status: 403 },
	};

	it.each(Object.entries(faults))('by %s changes nothing, and the next good one emits all', async (_, then) => {
		const id = addFinance();
		const activation = activate();
		await activation.poll();
		const before = saved(activation);
		change(id, { status: 'failed' });
		strike(then, { times: 99 });
		await expect(activation.pollIn(800)).rejects.toMatchObject({ name: 'NodeApiError' });
		expect(saved(activation)).toEqual(before);
		graph.faults.clear();
		expect(await activation.poll()).toEqual(['failed Finance']);
	});

	it.each([undefined, null, '', ' ', 7])('by an entry whose ID is %j emits and saves nothing of it', async (entryId) => {
		const id = addFinance();
		const activation = activate();
		await activation.poll();
		const before = saved(activation);
		strike({ entryId }, { times: Infinity });
		await expect(activation.pollIn(800)).rejects.toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
		expect(saved(activation)).toEqual(before);
		graph.faults.clear();
		change(id, { status: 'failed' });
		expect(await activation.poll()).toEqual(['failed Finance']);
	});

	it('in the middle of the pages changes nothing', async () => {
		graph.settings.pageSize = 1;
		graph.tenant.addImage({ displayName: 'A', status: 'ready' });
		const b = graph.tenant.addImage({ displayName: 'B', status: 'ready' });
		const activation = activate();
		await activation.poll();
		change(b.id, { status: 'failed' });
		strike({ status: 400 }, { skip: 1 });
		await expect(activation.poll()).rejects.toThrow();
		expect(await activation.poll()).toEqual(['failed B']);
	});

	it('by no sign-in is reported to n8n as one that only somebody can mend', async () => {
		const activation = activate();
		await activation.poll();
		strike({ status: 401 }, { times: 99 });
		await expect(activation.poll()).rejects.toMatchObject({
			message: expect.stringContaining('rejected the sign-in'),
			httpCode: '401',
			failure: { cause: 'credential-invalid' },
		});
	});

	it('reports n8n how long the service wants it to wait', async () => {
		const activation = activate();
		await activation.poll();
		strike(throttled, { times: 99 });
		await expect(activation.poll()).rejects.toMatchObject({
			message: expect.stringContaining('throttling'),
			httpCode: '429',
			failure: { cause: 'rate-limited', retryAfterMs: 7_200_000 },
		});
	});
});
