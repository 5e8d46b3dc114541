/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setImmediate as nextTurn } from 'node:timers/promises';

import fc from 'fast-check';

import { GraphError, type GraphFailure } from '../../nodes/CloudPcDeviceImage/graph/errors';
import {
	backOffMs,
	describeRetry,
	readRetryAfter,
	withRetry,
	type Idempotence,
} from '../../nodes/CloudPcDeviceImage/graph/retry';
import { Cancelled, realClock, type Clock } from '../../nodes/CloudPcDeviceImage/graph/clock';
import { propertyRuns } from '../propertyRuns';

const now = Date.UTC(2026, 10, 23, 3);

const evenChance = (): number => 0.5;

const failure = (more: Partial<GraphFailure>): GraphFailure => ({
	request: 'GET /v1.0/x',
	code: '',
	serviceMessage: '',
	...more,
});

/** A clock that only its own pauses move. */
function testClock(): Clock & { pauses: number[] } {
	let time = now;
	const pauses: number[] = [];
	return {
		pauses,
		now: () => time,
		sleep: async (ms) => {
			pauses.push(ms);
			time += ms;
		},
	};
}

/** Plays failures one after the other, then succeeds. */
function service(...failures: Array<Partial<GraphFailure>>): () => Promise<string> {
	let sent = 0;
	return async () => {
		const next = failures[sent++];
		if (next) throw new GraphError(failure(next));
		return `done after ${sent}`;
	};
}

describe('Retry-After', () => {
	it.each([
		['7', 7_000],
		['2.128', 2_128],
		['0', 0],
		[' 3 ', 3_000],
		['Mon, 23 Nov 2026 03:00:10 GMT', 10_000],
		['Mon, 23 Nov 2026 02:00:00 GMT', 0],
		['Monday, 23-Nov-26 03:00:10 GMT', 10_000],
		['Mon Nov 23 03:00:10 2026', 10_000],
		['-5', undefined],
		['soon', undefined],
		['', undefined],
		[undefined, undefined],
		['1e3', undefined],
	])('%j is %j ms', (header, ms) => {
		expect(readRetryAfter(header, now)).toBe(ms);
	});

	it('of any text gives a time that makes sense, or none', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.date().map(String)), (header) => {
				const ms = readRetryAfter(header, now);
				expect(ms === undefined || ms >= 0).toBe(true);
			}),
			propertyRuns(),
		);
	});
});

describe('what is sent again', () => {
	const lost: Partial<GraphFailure> = { kind: 'noResponse', code: 'ECONNRESET' };
	const failureAfter = async (idempotence: Idempotence, ...failures: Array<Partial<GraphFailure>>): Promise<GraphFailure> => {
		const error = await withRetry(service(...failures), idempotence, 120_000, testClock(), evenChance).catch((each: unknown) => each);
		expect(error).toBeInstanceOf(GraphError);
		return (error as GraphError).failure;
	};

	it('and refused then may have been carried out the first time, when nobody knows what became of that', async () => {
		expect((await failureAfter('idempotent', lost, { status: 404 })).mayHaveBeenProcessed).toBe(true);
		expect((await failureAfter('idempotent', { status: 429 }, { status: 404 })).mayHaveBeenProcessed).toBe(false);
		expect((await failureAfter('nonIdempotent', { status: 503, retryAfter: '1' }, { status: 409 })).mayHaveBeenProcessed).toBe(false);
	});

	it('and only reads is never said to have been carried out', async () => {
		expect((await failureAfter('read', lost, { status: 500 }, { status: 404 })).mayHaveBeenProcessed).toBe(false);
	});

	it('stops at the first failure that may not be, and keeps how long it took', async () => {
		expect(await failureAfter('read', { status: 500 }, { status: 403 }, { status: 500 })).toMatchObject({ status: 403, waitedMs: expect.any(Number) });
		expect((await failureAfter('nonIdempotent', lost)).waitedMs).toBeUndefined();
	});
});

