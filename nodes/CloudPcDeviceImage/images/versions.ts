/** The highest number in a version, that of a signed 32-bit integer: no page names a limit, and this is Azure's for gallery versions. */
export const maxVersionPart = 2_147_483_647;

/** Major, minor and patch. */
export type Version = readonly [major: number, minor: number, patch: number];

/**
 * Returns the numbers of a version; undefined for any form but Major.Minor.Patch, which cannot be compared.
 * Source: https://learn.microsoft.com/windows-365/enterprise/add-device-images
 *
 * @param text a version as Graph or a user has it; blanks around it do not count
 */
export function parseVersion(text: string | null | undefined): Version | undefined {
	const [, ...parts] = /^(\d{1,10})\.(\d{1,10})\.(\d{1,10})$/.exec(text?.trim() ?? '') ?? [];
	const [major = Infinity, minor = Infinity, patch = Infinity] = parts.map(Number);
	return Math.max(major, minor, patch) <= maxVersionPart ? [major, minor, patch] : undefined;
}

/** Compares the numbers of versions. @returns below 0 when `a` is the lower one, above 0 when it is the higher one */
export const compareNumbers = (a: Version, b: Version): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/**
 * Compares versions as numbers. A text that is no version comes before every version; two such texts by their
 * characters, with digits as numbers.
 *
 * @returns below 0 when `a` is the lower one, above 0 when it is the higher one
 */
export function compareVersions(a: string, b: string): number {
	const [x, y] = [parseVersion(a), parseVersion(b)];
	if (x && y) return compareNumbers(x, y);
	return Number(Boolean(x)) - Number(Boolean(y)) || a.localeCompare(b, 'en', { numeric: true });
}

/** Returns what two spellings of one display name have in common: upper and lower case and blanks around it do not count. */
export const nameKey = (displayName: string): string => displayName.trim().toLowerCase();

/** What lists are ordered by. */
export interface NameAndVersion {
	name: string;
	version: string;
}

/** Orders by name without regard to case, and the newest version of each name first. */
export function byNameNewestFirst(a: NameAndVersion, b: NameAndVersion): number {
	const [x, y] = [nameKey(a.name), nameKey(b.name)];
	if (x !== y) return x < y ? -1 : 1;
	return compareVersions(b.version, a.version);
}
