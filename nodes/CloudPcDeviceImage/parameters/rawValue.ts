import { parseJson } from '../graph/jsonObject';

/**
 * Returns a raw parameter value as text; an expression may yield anything.
 *
 * @param raw the value; null and undefined become an empty text, a list or an object its JSON
 */
export function textOf(raw: unknown): string {
	if (raw === undefined || raw === null) return '';
	if (typeof raw !== 'object') return String(raw);
	try {
		return JSON.stringify(raw) ?? '';
	} catch {
		return '[object]';
	}
}

/** Returns whether a raw value stands for "not set": nothing, or a text without a visible character. */
export const isNotSet = (raw: unknown): boolean =>
	raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');

/**
 * Returns a raw value as a list. Expressions and models write lists as an array, as its JSON, or as text with commas.
 *
 * @param raw the value
 * @returns the entries without those that are not set; texts without blanks and quotes around them
 */
export function listOf(raw: unknown): unknown[] {
	const entries = Array.isArray(raw) ? (raw as unknown[]).flat(maxDepth) : [raw];
	return entries.flatMap((entry) => (typeof entry === 'string' ? entriesOf(entry) : [entry])).filter((entry) => !isNotSet(entry));
}

const maxDepth = 5;

function entriesOf(text: string): unknown[] {
	const [, inner] = /^\s*\[(.*)\]\s*$/s.exec(text) ?? [];
	if (inner !== undefined) {
		const parsed = parseJson(text);
		if (Array.isArray(parsed)) return listOf(parsed);
	}
	return (inner ?? text).split(/[,;\n]/).map((entry) => entry.trim().replace(/^(["'])(.*)\1$/s, '$2').trim());
}
