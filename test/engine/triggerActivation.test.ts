import { laterThanThePoll, saved, throttled, useTrigger } from './useTrigger';

const { activate, addFinance, change, node } = useTrigger();
const { restartN8n, strike } = node;

describe('a failed poll', () => {
	it('at the activation is a warning when time can help, and the next one takes the baseline', async () => {
		const id = addFinance();
		const activation = activate();
		strike(throttled);
		expect(await activation.poll()).toEqual([]);
		expect(activation.warn).toHaveBeenCalledWith(
			expect.stringContaining('throttling'),
			expect.objectContaining({ description: expect.any(String) }),
		);
		expect(activation.staticData).toEqual({});
		for (let poll = 1; poll <= 2; poll++) expect(await activation.poll()).toEqual([]);
		expect(activation.info.mock.calls).toEqual([[expect.stringContaining('stored its baseline now')]]);
		change(id, { status: 'failed' });
		expect(await activation.poll()).toEqual(['failed Finance']);
		expect(activation.info).toHaveBeenCalledTimes(1);
	});

	it('at the activation, and a restart before the first event: what failed in between is in the new baseline', async () => {
		const id = addFinance();
		const first = activate();
		strike(throttled);
		await first.poll();
		await first.poll();
		await restartN8n();
		change(id, { status: 'failed' });
		const second = activate({}, {}, { activation: 'init' });
		expect(await second.poll()).toEqual([]);
		change(id, { status: 'pending' });
		expect(await second.poll()).toEqual(['pending Finance']);
	});

	it('at the activation, published again before the first event: nothing is lost as long as n8n runs', async () => {
		const id = addFinance();
		const first = activate();
		strike(throttled);
		for (let poll = 1; poll <= 4; poll++) expect(await first.poll()).toEqual([]);
		change(id, { status: 'failed' });
		const second = activate();
		expect(await second.poll()).toEqual(['failed Finance']);
	});

	it('after a restart keeps what was known', async () => {
		const id = addFinance();
		const first = activate();
		await first.poll();
		change(id, { status: 'failed' });
		const second = activate({}, saved(first), { activation: 'init' });
		strike({ status: 503, headers: laterThanThePoll });
		expect(await second.poll()).toEqual([]);
		expect(await second.poll()).toEqual(['failed Finance']);
	});

	it('of the durable scheduler is thrown, also when its context is new', async () => {
		const durable = { activation: 'update', budgetMs: 36_000 } as const;
		const tick = activate({}, {}, durable);
		strike({ status: 503, headers: laterThanThePoll }, { times: 99 });
		await expect(tick.poll()).rejects.toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
	});

	it.each([
		[400, 'rejected the request'],
		[401, 'rejected the sign-in'],
		[403, 'CloudPC.Read.All'],
	])('with %i is thrown at the activation, with what to do', async (status, words) => {
		strike({ status }, { times: 99 });
		await expect(activate().poll()).rejects.toThrow(words);
	});

	it.each([
		[{ events: [] }, "'Trigger On' is empty"],
		[{ events: ['exploded'] }, 'exploded'],
		[{ imageIds: ['../policies'] }, "'Device Image Names or IDs'"],
		[{ options: { expiresWithinDays: -1 } }, "'Expires Within (Days)'"],
		[
			{ events: ['warning'], options: { apiVersion: 'v1.0' } },
			"'API Version' has the value 'v1.0', which does not support 'warning'",
			"or remove 'warning' from 'Trigger On'",
		],
	])('for the parameters %j is thrown before any request', async (parameters, message, description = '') => {
		await expect(activate(parameters).poll()).rejects.toMatchObject({
			message: expect.stringContaining(message),
			description: expect.stringContaining(description),
		});
		expect(node).not.toHaveSent();
	});
});
