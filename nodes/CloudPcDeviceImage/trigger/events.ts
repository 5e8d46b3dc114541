import type { DeviceImage } from '../images/deviceImage';
import type { ErrorCodeExplanation } from '../images/errorCodes';
import { expiryPhase, type ExpiryWindow } from '../images/expiry';
import type { SavedImage } from './savedImage';

/** Every event of the trigger by its stored name, in the order in which one image's events are told. */
export const triggerEvents = [
	'created',
	'pending',
	'ready',
	'warning',
	'failed',
	'statusChanged',
	'osStatusChanged',
	'expiring',
	'deleted',
] as const;

export type TriggerEvent = (typeof triggerEvents)[number];

/** One output item of the trigger. */
export interface StatusEvent extends Partial<ErrorCodeExplanation> {
	event: TriggerEvent;
	image: DeviceImage;
	/** The image as last seen, or null for one that was not known. */
	previous: SavedImage | null;
	/** ISO 8601, UTC. */
	detectedAt: string;
	/** The image was uploaded again between two polls and ended with the same status. */
	reuploaded?: true;
	/** Of `expiring`: whether the day has come. */
	expired?: boolean;
}

/**
 * Whether an event tells of a state in which the image is now, rather than of a change.
 *
 * @param event the event's stored name
 * @param image the image as read
 * @param window the window in which an image counts as expiring
 */
export function isInState(event: TriggerEvent, image: DeviceImage, window: ExpiryWindow): boolean {
	if (event === 'expiring') return expiryPhase(image.expirationDate, window) !== 'later';
	return isAboutStatus(event, image.status);
}

/** Whether an event is about a status; a status that nobody knows is none. */
export function isAboutStatus(event: TriggerEvent, status: string | null | undefined): boolean {
	return Boolean(status) && (event === 'statusChanged' || event === status);
}
