/**
 * Orders names for a list. Not by `localeCompare`, whose first call costs as much time as loading the whole package.
 *
 * @param a an English name
 * @param b another one
 */
export const alphabetical = (a: string, b: string): number =>
	a.toLowerCase() < b.toLowerCase() ? -1 : 1;
