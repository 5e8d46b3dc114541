/** An error in Graph's own words; the server turns it into the answer. */
export class GraphError extends Error {
	/**
	 * @param status HTTP status.
	 * @param code The outer code.
	 * @param message The outer message.
	 * @param inner What the service behind Graph says; goes into `innerError`.
	 * @param headers Extra headers of the answer.
	 */
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly inner?: { code: string; message: string },
		readonly headers: Record<string, string> = {},
	) {
		super(message);
	}
}

/** A request that Graph's own OData layer refuses. */
export function odataError(message: string): GraphError {
	return new GraphError(400, 'BadRequest', message);
}

/** No live answer says which code Graph uses here; the text is the one Graph is known for ([K]). */
export function unknownSegment(segment: string): GraphError {
	return odataError(`Resource not found for the segment '${segment}'.`);
}

/** Contract 4.1: the sample of the batching page. */
export function wrongMethod(): GraphError {
	return new GraphError(
		405,
		'Request_BadRequest',
		'Specified HTTP method is not allowed for the request target.',
	);
}

const outer: Record<number, [code: string, message: string]> = {
	400: ['badRequest', "The request can't be processed because it's malformed or incorrect."],
	404: ['notFound', "The requested resource doesn't exist."],
	409: ['conflict', 'The current state conflicts with what the request expects.'],
};

/**
 * An error of the Cloud PC service: generic outside, the cause in `innerError` (contract 3.5).
 *
 * @param status 400 was seen; 404 and 409 in this shape are our guess ([U]).
 * @param code The service's code.
 * @param message The service's sentence.
 */
export function serviceError(status: 400 | 404 | 409, code: string, message: string): GraphError {
	const [outerCode, outerMessage] = outer[status] ?? ['', ''];
	return new GraphError(status, outerCode, outerMessage, { code, message });
}

/** The ids that an answer carries in its headers and in `innerError`. */
export interface AnswerIds {
	requestId: string;
	clientRequestId: string;
}

/**
 * @param error What went wrong.
 * @param ids The ids of this answer.
 * @param now The clock's time; Graph prints it without a zone.
 * @returns The body of the answer.
 */
export function errorBody(error: GraphError, ids: AnswerIds, now: Date): object {
	return {
		error: {
			code: error.code,
			message: error.message,
			innerError: {
				...error.inner,
				date: now.toISOString().slice(0, 19),
				'request-id': ids.requestId,
				'client-request-id': ids.clientRequestId,
			},
		},
	};
}
