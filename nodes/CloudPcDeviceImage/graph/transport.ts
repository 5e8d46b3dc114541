import { randomUUID } from 'node:crypto';

import type { IDataObject, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { userAgent } from '../../../credentials/entra/userAgent';
import { realClock, type Clock } from './clock';
import { readBody } from './body';
import { readDeprecation, type Deprecation } from './deprecation';
import type { GraphResponse } from './entities';
import { GraphError, identified, type HttpResponse, type SentRequest, type SignIn } from './errors';
import { parseErrorResponse, unusable } from './errorResponse';
import { withRetry, type Idempotence, type Random } from './retry';

/** The way to one Microsoft Graph with one credential. */
export interface GraphConnection {
	/** Root URL without version and trailing slash. */
	root: string;
	/** Whom the credential signs in: changes when images of another tenant may come. Holds no secret. */
	identity: string;
	signIn: SignIn;
	/**
	 * Sends with n8n's authenticated request helper.
	 * @throws GraphError for a refused sign-in (401) and when no response comes
	 */
	send(request: IHttpRequestOptions, requestLine: string): Promise<HttpResponse>;
}

/** How a client behaves. */
export interface ClientOptions {
	/** How long requests are tried again, all of them together, ms; 0 is not at all. */
	retryBudgetMs: number;
	/** Time limit of one request to the last byte of its response, ms. */
	timeoutMs: number;
	/** When the last response must have come, ms since 1970, UTC. */
	deadline: number;
	/** Tells the time, pauses, and ends a pause when the execution is cancelled. */
	clock: Clock;
	random: Random;
	/** Told whenever Graph announces the end of what was called. */
	onDeprecated?: (deprecation: Deprecation) => void;
}

/** Asks for enum members newer than the version's sentinel, e.g. the status `warning`. */
const preferHeader = 'include-unknown-enum-members';

const usualOptions: ClientOptions = {
	retryBudgetMs: 120_000,
	timeoutMs: 60_000,
	deadline: Infinity,
	clock: realClock(),
	random: Math.random,
};

/** A request, and what is made of its response. */
export interface GraphRequest<T> {
	method: IHttpRequestMethods;
	url: string;
	qs?: Record<string, string>;
	body?: IDataObject;
	/** What a second execution would do, when the method does not say it. */
	idempotence?: Idempotence;
	/** How long to try again, ms, when it differs from what is left of the budget of all. */
	budgetMs?: number;
	/** Reads a response of success; it is part of the attempt. @throws GraphError for what Graph does not send */
	parse: (response: GraphResponse) => T;
}

/**
 * Sends one request, again where that is safe and helps.
 * @throws GraphError for an error status, a broken, late or unusable response, or none
 */
export type SendRequest = <T>(request: GraphRequest<T>) => Promise<T>;

/** Returns method and path, for messages. */
export const requestLineOf = ({ root }: GraphConnection, method: string, url: string): string =>
	`${method} ${url.slice(root.length).split('?')[0]}`;

const idempotenceOf = (method: IHttpRequestMethods): Idempotence =>
	method === 'GET' ? 'read' : method === 'POST' ? 'nonIdempotent' : 'idempotent';

/**
 * Makes what sends the requests of one client, which share its budget and deadline.
 *
 * @param connection the credential's way to Graph
 * @param options what differs from 60 seconds for a request and 120 seconds of new tries
 */
export function createTransport(
	connection: GraphConnection,
	options: Partial<ClientOptions>,
): SendRequest {
	const { retryBudgetMs, timeoutMs, deadline, clock, random } = { ...usualOptions, ...options };
	let retryMs = retryBudgetMs;

	async function sendOnce<T>({ method, url, qs, body, parse }: GraphRequest<T>): Promise<T> {
		const requestLine = requestLineOf(connection, method, url);
		const startedAt = clock.now();
		const limitMs = Math.min(timeoutMs, deadline - startedAt);
		if (limitMs <= 0) throw outOfTime(requestLine);
		const clientRequestId = randomUUID();
		const sentNow = (): SentRequest => ({
			clientRequestId,
			date: new Date(clock.now()).toISOString(),
			signIn: connection.signIn,
		});
		try {
			const { body: stream, ...rest } = await connection.send(
				{ ...requestOf(clientRequestId), method, url, timeout: limitMs, ...(qs && { qs }), ...(body && { body }) },
				requestLine,
			);
			const deprecation = readDeprecation(requestLine, rest.headers);
			if (deprecation) options.onDeprecated?.(deprecation);
			const leftMs = Math.max(1, limitMs - (clock.now() - startedAt));
			const response = { ...rest, body: await readBody(stream, requestLine, leftMs) };
			if (response.statusCode >= 400) throw new GraphError(parseErrorResponse(requestLine, response));
			if (response.statusCode < 200 || response.statusCode > 299) throw unusable(requestLine, response);
			return parse({ ...response, requestLine, sent: sentNow() });
		} catch (error) {
			throw identified(error, sentNow());
		}
	}

	return async (request) => {
		const { method, budgetMs = retryMs, idempotence = idempotenceOf(method) } = request;
		const startedAt = clock.now();
		let tries = 0;
		const send = async () => {
			tries++;
			return await sendOnce(request);
		};
		const limitMs = Math.min(budgetMs, deadline - startedAt);
		try {
			return await withRetry(send, idempotence, limitMs, clock, random);
		} finally {
			if (tries > 1) retryMs = Math.max(0, retryMs - (clock.now() - startedAt));
		}
	};
}

/** What all requests have in common. */
const requestOf = (clientRequestId: string): Omit<IHttpRequestOptions, 'url'> => ({
	headers: {
		Accept: 'application/json',
		Prefer: preferHeader,
		'User-Agent': userAgent,
		'client-request-id': clientRequestId,
	},
	encoding: 'stream',
	returnFullResponse: true,
	// n8n renews the token only when it sees the 401 itself.
	ignoreHttpStatusErrors: { ignore: true, except: [401] },
	sendCredentialsOnCrossOriginRedirect: false,
});

const outOfTime = (request: string): GraphError =>
	new GraphError({ request, kind: 'timeout', code: '', serviceMessage: 'No time was left to send the request.' });
