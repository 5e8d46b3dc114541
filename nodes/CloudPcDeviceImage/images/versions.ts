/** Returns the numbers of a version, e.g. 1.10.0; undefined for a text that is none. */
function numbersOf(version: string): number[] | undefined {
	const parts = version.trim().split('.');
	return parts.every((part) => /^\d+$/.test(part)) ? parts.map(Number) : undefined;
}

/**
 * Compares versions as numbers. A text that is no version comes before every version; two such texts by their characters.
 *
 * @returns below 0 when `a` is the lower one, above 0 when it is the higher one
 */
export function compareVersions(a: string, b: string): number {
	const [x, y] = [numbersOf(a), numbersOf(b)];
	if (!x || !y) return Number(Boolean(x)) - Number(Boolean(y)) || (a < b ? -1 : Number(a > b));
	for (let index = 0; index < Math.max(x.length, y.length); index++) {
		const difference = (x[index] ?? 0) - (y[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

/** What lists are ordered by. */
export interface NameAndVersion {
	name: string;
	version: string;
}

/** Orders by name without regard to case, and the newest version of each name first. */
export function byNameNewestFirst(a: NameAndVersion, b: NameAndVersion): number {
	const [x, y] = [a.name.toLowerCase(), b.name.toLowerCase()];
	if (x !== y) return x < y ? -1 : 1;
	return compareVersions(b.version, a.version);
}
