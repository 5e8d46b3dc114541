import type { GraphClient } from '../graph/client';
import { classify } from '../graph/classify';
import { GraphError } from '../graph/errors';
import { retryAfterMs } from '../graph/retry';
import type { DeviceImage } from '../images/deviceImage';
import type { WaitOptions } from '../images/waitForStatus';
import { optionValue } from './apiVersion';
import { checkNumber } from './checks';
import type { Values } from './operation';

export { waitForStatus } from '../images/waitForStatus';

/** A new image may stay unknown to a read for a short while, ms. */
const newImageGraceMs = 120_000;

/**
 * Reads the wait options of a call.
 *
 * @param values the operation's parameter values
 * @param waitUntil what counts as success
 * @param isNew whether the image was created a moment ago, so that a 404 may pass
 * @throws InvalidInput for a number that makes no sense
 */
export function readWaitOptions(
	values: Values,
	waitUntil: WaitOptions['waitUntil'],
	isNew: boolean,
): WaitOptions {
	const seconds = optionValue(values, 'pollIntervalSeconds') ?? 60;
	const minutes = optionValue(values, 'timeoutMinutes') ?? 120;
	return {
		waitUntil,
		pollIntervalMs: checkNumber('Poll Interval (Seconds)', seconds, 1, 86_400) * 1_000,
		timeoutMs: checkNumber('Wait Timeout (Minutes)', minutes, 0, 43_200) * 60_000,
		isTransient: (error, elapsedMs) => {
			if (!(error instanceof GraphError)) return false;
			const isUnknownYet = isNew && error.failure.status === 404 && elapsedMs < newImageGraceMs;
			return isUnknownYet || classify(error.failure).isTransient;
		},
		retryAfterMs: (error, now) =>
			error instanceof GraphError ? retryAfterMs(error.failure, now) : undefined,
	};
}

/** Looks at an image once: a failed look is passed over until the next, so that no retry outlasts the wait. */
export const lookAt =
	(graph: GraphClient, path: string) => async (): Promise<DeviceImage> =>
		await graph.get(path, undefined, 0).catch((error: unknown) => {
			// The wait has a time limit of its own, which no retry budget would prolong.
			throw error instanceof GraphError ? new GraphError({ ...error.failure, waitedMs: undefined }) : error;
		});