describe('the pauses', () => {
	it('are those of the service, never shorter', async () => {
		const clock = testClock();
		const send = service({ status: 429, retryAfter: '2.128' }, { status: 503, retryAfter: '30' });
		expect(await withRetry(send, 'idempotent', 120_000, clock, evenChance)).toBe('done after 3');
		expect(clock.pauses).toEqual([2_128, 30_000]);
	});

	it('grow with full jitter when the service names none', async () => {
		const clock = testClock();
		const send = service(...Array(7).fill({ status: 503 }));
		await withRetry(send, 'idempotent', 600_000, clock, () => 0.5);
		expect(clock.pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
		expect(backOffMs(1, () => 0)).toBe(0);
	});

	it('end when the next one does not fit into the budget, and the error says so', async () => {
		const clock = testClock();
		const send = service({ status: 429, retryAfter: '10' }, { status: 429, retryAfter: '300' });
		const error = await withRetry(send, 'idempotent', 120_000, clock, evenChance).catch((each: unknown) => each);
		expect(error).toBeInstanceOf(GraphError);
		expect((error as GraphError).failure).toMatchObject({ waitedMs: 10_000, retryAfter: '300' });
		expect(describeRetry((error as GraphError).failure, true)).toBe(
			"n8n retried for 10 seconds. Microsoft Graph asked to wait 300 seconds. Raise 'Max Retry Time (Seconds)' to wait longer.",
		);
		expect(clock.pauses).toEqual([10_000]);
	});

	it('never pass the budget, nor shorten what the service asked, whatever it does', async () => {
		/** How the clock of the service differs, s: a date it names is one of its own clock. */
		const skew = fc.integer({ min: -600, max: 600 });
		const wanted = fc.oneof(
			fc.integer({ min: 0, max: 100 }).map((seconds) => ({ seconds, form: 'seconds' as const })),
			fc.double({ min: 0, max: 100, noNaN: true }).map((seconds) => ({ seconds, form: 'seconds' as const })),
			fc.integer({ min: -100, max: 100 }).map((seconds) => ({ seconds, form: 'date' as const })),
			fc.constant(undefined),
		);
		const response = fc.record({
			status: fc.constantFrom(429, 503, 504, 500, undefined),
			kind: fc.constantFrom(undefined, 'noResponse', 'timeout', 'unusableResponse', 'signInUnavailable', 'signInFailed'),
			code: fc.constantFrom('', 'ECONNRESET', 'ECONNREFUSED'),
			wanted,
			skew,
		});
		const dateAt = (ms: number): string => new Date(ms).toUTCString();
		await fc.assert(
			fc.asyncProperty(
				fc.array(response, { maxLength: 12 }),
				fc.integer({ min: 0, max: 200_000 }),
				fc.constantFrom<Idempotence>('read', 'idempotent', 'nonIdempotent'),
				fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
				async (responses, budgetMs, idempotence, numbers) => {
					const clock = testClock();
					let sent = 0;
					const send = async (): Promise<string> => {
						const next = responses[sent++];
						if (!next) return 'done';
						const itsNow = Math.floor(clock.now() / 1_000) * 1_000 + next.skew * 1_000;
						const seconds = next.wanted?.seconds ?? 0;
						const retryAfter =
							next.wanted?.form === 'date' ? dateAt(itsNow + seconds * 1_000) : seconds.toFixed(3);
						throw new GraphError(
							failure({
								status: next.status,
								kind: next.kind,
								code: next.code,
								respondedAt: dateAt(itsNow),
								...(next.wanted && { retryAfter }),
							}),
						);
					};
					const random = (): number => numbers.next().value ?? 0;
					await withRetry(send, idempotence, budgetMs, clock, random).catch((error: unknown) =>
						expect(error).toBeInstanceOf(GraphError),
					);
					expect(clock.now() - now).toBeLessThanOrEqual(budgetMs);
					expect(sent).toBe(Math.min(clock.pauses.length, responses.length) + 1);
					clock.pauses.forEach((pause, index) => {
						const asked = responses[index]?.wanted?.seconds ?? 0;
						expect(pause).toBeGreaterThanOrEqual(asked * 1_000 - 0.5);
						// What names a time is followed; only what names none, or one that is over, is left to chance.
						if (asked >= 0.001) expect(pause).toBeLessThanOrEqual(asked * 1_000 + 1.5);
						else expect(pause).toBeLessThanOrEqual(30_000);
					});
				},
			),
			propertyRuns(),
		);
	});

	it('come fewer and fewer for a service in lasting trouble, when chance makes them short and long in turn', async () => {
		for (const retryAfter of [undefined, '0', 'Mon, 23 Nov 2026 02:00:00 GMT']) {
			const clock = testClock();
			const send = service(...Array(10_000).fill({ status: 503, retryAfter }));
			const chances = Array(2_000).fill([0.7, 0, 0.9, 0.2, 0.5]).flat() as number[];
			await withRetry(send, 'idempotent', 120_000, clock, () => chances.pop() ?? 0).catch(() => undefined);
			expect(clock.pauses.length).toBeLessThan(60);
		}
	});

	it('end at once when the execution is cancelled', async () => {
		const cancel = new AbortController();
		const send = service({ status: 429, retryAfter: '0.9' });
		const ended = withRetry(send, 'idempotent', 120_000, realClock(cancel.signal), evenChance).catch((each: unknown) => each);
		await nextTurn();
		cancel.abort();
		expect(await Promise.race([ended, nextTurn('goes on')])).toBeInstanceOf(Cancelled);
	});
});
