import { isEntityId } from '../graph/paths';
import type { DeviceImage } from './deviceImage';
import { isUsed, knownUse, type ImageUsage } from './usage';
import { compareNumbers, nameKey, parseVersion, type Version } from './versions';

const dayMs = 86_400_000;

/** Which images are wanted; what is not set selects every image. */
export interface Selection {
	usage?: 'unused' | 'used';
	/** Days since `lastModifiedDateTime`. */
	olderThanDays?: number;
	/** How many of the newest ready versions of each display name to leave out. */
	skipNewest?: number;
}

/** What a selection goes by. */
export interface KnownTenant {
	/** Every image: with a part of them, the newest of that part would count as the newest. */
	images: readonly DeviceImage[];
	/** Required for `usage`. */
	use?: ImageUsage;
	/** ms since 1970, UTC */
	now: number;
}

type Fits = (image: DeviceImage) => boolean;

/** A date-time with its zone, as Graph sends it: Date.parse would also read 'soon 1'. */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function olderThan(days: number, now: number): Fits {
	return ({ lastModifiedDateTime: text }) => {
		const time = dateTime.test(text ?? '') ? Date.parse(String(text)) : Number.NaN;
		// The year 1 is what .NET sends for a date that was never set.
		return time > 0 && now - time > days * dayMs;
	};
}

/** Whether an upload is known to have ended; null, a hidden word and any new one may be pending. */
const hasEnded: Fits = ({ status }) => status === 'ready' || status === 'failed' || status === 'warning';

const notRead: ImageUsage = { isKnown: false, reason: 'Policies and agent pools were not read' };

function withUsage(wanted: 'unused' | 'used', use: ImageUsage): Fits {
	const usedBy = knownUse(use);
	return (image) => {
		const id = image.id ?? '';
		if (!isEntityId(id)) return false;
		return wanted === 'used' ? isUsed(usedBy(id)) : hasEnded(image) && !isUsed(usedBy(id));
	};
}

const nameOf = ({ displayName }: DeviceImage): string => nameKey(displayName ?? '');

/** Returns the ready versions of each name, the newest first, each version once. */
function readyVersions(images: readonly DeviceImage[]): Map<string, Version[]> {
	const found = new Map<string, Version[]>();
	for (const image of images) {
		const version = parseVersion(image.version);
		if (image.status !== 'ready' || !version) continue;
		const others = (found.get(nameOf(image)) ?? []).filter((other) => compareNumbers(other, version) !== 0);
		found.set(nameOf(image), [...others, version]);
	}
	for (const versions of found.values()) versions.sort((a, b) => compareNumbers(b, a));
	return found;
}

function withoutNewest(count: number, images: readonly DeviceImage[]): Fits {
	const versionsOf = readyVersions(images);
	return (image) => {
		const name = nameOf(image);
		const version = parseVersion(image.version);
		if (name === '' || !version || !hasEnded(image)) return false;
		if (count === 0) return true;
		const oldestKept = versionsOf.get(name)?.[count - 1];
		return oldestKept !== undefined && compareNumbers(version, oldestKept) < 0;
	};
}

/**
 * Returns whether an image is selected: whether it fits each of the values that are set.
 *
 * - `usage` `used`: a policy or agent pool has its ID. `unused`: none has, and its upload has ended.
 * - `olderThanDays`: it was changed more than that many days ago. Without a readable date it is never older.
 * - `skipNewest` N: its upload has ended, it has a name, and its version is lower than the N highest versions that are ready
 *   under that name. A name with fewer than N ready versions is left out whole. Versions are compared as numbers and each
 *   counts once; one that cannot be compared is never selected. 0 leaves out no version for being new, and the rest all the same.
 *
 * An upload has ended when the status is ready, failed or warning. No status, a status that v1.0 hides
 * (`unknownFutureValue`) and one that is new may all be pending. Names are the same without case and blanks around them.
 *
 * @throws ImageRefusal when `usage` is set and the use is unknown
 */
export function makeSelection({ usage, olderThanDays, skipNewest }: Selection, { images, use, now }: KnownTenant): Fits {
	const rules: Fits[] = [];
	if (usage !== undefined) rules.push(withUsage(usage, use ?? notRead));
	if (olderThanDays !== undefined) rules.push(olderThan(olderThanDays, now));
	if (skipNewest !== undefined) rules.push(withoutNewest(skipNewest, images));
	return (image) => rules.every((fits) => fits(image));
}
