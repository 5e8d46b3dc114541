import { randomUUID } from 'node:crypto';

import type { IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { userAgent } from '../../../credentials/entra/userAgent';
import { realClock, type Clock } from '../images/clock';
import { readBody } from './body';
import { readDeprecation, type Deprecation } from './deprecation';
import { GraphError, identified, type HttpAnswer, type SentRequest, type SignIn } from './errors';
import { readFailure } from './readErrors';
import { withRetry, type Random, type Repeat } from './retry';

/** The way to one Microsoft Graph with one credential. */
export interface GraphConnection {
	/** Root URL without version and trailing slash. */
	root: string;
	/** Whom the credential signs in: changes when images of another tenant may come. Holds no secret. */
	identity: string;
	signIn: SignIn;
	/**
	 * Sends with n8n's authenticated request helper.
	 * @throws GraphError for a refused sign-in (401) and when no answer comes
	 */
	send(request: IHttpRequestOptions, label: string): Promise<HttpAnswer>;
}

/** How a client behaves. */
export interface ClientOptions {
	/** How long throttled and dropped requests are tried again, all of them together, ms; 0 is not at all. */
	retryBudgetMs: number;
	/** Time limit of one request to the last byte of its answer, ms. */
	timeoutMs: number;
	/** When the last answer must have come, ms since 1970, UTC. */
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

/** An answer, and the request that it answers. */
export interface Exchange extends HttpAnswer {
	/** Method and path, for messages. */
	label: string;
	sent: SentRequest;
}

/**
 * Sends one request, again where that is safe and helps.
 * @param extra query or body
 * @param budgetMs how long to try again, ms, when it differs from what is left of the budget of all
 * @throws GraphError for an error status, a broken or late answer, or none
 */
export type SendExchange = (
	method: IHttpRequestMethods,
	url: string,
	extra?: Partial<IHttpRequestOptions>,
	budgetMs?: number,
) => Promise<Exchange>;

/** Gives method and path, for messages. */
export const labelOf = ({ root }: GraphConnection, method: string, url: string): string =>
	`${method} ${url.slice(root.length).split('?')[0]}`;

/**
 * Makes what sends the requests of one client, which share its budget and deadline.
 *
 * @param connection the credential's way to Graph
 * @param options what differs from 60 seconds for a request and 120 seconds of new tries
 */
export function createExchange(
	connection: GraphConnection,
	options: Partial<ClientOptions>,
): SendExchange {
	const { retryBudgetMs, timeoutMs, deadline, clock, random } = { ...usualOptions, ...options };
	let retryMs = retryBudgetMs;

	async function sendOnce(
		method: IHttpRequestMethods,
		url: string,
		extra: Partial<IHttpRequestOptions>,
	): Promise<Exchange> {
		const label = labelOf(connection, method, url);
		const startedAt = clock.now();
		const limitMs = Math.min(timeoutMs, deadline - startedAt);
		if (limitMs <= 0) throw outOfTime(label);
		const clientRequestId = randomUUID();
		const sentNow = (): SentRequest => ({
			clientRequestId,
			date: new Date(clock.now()).toISOString(),
			signIn: connection.signIn,
		});
		const failed = (error: unknown): never => {
			throw identified(error, sentNow());
		};
		const answering = connection.send(
			{
				method,
				url,
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
				timeout: limitMs,
				...extra,
			},
			label,
		);
		const { body: stream, ...rest } = await answering.catch(failed);
		const deprecation = readDeprecation(label, rest.headers);
		if (deprecation) options.onDeprecated?.(deprecation);
		const leftMs = Math.max(1, limitMs - (clock.now() - startedAt));
		const answer = { ...rest, body: await readBody(stream, label, leftMs).catch(failed) };
		if (answer.statusCode < 200 || answer.statusCode > 299) {
			return failed(new GraphError(readFailure(label, answer)));
		}
		return { ...answer, label, sent: sentNow() };
	}

	return async (method, url, extra = {}, budgetMs = retryMs) => {
		const repeat: Repeat = method === 'POST' ? 'ifNotDone' : 'safe';
		const startedAt = clock.now();
		let tries = 0;
		const send = async (): Promise<Exchange> => {
			tries++;
			return await sendOnce(method, url, extra);
		};
		try {
			return await withRetry(send, repeat, Math.min(budgetMs, deadline - startedAt), clock, random);
		} finally {
			if (tries > 1) retryMs = Math.max(0, retryMs - (clock.now() - startedAt));
		}
	};
}

/** The error for an answer that says that it worked and is not what Graph answers. */
export const unreadable = (answer: Exchange): unknown =>
	identified(
		new GraphError({ ...readFailure(answer.label, answer), code: 'UnreadableAnswer' }),
		answer.sent,
	);

const outOfTime = (request: string): GraphError =>
	new GraphError({ request, code: 'OutOfTime', serviceMessage: 'There was no time left to ask.' });
