/** A GUID with hyphens, as the text of a regular expression for both cases: also for n8n's expressions. */
export const guidPattern = String.raw`[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}`;

const anyGuid = /^([\da-f]{8})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{12})$/i;

/**
 * Returns a GUID in lower case with hyphens, whatever blanks and braces stand around it; undefined for any other text.
 *
 * @param value a tenant as typed, or a claim
 */
export function guidIn(value: unknown): string | undefined {
	const [, ...parts] = anyGuid.exec(String(value ?? '').replace(/[\s{}]/g, '')) ?? [];
	return parts.length > 0 ? parts.join('-').toLowerCase() : undefined;
}
