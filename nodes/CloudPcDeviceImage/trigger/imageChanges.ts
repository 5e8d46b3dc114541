import { expiryPhase, type ExpiryWindow } from '../images/expiry';
import { hiddenWord } from '../images/hiddenWords';
import type { SavedImage } from './savedImage';
import { isAboutStatus, type TriggerEvent } from './events';

/**
 * Whether an event took place since an image was last seen. The rules and their reasons: docs/adr/0005-trigger-rules.md.
 *
 * @param event the event's stored name
 * @param current the image as this poll saw it
 * @param previous the image as last seen; null for one that is new
 * @param window the window in which an image counts as expiring
 * @param previousWindow the same at the last poll
 */
export function happened(
	event: TriggerEvent,
	current: SavedImage,
	previous: SavedImage | null,
	window: ExpiryWindow,
	previousWindow: ExpiryWindow | undefined,
): boolean {
	switch (event) {
		case 'deleted':
			return false;
		case 'created':
			return previous === null;
		case 'osStatusChanged':
			return previous !== null && differs('osStatus', current, previous);
		case 'expiring':
			return expiryIsNew(current, previous, window, previousWindow);
		default: {
			const changed = !previous || differs('status', current, previous) || wasReuploaded(current, previous);
			return changed && isAboutStatus(event, current.status);
		}
	}
}

/** The members that it never hides: they stand before it in v1.0 and beta. Source: the CSDL of Microsoft Graph. */
const neverHidden = {
	status: ['pending', 'ready', 'failed'],
	osStatus: ['supported', 'supportedWithWarning', 'unknown'],
	errorCode: [
		'internalServerError',
		'sourceImageNotFound',
		'osVersionNotSupported',
		'sourceImageInvalid',
		'sourceImageNotGeneralized',
	],
};

/** Whether a value is another one, and not the same in the spelling of another API version. */
function differs(property: keyof typeof neverHidden, current: SavedImage, previous: SavedImage): boolean {
	const [value, earlier] = [current[property], previous[property]];
	if (value === earlier) return false;
	if (value !== hiddenWord && earlier !== hiddenWord) return true;
	const other = value === hiddenWord ? earlier : value;
	return other === null || neverHidden[property].includes(other) || isNewer(current, previous);
}

/** Whether an image was modified since; a date that is known at last counts, one that is lacking proves nothing. */
export function isNewer(current: SavedImage, previous: SavedImage): boolean {
	const [later, earlier] = [current.lastModifiedDateTime, previous.lastModifiedDateTime];
	if (!later || !earlier) return Boolean(later);
	return Date.parse(later) > Date.parse(earlier);
}

/**
 * Whether an upload began and ended between two polls: the status is the same, but the error code is another one, or the
 * image was modified and nothing else explains it. A pending image may be modified by the upload itself.
 */
export function wasReuploaded(current: SavedImage, previous: SavedImage): boolean {
	if (differs('status', current, previous) || current.status === 'pending') return false;
	if (differs('errorCode', current, previous)) return true;
	const isRenamed = current.displayName !== previous.displayName || current.version !== previous.version;
	// The support of a release ends by the calendar; an upload of another release has another date, too.
	const isCalendar = current.osStatus !== previous.osStatus && current.expirationDate === previous.expirationDate;
	return isNewer(current, previous) && !isRenamed && !isCalendar;
}

/** An expiry is told once for each date when it comes near, and once more when the day has come. */
function expiryIsNew(
	current: SavedImage,
	previous: SavedImage | null,
	window: ExpiryWindow,
	previousWindow: ExpiryWindow | undefined,
): boolean {
	const phase = expiryPhase(current.expirationDate, window);
	if (phase === 'later') return false;
	if (!previous || !previousWindow || previous.expirationDate !== current.expirationDate) return true;
	return phase !== expiryPhase(previous.expirationDate, previousWindow);
}
