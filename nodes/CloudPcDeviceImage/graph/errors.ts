/** What Microsoft Graph, or the way to it, answered instead of the result. */
export interface GraphFailure {
	/** HTTP method and path of the request, without host and query. */
	request: string;
	/** HTTP status; undefined when no answer came. */
	status?: number;
	/** The innermost error code, e.g. `InvalidProperties`, or a network code, e.g. `ECONNREFUSED`. */
	code: string;
	/** The service's own words. */
	serviceMessage: string;
	requestId?: string;
	clientRequestId?: string;
	/** When the service answered, as it wrote it. */
	date?: string;
	/** The `Retry-After` header as sent. */
	retryAfter?: string;
}

/** A request to Microsoft Graph that did not succeed. */
export class GraphError extends Error {
	/** @param failure the facts; {@link explainGraphError} turns them into words for the user */
	constructor(readonly failure: GraphFailure) {
		super(`${failure.request}: ${failure.status ?? failure.code} ${failure.serviceMessage}`);
	}
}

/** The parts of an HTTP answer that errors are read from. */
export interface HttpAnswer {
	statusCode: number;
	headers?: Record<string, unknown>;
	body?: unknown;
}

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value : undefined;

const innerOf = (error: Json): Json | undefined => {
	const inner = error.innerError ?? error.innererror;
	return isJson(inner) ? inner : undefined;
};

/** Lists the outer error and every inner one, outermost first; `details` may nest to any depth. */
function errorChain(body: unknown): Json[] {
	const chain: Json[] = [];
	let error = isJson(body) && isJson(body.error) ? body.error : undefined;
	while (error && chain.length < 10) {
		chain.push(error);
		error = innerOf(error);
	}
	return chain;
}

/** Gives the value that stands deepest in the chain: the Cloud PC service puts the cause inside. */
const deepest = (chain: Json[], key: string): string | undefined =>
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
		serviceMessage: deepest(chain, 'message') ?? describeBody(answer.body),
		requestId: deepest(chain, 'request-id') ?? text(headers['request-id']),
		clientRequestId: deepest(chain, 'client-request-id') ?? text(headers['client-request-id']),
		date: deepest(chain, 'date') ?? text(headers.date),
		retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
	};
}

function describeBody(body: unknown): string {
	if (body === undefined || body === null || body === '') return 'The answer had no body.';
	if (typeof body === 'string') return 'The answer was not JSON; a proxy or gateway may have sent it.';
	return 'The answer had an unexpected shape.';
}

/** Follows `cause` from the error that n8n's request helper throws down to the first one. */
function causeChain(error: unknown): Json[] {
	const chain: Json[] = [];
	let current = error;
	while (typeof current === 'object' && current !== null && chain.length < 10) {
		chain.push(current as Json);
		current = (current as Json).cause;
	}
	return chain;
}

/** Entra's own words in a token error, e.g. `AADSTS7000215: Invalid client secret provided.`, without the ids behind them. */
function entraMessage(causes: Json[]): string | undefined {
	for (const cause of causes) {
		const body = isJson(cause.body) ? cause.body : isJson(cause.data) ? cause.data : undefined;
		const found = text(body?.error_description) ?? text(cause.message);
		const match = found?.match(/AADSTS\d+[^\r\n]*/);
		if (match) return match[0];
	}
	return undefined;
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
	const response = causes.map((cause) => cause.response).find(isJson);
	if (response && typeof response.status === 'number') {
		const entra = entraMessage([{ body: response.data }]);
		if (entra) return { request, code: 'SignInFailed', serviceMessage: entra };
		const headers = isJson(response.headers) ? { ...response.headers } : {};
		return readFailure(request, { statusCode: response.status, headers, body: response.data });
	}
	const entra = entraMessage(causes);
	if (entra) return { request, code: 'SignInFailed', serviceMessage: entra };
	const last = causes.at(-1);
	const message = text(last?.message) ?? 'No answer came.';
	const signIn = causes.some((cause) => /OAuth|reconnect/i.test(text(cause.message) ?? ''));
	if (signIn) return { request, code: 'SignInFailed', serviceMessage: message };
	const code = causes.map((cause) => text(cause.code)).find((value) => value !== undefined);
	return { request, code: code ?? 'NoAnswer', serviceMessage: message };
}
