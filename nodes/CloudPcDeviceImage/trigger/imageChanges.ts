import { expiryPhase, type ExpiryWindow } from '../images/expiry';
import type { SavedImage } from './savedImage';
import { tellsStatus, type TriggerEvent } from './events';

/**
 * Whether an event took place since an image was last seen. The rules and their reasons: docs/adr/0005-trigger-rules.md.
 *
 * @param event the event's stored name
 * @param now the image as this poll saw it
 * @param before the image as last seen; null for one that is new
 * @param soon the window in which an image counts as expiring
 * @param soonBefore the same at the last poll
 */
export function happened(
	event: TriggerEvent,
	now: SavedImage,
	before: SavedImage | null,
	soon: ExpiryWindow,
	soonBefore: ExpiryWindow | undefined,
): boolean {
	switch (event) {
		case 'deleted':
			return false;
		case 'created':
			return before === null;
		case 'osStatusChanged':
			return before !== null && differs('osStatus', now, before);
		case 'expiring':
			return expiryIsNew(now, before, soon, soonBefore);
		default: {
			const changed = !before || differs('status', now, before) || wasReuploaded(now, before);
			return changed && tellsStatus(event, now.status);
		}
	}
}

/** Graph hides newer members of an enum behind this one, as long as a client or an API version does not know them. */
const sentinel = 'unknownFutureValue';

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
function differs(property: keyof typeof neverHidden, now: SavedImage, before: SavedImage): boolean {
	const [value, earlier] = [now[property], before[property]];
	if (value === earlier) return false;
	if (value !== sentinel && earlier !== sentinel) return true;
	const other = value === sentinel ? earlier : value;
	return other === null || neverHidden[property].includes(other) || isNewer(now, before);
}

/** Whether an image was modified since; a date that is known at last counts, one that is lacking proves nothing. */
export function isNewer(now: SavedImage, before: SavedImage): boolean {
	const [later, earlier] = [now.lastModifiedDateTime, before.lastModifiedDateTime];
	if (!later || !earlier) return Boolean(later);
	return Date.parse(later) > Date.parse(earlier);
}

/**
 * Whether an upload began and ended between two polls: the status is the same, but the error code is another one, or the
 * image was modified and nothing else explains it. A pending image may be modified by the upload itself.
 */
export function wasReuploaded(now: SavedImage, before: SavedImage): boolean {
	if (differs('status', now, before) || now.status === 'pending') return false;
	if (differs('errorCode', now, before)) return true;
	const isRenamed = now.displayName !== before.displayName || now.version !== before.version;
	// The support of a release ends by the calendar; an upload of another release has another date, too.
	const isCalendar = now.osStatus !== before.osStatus && now.expirationDate === before.expirationDate;
	return isNewer(now, before) && !isRenamed && !isCalendar;
}

/** An expiry is told once for each date when it comes near, and once more when the day has come. */
function expiryIsNew(
	now: SavedImage,
	before: SavedImage | null,
	soon: ExpiryWindow,
	soonBefore: ExpiryWindow | undefined,
): boolean {
	const phase = expiryPhase(now.expirationDate, soon);
	if (phase === 'later') return false;
	if (!before || !soonBefore || before.expirationDate !== now.expirationDate) return true;
	return phase !== expiryPhase(before.expirationDate, soonBefore);
}
