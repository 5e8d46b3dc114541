import { classify } from '../../graph/classify';
import { GraphError } from '../../graph/errors';
import { deviceImagePath } from '../../graph/paths';
import { retryAfterMs } from '../../graph/retry';
import type { DeviceImage } from '../../images/deviceImage';
import { revealWords, type ImageClients } from '../../images/hiddenWords';
import { ImageNotReady, lookOnce, waitForStatus, type WaitOptions, type WaitProgress } from '../../images/waitForStatus';
import type { Clock } from '../../graph/clock';
import { explanationOf } from './output';

/** A new image may stay unknown to a read for a short while, ms. */
const newImageGraceMs = 120_000;

/** How long a wait lasts where the user does not say, minutes. An agent gets the state at once and asks again. */
const usualMinutes = { inWorkflow: 120, asTool: 0 };

/** A wait for an image. */
export interface Wait extends ImageClients {
	clock: Clock;
	/** Whether an AI agent runs the node as its tool: a pending image is then data. */
	isTool: boolean;
	/** The image. */
	id: string;
	/** The parameters of the wait. */
	options: { pollIntervalSeconds: number; timeoutMinutes: number | undefined };
	waitUntil: WaitOptions['waitUntil'];
	/** Whether the image was created a moment ago, so that a 404 may pass. */
	isNew: boolean;
}

/** Returns whether a failed look may be passed over. */
const isTransient =
	(isNew: boolean) =>
	(error: unknown, elapsedMs: number): boolean => {
		if (!(error instanceof GraphError)) return false;
		const isUnknownYet = isNew && error.failure.status === 404 && elapsedMs < newImageGraceMs;
		return isUnknownYet || classify(error.failure).isTransient;
	};

function rulesOf({ isTool, options, waitUntil, isNew }: Wait): WaitOptions {
	const minutes = options.timeoutMinutes ?? (isTool ? usualMinutes.asTool : usualMinutes.inWorkflow);
	return {
		waitUntil,
		pollIntervalMs: options.pollIntervalSeconds * 1_000,
		timeoutMs: minutes * 60_000,
		isTransient: isTransient(isNew),
		retryAfterMs: (error, now) => (error instanceof GraphError ? retryAfterMs(error.failure, now) : undefined),
	};
}

const explained = (image: DeviceImage): DeviceImage => ({ ...image, ...explanationOf(image) });

/**
 * Waits for the end of an upload.
 *
 * @returns the image as last read; of a failed one also why and what to do, and for an AI agent whether the upload has ended
 * @throws ImageNotReady when it ended otherwise, or for people when the time is up; GraphError; Cancelled
 */
export async function waitForImage(wait: Wait): Promise<DeviceImage> {
	const { isTool } = wait;
	const asData = (image: DeviceImage) => ({ ...explained(image), ...(isTool && { settled: true }) });
	return await waitForStatus(lookAt(wait), rulesOf(wait), wait.clock).then(asData, (error: unknown) => {
		if (!isTool || !(error instanceof ImageNotReady) || error.image.status !== 'pending') throw error;
		return { ...error.image, settled: false, message: stillPending };
	});
}

const stillPending =
	'The upload has not finished yet. It takes minutes to more than an hour. Check again later; do not upload again.';

/**
 * Looks once during a wait for the end of an upload.
 *
 * @param progress how far the wait was
 * @returns the image when the upload has ended, as {@link waitForImage} does, or how far the wait is now
 * @throws ImageNotReady; GraphError
 */
export async function lookAtImage(
	wait: Wait,
	progress: WaitProgress,
): Promise<{ settled: DeviceImage } | { waiting: WaitProgress }> {
	const look = await lookOnce(lookAt(wait), rulesOf(wait), progress, wait.clock);
	return 'settled' in look ? { settled: explained(look.settled) } : look;
}

/** Reads an image once: a failed read is passed over until the next, so that no retry outlasts the wait. */
const lookAt =
	({ id, ...clients }: ImageClients & { id: string }) =>
	async (): Promise<DeviceImage> => {
		try {
			return await revealWords(await clients.graph.get(deviceImagePath(id), undefined, 0), clients, 0);
		} catch (error) {
			// The wait has a time limit of its own, which no retry budget would prolong.
			throw error instanceof GraphError ? new GraphError({ ...error.failure, waitedMs: undefined }) : error;
		}
	};
