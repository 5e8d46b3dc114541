/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setImmediate as nextTurn } from 'node:timers/promises';

import { Cancelled, realClock, type Clock } from '../../nodes/CloudPcDeviceImage/graph/clock';
import type { DeviceImage } from '../../nodes/CloudPcDeviceImage/images/deviceImage';
import {
	ImageNotReady,
	waitForStatus,
	type WaitOptions,
} from '../../nodes/CloudPcDeviceImage/images/waitForStatus';

const minute = 60_000;

/** A clock that only its own pauses move. */
function testClock(): Clock & { pauses: number[] } {
	let now = Date.UTC(2026, 10, 23);
	const pauses: number[] = [];
	return {
		pauses,
		now: () => now,
		sleep: async (ms) => {
			pauses.push(ms);
			now += ms;
		},
	};
}

/** Plays statuses one look after the other; the last one stays. */
function images(...states: Array<Partial<DeviceImage> | Error>): () => Promise<DeviceImage> {
	let look = 0;
	return async () => {
		const state = states[Math.min(look++, states.length - 1)];
		if (state instanceof Error) throw state;
		return { id: 'image-1', displayName: 'Finance', version: '1.0.0', ...state };
	};
}

const options = (changes: Partial<WaitOptions> = {}): WaitOptions => ({
	waitUntil: 'ready',
	pollIntervalMs: minute,
	timeoutMs: 120 * minute,
	...changes,
});

const failureOf = async (waiting: Promise<unknown>): Promise<ImageNotReady> => {
	const error = await waiting.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(ImageNotReady);
	return error as ImageNotReady;
};

describe('waitForStatus', () => {
	it('looks once before the first pause', async () => {
		const clock = testClock();
		const image = await waitForStatus(images({ status: 'ready' }), options(), clock);
		expect(image.status).toBe('ready');
		expect(clock.pauses).toEqual([]);
	});

	it('pauses for the poll interval between two looks', async () => {
		const clock = testClock();
		const read = images({ status: 'pending' }, { status: 'pending' }, { status: 'ready' });
		await waitForStatus(read, options(), clock);
		expect(clock.pauses).toEqual([minute, minute]);
	});

	it('fails fast on failed, with the code explained', async () => {
		const clock = testClock();
		const read = images({ status: 'pending' }, { status: 'failed', errorCode: 'sourceImageNotGeneralized' });
		const failure = await failureOf(waitForStatus(read, options(), clock));
		expect(failure.message).toBe(
			"The upload of device image 'Finance 1.0.0' failed: sourceImageNotGeneralized",
		);
		expect(failure.description).toContain('The source image is not generalized.');
		expect(failure.description).toContain('sysprep /generalize');
		expect(failure.description).toContain('image-1');
		expect(clock.pauses).toEqual([minute]);
	});

	it.each(['warning', 'unknownFutureValue', 'somethingNew', null, undefined])(
		'ends on the status %s instead of hanging',
		async (status) => {
			const clock = testClock();
			const failure = await failureOf(waitForStatus(images({ status }), options(), clock));
			expect(failure.message).toContain(`ended with status '${status ?? 'none'}' instead of ready`);
			expect(clock.pauses).toEqual([]);
		},
	);

	it.each(['ready', 'failed', 'warning', 'somethingNew'])('settled accepts %s', async (status) => {
		const settled = options({ waitUntil: 'settled' });
		const image = await waitForStatus(images({ status }), settled, testClock());
		expect(image.status).toBe(status);
	});

	it('stops when the time is up, never later', async () => {
		const clock = testClock();
		const start = clock.now();
		const timeoutMs = 2.5 * minute;
		const failure = await failureOf(
			waitForStatus(images({ status: 'pending' }), options({ timeoutMs }), clock),
		);
		expect(clock.now() - start).toBe(timeoutMs);
		expect(clock.pauses).toEqual([minute, minute, 0.5 * minute]);
		expect(failure.message).toBe("Device image 'Finance 1.0.0' is still pending after 2.5 minutes");
	});

	it('passes over failed looks that may pass, and throws the others', async () => {
		const passing = new Error('503');
		const read = images(passing, { status: 'ready' });
		const isTransient = (error: unknown): boolean => error === passing;
		const image = await waitForStatus(read, options({ isTransient }), testClock());
		expect(image.status).toBe('ready');
		const denied = new Error('403');
		await expect(
			waitForStatus(images(denied), options({ isTransient }), testClock()),
		).rejects.toBe(denied);
	});

	it('throws the last error when no look succeeded in all the time', async () => {
		const last = new Error('503');
		const waiting = waitForStatus(
			images(new Error('first'), last),
			options({ isTransient: () => true, timeoutMs: minute }),
			testClock(),
		);
		await expect(waiting).rejects.toBe(last);
	});

	it('tells the image as last seen when the last look failed', async () => {
		const read = images({ status: 'pending' }, new Error('503'));
		const isTransient = (): boolean => true;
		const failure = await failureOf(waitForStatus(read, options({ isTransient, timeoutMs: minute }), testClock()));
		expect(failure.message).toBe("Device image 'Finance 1.0.0' is still pending after 1 minutes");
	});
});

describe('realClock', () => {
	it('ends a pause at once on cancellation', async () => {
		const controller = new AbortController();
		const clock = realClock(controller.signal);
		const outcomeOf = async (pause: Promise<void>): Promise<unknown> =>
			await Promise.race([pause.catch((error: unknown) => error), nextTurn('goes on')]);
		const running = clock.sleep(900);
		controller.abort();
		expect(await outcomeOf(running)).toBeInstanceOf(Cancelled);
		expect(await outcomeOf(clock.sleep(900))).toBeInstanceOf(Cancelled);
	});

	it('pauses as long as asked', async () => {
		const clock = realClock();
		const before = clock.now();
		await clock.sleep(30);
		expect(clock.now() - before).toBeGreaterThanOrEqual(25);
	});
});
