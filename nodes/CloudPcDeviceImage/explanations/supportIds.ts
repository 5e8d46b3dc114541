import type { GraphFailure } from '../graph/errors';
import { isSignIn } from '../graph/errorPredicates';

/**
 * Lists the IDs by which Microsoft finds the request, each with its name.
 *
 * @returns none where Microsoft has seen no request
 */
export function supportIds(failure: GraphFailure): string[] {
	const { requestId, clientRequestId, correlationId, traceId, date, remedy } = failure;
	const isEntra = correlationId !== undefined || traceId !== undefined;
	if (remedy !== undefined && !isEntra) return [];
	const ids = isSignIn(failure)
		? { 'correlation ID': correlationId, 'trace ID': traceId, date }
		: { 'request-id': requestId, 'client-request-id': clientRequestId, date };
	return Object.entries(ids).flatMap(([name, id]) => (id ? [`${name} ${id}`] : []));
}
