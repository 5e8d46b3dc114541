/**
 * Returns what an AI agent reads of a list without entries.
 *
 * @param many what was listed, e.g. `device images`
 * @param filters what was asked of them, e.g. `status failed`; entries that are undefined were not
 */
export function nothingFound(many: string, filters: ReadonlyArray<string | undefined>): string {
	const asked = filters.filter((filter) => filter !== undefined);
	if (asked.length === 0) return `There are no ${many} that this credential can read.`;
	return `No ${many} match: ${asked.join(', ')}. Call again without filters to see all.`;
}

/** Returns one filter in words; undefined where it was not set. */
export function inWords(what: string, value: string | number | readonly string[] | undefined): string | undefined {
	if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return undefined;
	return `${what} ${Array.isArray(value) ? value.join(' or ') : String(value)}`;
}
