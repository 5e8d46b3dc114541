import type { DeviceImage } from './deviceImage';
import { ImageRefusal } from './imageRefusal';
import { compareNumbers, maxVersionPart, nameKey, parseVersion, type Version } from './versions';

/** Which number of a version is raised. */
export type VersionStep = 'nextPatch' | 'nextMinor' | 'nextMajor';

const firstVersion = '1.0.0';

const raise: Record<VersionStep, (version: Version) => Version> = {
	nextPatch: ([major, minor, patch]) => [major, minor, patch + 1],
	nextMinor: ([major, minor]) => [major, minor + 1, 0],
	nextMajor: ([major]) => [major + 1, 0, 0],
};

/**
 * Returns the version one step above the highest one of a display name, 1.0.0 when it has none.
 * Images of every status count, as a failed upload occupies its version too; versions that cannot be compared do not count.
 *
 * @param images every image of the tenant
 * @param displayName the name of the new image; upper and lower case and blanks around it do not count
 * @param step which number is raised
 * @throws ImageRefusal when that number is the highest one already
 */
export function nextVersion(images: readonly DeviceImage[], displayName: string, step: VersionStep): string {
	const [highest] = images
		.filter((image) => nameKey(image.displayName ?? '') === nameKey(displayName))
		.map((image) => parseVersion(image.version))
		.filter((version) => version !== undefined)
		.sort((a, b) => compareNumbers(b, a));
	if (!highest) return firstVersion;
	const next = raise[step](highest);
	if (Math.max(...next) <= maxVersionPart) return next.join('.');
	throw new ImageRefusal(
		`There is no next version of '${displayName}' after ${highest.join('.')}`,
		`A number in a version can be ${maxVersionPart} at most. Raise a number further left in the version, or set the version yourself.`,
	);
}
