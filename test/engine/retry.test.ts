import { eventually } from '../eventually';
import { sampleImageIds, type Fault } from '../graph-server';
import { byId, useNode } from './useNode';
import { within } from './within';

const node = useNode({ settings: { uploadMs: 3_600_000 } });
const { log, run, strike } = node;
const id = sampleImageIds.ready;
const ready = { imageId: byId(id) };
const shortly = { 'Retry-After': '0.05' };

describe('a read', () => {
	it.each<[string, Fault]>([
		['throttled', { status: 429, headers: shortly }],
		['while the service is busy', { status: 503, headers: shortly }],
		['while the gateway waits', { status: 504, headers: shortly }],
		['whose connection drops', { reset: 'before' }],
		['whose response breaks off', { reset: 'midBody' }],
	])('%s is sent again', async (_, fault) => {
		strike(fault);
		const { items, error } = await run('get', ready);
		expect(error).toBeUndefined();
		expect(items[0]?.json.id).toBe(id);
		expect(node).toHaveSent(2);
	});

	it('that a wait repeats does not advise a retry budget, which a wait does not have', async () => {
		strike({ status: 429, headers: { 'Retry-After': '3600' } }, { times: 9 });
		const result = await run('waitForStatus', { ...ready, options: { timeoutMinutes: 1 } });
		expect(result).toFailWith({ description: expect.stringContaining('Microsoft Graph asked to wait 3600 seconds.') });
		expect(result.error?.description).not.toContain('Max Retry Time');
	});

	it('is not sent again without a budget, and the error says what the service asked', async () => {
		strike({ status: 429, headers: { 'Retry-After': '2.128' } });
		const result = await run('get', { ...ready, options: { retryBudgetSeconds: 0 } });
		expect(result).toFailWith({
			message: expect.stringContaining('throttling'),
			description: expect.stringContaining('asked to wait 2.128 seconds'),
		});
		expect(result.error?.description).toContain('Max Retry Time');
		expect(node).toHaveSent(1);
	});
});

it('a pause ends when the execution is cancelled', async () => {
	strike({ status: 429, headers: { 'Retry-After': '8' } }, { times: 9 });
	const cancel = new AbortController();
	const reading = run('get', ready, { signal: cancel.signal });
	await eventually(() => log().length, 1);
	cancel.abort();
	// The pause that is cut short would take 8 seconds.
	expect(await within(7_000, reading)).toFailWith();
	expect(node).toHaveSent(1);
});

it('a wait keeps the pause that the service asks for, and does not outlast its time', async () => {
	strike({ status: 429, headers: { 'Retry-After': '7200' } });
	const options = { timeoutMinutes: 1 };
	// The wait itself may take a minute, the pause two hours: only ending before both shows that neither was waited for.
	const result = await within(20_000, run('waitForStatus', { ...ready, options }));
	expect(result).toFailWith({ description: expect.stringContaining('7200 seconds') });
});
