import { redact } from '../../../credentials/entra/redact';

/** What Graph announces about the end of a method, besides its response. */
export interface Deprecation {
	/** HTTP method and path of the request. */
	request: string;
	/** When the method goes, as the header says it. */
	sunset?: string;
	/** Where Microsoft tells more. */
	link?: string;
}

/** Node gives a header as text, or as a list of texts; anything else did not come over HTTP. */
const headerText = (value: unknown): string =>
	[value].flat().filter((part) => typeof part === 'string').join(', ');

/**
 * Reads the announcement that a method ends.
 * Source: RFC 8594 (`Sunset`), RFC 9745 (`Deprecation`); Graph sends `Sunset` and `Link; rel="deprecation"`.
 *
 * @param request method and path
 * @param headers of the response, their names in lower case
 */
export function readDeprecation(
	request: string,
	headers: Record<string, unknown> = {},
): Deprecation | undefined {
	const sunset = redact(headerText(headers.sunset)) || undefined;
	const link = /<(https:\/\/[^<>\s]{1,500})>[^,<]*rel="?deprecation\b/i.exec(headerText(headers.link))?.[1];
	return sunset || link || headers.deprecation !== undefined ? { request, sunset, link } : undefined;
}
