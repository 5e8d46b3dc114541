import type { IDataObject } from 'n8n-workflow';

import { adviseOnEntraError, readEntraError } from '../../../credentials/entra/entraErrors';
import { readClaimsChallenge } from './claimsChallenge';
import type { GraphFailure, HttpAnswer } from './errors';
import { innermostMessage } from './innermostMessage';
import { isObject } from './jsonObject';

const text = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value : undefined;

const innerOf = (error: IDataObject): IDataObject | undefined => {
	const inner = error.innerError ?? error.innererror;
	return isObject(inner) ? inner : undefined;
};

/** Lists the outer error and every inner one, outermost first; `details` may nest to any depth. */
function errorChain(body: unknown): IDataObject[] {
	const chain: IDataObject[] = [];
	let error = isObject(body) && isObject(body.error) ? body.error : undefined;
	while (error && chain.length < 10) {
		chain.push(error);
		error = innerOf(error);
	}
	return chain;
}

/** Gives the value that stands deepest in the chain: the Cloud PC service puts the cause inside. */
const deepest = (chain: IDataObject[], key: string): string | undefined =>
	chain.map((error) => text(error[key])).findLast((value) => value !== undefined);

/**
 * Reads a Graph error from an answer with an error status, or with a body that is no JSON.
 * Source: https://learn.microsoft.com/graph/errors; the Cloud PC service puts the useful cause into `innerError`.
 *
 * @param request method and path, for the message
 * @param answer the answer as n8n's request helper gives it
 */
export function readFailure(request: string, answer: HttpAnswer): GraphFailure {
	const chain = errorChain(answer.body);
	const headers = answer.headers ?? {};
	const retryAfter = headers['retry-after'];
	return {
		request,
		status: answer.statusCode,
		code: deepest(chain, 'code') ?? '',
		serviceMessage: innermostMessage(deepest(chain, 'message') ?? describeBody(answer.body)),
		requestId: deepest(chain, 'request-id') ?? text(headers['request-id']),
		clientRequestId: deepest(chain, 'client-request-id') ?? text(headers['client-request-id']),
		date: deepest(chain, 'date') ?? text(headers.date),
		retryAfter: text(typeof retryAfter === 'number' ? String(retryAfter) : retryAfter),
		answeredAt: text(headers.date),
		claims: readClaimsChallenge(text(headers['www-authenticate'])),
	};
}

function describeBody(body: unknown): string {
	if (body === undefined || body === null || body === '') return 'The answer had no body.';
	if (typeof body === 'string') return 'The answer was not JSON; a proxy or gateway may have sent it.';
	return 'The answer had an unexpected shape.';
}

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
 * Tells whether a request left n8n before its helper threw, be it the one for a token or the one to Graph.
 *
 * @param error whatever was thrown
 */
export const wasSent = (error: unknown): boolean =>
	causeChain(error).some(({ config }) => isObject(config));

const isTokenRequest = ({ config }: IDataObject): boolean =>
	isObject(config) && /\/oauth2\/v2\.0\/token(\?|$)/.test(text(config.url) ?? '');

/** What n8n's OAuth client throws for an answer without an OAuth error: that of a gateway, or of a login service in trouble. */
const isStrangeAnswer = (cause: IDataObject): boolean =>
	typeof cause.status === 'number' && typeof cause.body === 'string';

const isPassingStatus = (status: number | undefined): boolean =>
	status === undefined || status === 408 || status === 429 || status >= 500;

/** Why there was no token: Entra's own words, wherever n8n has put them, or a login service that did not work. */
function readSignIn(request: string, causes: IDataObject[]): GraphFailure | undefined {
	const answer = causes.map(({ response }) => response).find(isObject);
	const bodies = [answer?.data, ...causes.map(({ body }) => body)];
	// n8n's own message may quote Entra, but only the body has the ids.
	const words = answer ? [] : causes.map(({ message }) => message);
	const entra = [...bodies, ...words].map(readEntraError).find((found) => found !== undefined);
	const strange = causes.find(isStrangeAnswer);
	const tried = causes.find(isTokenRequest) ?? strange;
	const isBusy = bodies.some((body) => isObject(body) && body.error === 'temporarily_unavailable');
	if (!entra && !tried && !isBusy) return undefined;
	const status = [answer?.status, strange?.status].find((value) => typeof value === 'number');
	const headers = isObject(answer?.headers) ? answer.headers : {};
	const isPassing =
		isBusy ||
		(tried !== undefined && isPassingStatus(status)) ||
		/^Expected JSON response/.test(text(strange?.message) ?? '') ||
		adviseOnEntraError(entra?.code)?.passes;
	return {
		request,
		...(isPassing && { status }),
		code: isPassing ? 'SignInUnavailable' : 'SignInFailed',
		serviceMessage: entra?.words ?? text(tried?.message) ?? '',
		correlationId: entra?.correlationId,
		traceId: entra?.traceId,
		date: entra?.date,
		retryAfter: text(headers['retry-after']),
		answeredAt: text(headers.date),
	};
}

/**
 * Reads what n8n's request helper throws: a 401 after its token renewal, a failed sign-in, or no answer at all.
 * Source: n8n-core `httpRequestWithAuthentication`, which wraps everything into a NodeApiError with `cause`.
 *
 * @param request method and path, for the message
 * @param error whatever was thrown
 */
export function readThrown(request: string, error: unknown): GraphFailure {
	const causes = causeChain(error);
	const refusal = readSignIn(request, causes);
	if (refusal) return refusal;
	const response = causes.map((cause) => cause.response).find(isObject);
	if (response && typeof response.status === 'number') {
		const headers = isObject(response.headers) ? { ...response.headers } : {};
		return readFailure(request, { statusCode: response.status, headers, body: response.data });
	}
	const last = causes.at(-1);
	const message = text(last?.message) ?? 'No answer came.';
	const signIn = causes.some((cause) => /OAuth|reconnect/i.test(text(cause.message) ?? ''));
	if (signIn) return { request, code: 'SignInFailed', serviceMessage: message };
	const code = causes.map((cause) => text(cause.code)).find((value) => value !== undefined);
	return { request, code: code ?? 'NoAnswer', serviceMessage: message };
}
