import type { GraphClient } from '../../graph/client';
import { classify } from '../../graph/classify';
import { GraphError } from '../../graph/errors';
import { retryAfterMs } from '../../graph/retry';
import type { DeviceImage } from '../../images/deviceImage';
import type { WaitOptions } from '../../images/waitForStatus';

/** A new image may stay unknown to a read for a short while, ms. */
const newImageGraceMs = 120_000;

/**
 * Returns how a call waits.
 *
 * @param options the parameters `pollIntervalSeconds` and `timeoutMinutes`
 * @param waitUntil what counts as success
 * @param isNew whether the image was created a moment ago, so that a 404 may pass
 */
export function makeWaitOptions(
	options: { pollIntervalSeconds: number; timeoutMinutes: number },
	waitUntil: WaitOptions['waitUntil'],
	isNew: boolean,
): WaitOptions {
	return {
		waitUntil,
		pollIntervalMs: options.pollIntervalSeconds * 1_000,
		timeoutMs: options.timeoutMinutes * 60_000,
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
