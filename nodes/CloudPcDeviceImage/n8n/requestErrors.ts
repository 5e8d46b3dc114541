import type { IDataObject } from 'n8n-workflow';

import { parseErrorResponse } from '../graph/errorResponse';
import type { GraphFailure } from '../graph/errors';
import { isObject, textIn } from '../graph/jsonObject';
import { isTokenRequest, networkCode, readSignIn } from './signInErrors';

/** Follows `cause` from the error that n8n's request helper throws down to the first one. */
function causeChain(error: unknown): IDataObject[] {
	const chain: IDataObject[] = [];
	let current = error;
	while (typeof current === 'object' && current !== null && chain.length < 10) {
		chain.push(current as IDataObject);
		current = (current as IDataObject).cause;
	}
	return chain;
}

/**
 * Returns whether a request left n8n before its helper threw, be it the one for a token or the one to Graph.
 *
 * @param error whatever was thrown
 */
export const wasSent = (error: unknown): boolean =>
	causeChain(error).some(({ config }) => isObject(config));

/** What n8n puts on every error of its request helper: nothing of a token request has it. Source: `@n8n/backend-network` */
const ofRequestHelper = Symbol.for('n8n.backend-network.http-request-error');

/** Whether it was the request to Graph that failed, and not the one for a token before it. */
function isOfGraph(causes: IDataObject[]): boolean {
	const sent = causes.find(({ config }) => isObject(config));
	if (sent) return !isTokenRequest(sent);
	return causes.some((cause) => (cause as { [ofRequestHelper]?: unknown })[ofRequestHelper] === true);
}

/** Of the operating system, and of axios, whose own limit has a code of a broken connection. */
const timeoutCodes = ['ECONNABORTED', 'ETIMEDOUT'];

/**
 * Reads what n8n's request helper throws: a 401 after its token renewal, a failed sign-in, or no response at all.
 * It goes by what the errors are made of: their words may quote the name of a host.
 * Source: n8n-core `httpRequestWithAuthentication`, which wraps everything into a NodeApiError with `cause`.
 *
 * @param request method and path, for the message
 * @param error whatever was thrown
 */
export function readThrown(request: string, error: unknown): GraphFailure {
	const causes = causeChain(error);
	const signIn = isOfGraph(causes) ? undefined : readSignIn(request, causes);
	if (signIn) return signIn;
	const response = causes.map((cause) => cause.response).find(isObject);
	if (response && typeof response.status === 'number') {
		const headers = isObject(response.headers) ? { ...response.headers } : {};
		return parseErrorResponse(request, { statusCode: response.status, headers, body: response.data });
	}
	const code = networkCode(causes);
	return {
		request,
		kind: timeoutCodes.includes(code) ? 'timeout' : 'noResponse',
		code,
		serviceMessage: textIn(causes.at(-1)?.message) ?? 'No response was received.',
	};
}
