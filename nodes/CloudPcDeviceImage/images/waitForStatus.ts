import type { Clock } from '../graph/clock';
import { imageLabel, type DeviceImage } from './deviceImage';
import { explainErrorCode } from './errorCodes';

export interface WaitOptions {
	/** `ready`: only ready is success; `settled`: any status but pending is. */
	waitUntil: 'ready' | 'settled';
	/** Pause between two looks, ms. */
	pollIntervalMs: number;
	/** Longest wait in all, ms. */
	timeoutMs: number;
	/**
	 * Returns whether a failed look may be passed over, e.g. a 503 during a wait of hours.
	 * @param elapsedMs how long the wait has lasted
	 */
	isTransient?: (error: unknown, elapsedMs: number) => boolean;
	/**
	 * Returns the pause that the service asked for with a failed look, ms; it is never shortened.
	 * @param now ms since 1970, UTC
	 */
	retryAfterMs?: (error: unknown, now: number) => number | undefined;
}

/** The wait ended without the image that was hoped for. */
export class ImageNotReady extends Error {
	/** @param description why, and what to do; @param image the image as last seen */
	constructor(
		message: string,
		readonly description: string,
		readonly image: DeviceImage,
	) {
		super(message);
	}
}

/** How far a wait is. */
export interface WaitProgress {
	/** When it began, ms since 1970, UTC. */
	startedAt: number;
	/** When the next look is due, ms since 1970, UTC. */
	nextLookAt: number;
	/** The image as last read. */
	last?: DeviceImage;
}

/**
 * Looks at an image once.
 * Only `pending` means that the wait goes on: any other status, known or not, ends it.
 *
 * @param read reads the image
 * @param options how long and for what
 * @param progress how far the wait was
 * @param clock gives the time
 * @returns the image whose upload has ended, or how far the wait is now
 * @throws ImageNotReady when it failed, ended otherwise than ready, or the time is up
 * @throws whatever `read` throws that is not transient, or threw in all the time
 */
export async function lookOnce(
	read: () => Promise<DeviceImage>,
	options: WaitOptions,
	{ startedAt, last }: WaitProgress,
	clock: Pick<Clock, 'now'>,
): Promise<{ settled: DeviceImage } | { waiting: WaitProgress }> {
	let pauseMs = options.pollIntervalMs;
	const image = await read().catch((error: unknown) => {
		if (!options.isTransient?.(error, clock.now() - startedAt)) throw error;
		const askedMs = options.retryAfterMs?.(error, clock.now()) ?? 0;
		const leftMs = Math.max(0, options.timeoutMs - (clock.now() - startedAt));
		// Nothing is known of an image that was never read, so the reason is all there is to tell.
		if (askedMs > leftMs || (leftMs === 0 && !last)) throw error;
		pauseMs = Math.max(pauseMs, askedMs);
		return undefined;
	});
	if (image && image.status !== 'pending') return { settled: settled(image, options.waitUntil) };
	const lastRead = image ?? last;
	const now = clock.now();
	const leftMs = options.timeoutMs - (now - startedAt);
	if (leftMs <= 0 && lastRead) throw timedOut(lastRead, options.timeoutMs);
	return { waiting: { startedAt, nextLookAt: now + Math.min(pauseMs, leftMs), ...(lastRead && { last: lastRead }) } };
}

/** Returns a wait that begins now. */
export function beginWait({ now }: Pick<Clock, 'now'>): WaitProgress {
	const startedAt = now();
	return { startedAt, nextLookAt: startedAt };
}

/**
 * Looks at an image until its upload has ended. Looks once before the first pause.
 *
 * @param read reads the image
 * @param options how long and for what
 * @param clock gives the time and pauses
 * @returns the image as last read
 * @throws Cancelled from the clock; whatever {@link lookOnce} throws
 */
export async function waitForStatus(
	read: () => Promise<DeviceImage>,
	options: WaitOptions,
	clock: Clock,
): Promise<DeviceImage> {
	let progress = beginWait(clock);
	for (;;) {
		const look = await lookOnce(read, options, progress, clock);
		if ('settled' in look) return look.settled;
		progress = look.waiting;
		await clock.sleep(progress.nextLookAt - clock.now());
	}
}

function settled(image: DeviceImage, waitUntil: WaitOptions['waitUntil']): DeviceImage {
	if (image.status === 'ready' || waitUntil === 'settled') return image;
	const label = imageLabel(image);
	const code = image.errorCode ?? image.statusDetails;
	if (image.status === 'failed') {
		const { explanation, remedy } = explainErrorCode(code);
		throw new ImageNotReady(
			`The upload of device image '${label}' failed${code ? `: ${code}` : ''}`,
			`${explanation}\n${remedy}\nImage ID: ${image.id}`,
			image,
		);
	}
	throw new ImageNotReady(
		`The upload of device image '${label}' ended with status '${image.status ?? 'none'}' instead of ready`,
		`${code ? `${explainErrorCode(code).explanation}\n` : ''}Check the image in Intune under Devices > Windows 365 > Custom images before you use it. To continue with any final status, set 'Wait Until' to 'Upload Finished (Any Status)'.\nImage ID: ${image.id}`,
		image,
	);
}

function timedOut(image: DeviceImage, timeoutMs: number): ImageNotReady {
	const minutes = Math.round(timeoutMs / 6_000) / 10;
	return new ImageNotReady(
		`Device image '${imageLabel(image)}' is still pending after ${minutes} minutes`,
		`The upload continues in Windows 365. Raise 'Wait Timeout (Minutes)', or check the image later with Get.\nImage ID: ${image.id}`,
		image,
	);
}
