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

/**
 * Looks at an image until its upload has ended. Looks once before the first pause.
 * Only `pending` means that it goes on: any other status, known or not, ends the wait.
 *
 * @param read reads the image
 * @param options how long and for what
 * @param clock tells the time and pauses
 * @returns the image as last read
 * @throws ImageNotReady when it failed, ended otherwise than ready, or the time is up
 * @throws Cancelled from the clock; whatever `read` throws that is not transient, or threw in all the time
 */
export async function waitForStatus(
	read: () => Promise<DeviceImage>,
	options: WaitOptions,
	clock: Clock,
): Promise<DeviceImage> {
	const start = clock.now();
	let last: DeviceImage | undefined;
	for (;;) {
		let pauseMs = options.pollIntervalMs;
		const image = await read().catch((error: unknown) => {
			if (!options.isTransient?.(error, clock.now() - start)) throw error;
			const askedMs = options.retryAfterMs?.(error, clock.now()) ?? 0;
			const leftMs = Math.max(0, options.timeoutMs - (clock.now() - start));
			// Nothing is known of an image that was never read, so the reason is all there is to tell.
			if (askedMs > leftMs || (leftMs === 0 && !last)) throw error;
			pauseMs = Math.max(pauseMs, askedMs);
			return undefined;
		});
		if (image && image.status !== 'pending') return settled(image, options.waitUntil);
		last = image ?? last;
		const left = options.timeoutMs - (clock.now() - start);
		if (left <= 0 && last) throw timedOut(last, options.timeoutMs);
		await clock.sleep(Math.min(pauseMs, left));
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
