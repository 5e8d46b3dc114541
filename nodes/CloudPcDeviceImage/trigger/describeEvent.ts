import type { DeviceImage } from '../images/deviceImage';
import { explainErrorCode } from '../images/errorCodes';
import { expiryPhase, expiryWindow } from '../images/expiry';
import type { SavedImage } from './savedImage';
import { isAboutStatus, type StatusEvent, type TriggerEvent } from './events';

/**
 * Makes the output item of an event; that of a failed upload says in plain words why, and what to do.
 *
 * @param event the event's stored name
 * @param image the image as read, or as last seen when it is deleted
 * @param previous the image as last seen
 * @param now when it was found, ms since 1970, UTC
 * @param reuploaded whether the image was uploaded again and ended with the same status
 */
export function describeEvent(
	event: TriggerEvent,
	image: DeviceImage,
	previous: SavedImage | null,
	now: number,
	reuploaded = false,
): StatusEvent {
	const isUpload = isAboutStatus(event, image.status);
	const explains = isUpload && image.status === 'failed';
	return {
		event,
		image,
		previous,
		detectedAt: new Date(now).toISOString(),
		...(explains && explainErrorCode(image.errorCode ?? image.statusDetails)),
		...(isUpload && reuploaded && { reuploaded }),
		...(event === 'expiring' && { expired: expiryPhase(image.expirationDate, expiryWindow(now, 0)) === 'expired' }),
	};
}
