import type { IDataObject } from 'n8n-workflow';

import { GraphError, type GraphFailure, type HttpResponse } from './errors';
import { innermostMessage } from './innermostMessage';
import { isObject, textIn } from './jsonObject';
import { saysRouteIsMissing } from './missingMethod';

const innerOf = (error: IDataObject): IDataObject | undefined => {
	const inner = error.innerError ?? error.innererror;
	return isObject(inner) ? inner : undefined;
};

/** Returns the outer error and every inner one, outermost first; `details` may nest to any depth. */
function errorChain(body: unknown): IDataObject[] {
	const chain: IDataObject[] = [];
	let error = isObject(body) && isObject(body.error) ? body.error : undefined;
	while (error && chain.length < 10) {
		chain.push(error);
		error = innerOf(error);
	}
	return chain;
}

/** Returns the value that stands deepest in the chain: the Cloud PC service puts the cause inside. */
const deepest = (chain: IDataObject[], key: string): string | undefined =>
	chain.map((error) => textIn(error[key])).findLast((value) => value !== undefined);

/** Returns the words that tell the cause: the deepest ones, unless any say that the method does not exist. */
function messageIn(chain: IDataObject[], body: unknown): string {
	const messages = chain.flatMap(({ message }) => textIn(message) ?? []);
	return innermostMessage(messages.find(saysRouteIsMissing) ?? messages.at(-1) ?? describeBody(body));
}

/**
 * Reads a Graph error from a response with an error status.
 * Source: https://learn.microsoft.com/graph/errors; the Cloud PC service puts the useful cause into `innerError`.
 *
 * @param request method and path, for the message
 * @param response the response as n8n's request helper gives it
 */
export function parseErrorResponse(request: string, response: HttpResponse): GraphFailure {
	const chain = errorChain(response.body);
	const headers = response.headers ?? {};
	const retryAfter = headers['retry-after'];
	return {
		request,
		status: response.statusCode,
		code: deepest(chain, 'code') ?? '',
		serviceMessage: messageIn(chain, response.body),
		requestId: deepest(chain, 'request-id') ?? textIn(headers['request-id']),
		clientRequestId: deepest(chain, 'client-request-id') ?? textIn(headers['client-request-id']),
		date: deepest(chain, 'date') ?? textIn(headers.date),
		retryAfter: textIn(typeof retryAfter === 'number' ? String(retryAfter) : retryAfter),
		respondedAt: textIn(headers.date),
	};
}

function describeBody(body: unknown): string {
	if (body === undefined || body === null || body === '') return 'The response had no body.';
	if (typeof body === 'string') return 'The response was not JSON; a proxy or gateway might have sent it.';
	return 'The response had an unexpected shape.';
}

/**
 * Returns the error for a response that says that it worked and is not what Graph sends.
 *
 * @param request method and path, for the message
 * @param response the response
 * @param words what is wrong with it, where its body alone does not tell
 */
export function unusable(request: string, response: HttpResponse, words?: string): GraphError {
	const failure = parseErrorResponse(request, response);
	return new GraphError({
		...failure,
		kind: 'unusableResponse',
		serviceMessage: words ?? failure.serviceMessage,
	});
}
