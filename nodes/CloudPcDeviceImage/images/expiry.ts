const dayMs = 86_400_000;

/** A window of days that begins today, as Graph writes an `expirationDate` (YYYY-MM-DD, UTC). */
export interface ExpiryWindow {
	today: string;
	lastDay: string;
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/**
 * Makes the window in which an expiry counts as soon.
 *
 * @param now ms since 1970, UTC
 * @param soonDays length of the window; 0 is today only
 */
export function expiryWindow(now: number, soonDays: number): ExpiryWindow {
	return { today: dayOf(now), lastDay: dayOf(now + soonDays * dayMs) };
}

/**
 * Tells how far an image is from its `expirationDate`, the day on which it becomes unavailable.
 *
 * @param expirationDate YYYY-MM-DD, or null while it is not known
 * @param window made once for all images, as making it takes longer than comparing
 */
export function expiryPhase(
	expirationDate: string | null | undefined,
	{ today, lastDay }: ExpiryWindow,
): 'later' | 'soon' | 'expired' {
	if (!expirationDate) return 'later';
	if (expirationDate <= today) return 'expired';
	return expirationDate <= lastDay ? 'soon' : 'later';
}
