/**
 * Gives a parameter's value as text; an expression may yield anything that JSON can hold.
 *
 * @param value the value; nothing becomes an empty text, a list or an object its JSON
 */
export function parameterText(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value !== 'object') return String(value);
	try {
		return JSON.stringify(value) ?? '';
	} catch {
		return '[object]';
	}
}
