import type { GraphFailure } from './errors';

/**
 * How Graph, or a service behind it, says that it has no such path, or not with that verb. Observed of Intune: the code
 * `No method match route template`, the message `No OData route exists that match template ~/singleton/navigation/key/action
 * with http verb GET for request …` (microsoftgraph/microsoft-graph-docs-contrib#1915).
 */
const routeIsMissing =
	/found for the segment|\bno method match(?:es|ed)? (?:the )?route\b|\bno odata route (?:exists|match)|\bno http resource was found that match|\bdoes not support (?:the )?http (?:method|verb)\b|\bhttp (?:method|verb)\b.{0,60}\bnot (?:allowed|supported)\b|\bmethod ?not ?(?:allowed|supported)\b/i;

/** Returns whether a text of the service says that it has no such path, or not with that verb. */
export const saysRouteIsMissing = (text: string): boolean => routeIsMissing.test(text);

/**
 * Returns whether this Microsoft Graph lacks the method that was called: another version, cloud or gateway may have it.
 * Says nothing of the entity that the path names.
 */
export function isMissingMethod({ status, code, serviceMessage }: GraphFailure): boolean {
	if (status === 405 || status === 501) return true;
	return (status === 400 || status === 404) && saysRouteIsMissing(`${code} ${serviceMessage}`);
}
