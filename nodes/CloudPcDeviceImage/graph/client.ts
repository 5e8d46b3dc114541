import { randomUUID } from 'node:crypto';

import type { IDataObject, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { realClock, type Clock } from '../images/clock';
import { readBody } from './body';
import { readDeprecation, type Deprecation } from './deprecation';
import { GraphError, identified, type HttpAnswer, type SentRequest } from './errors';
import { isObject } from './jsonObject';
import { eachEntity, type Page } from './pages';
import { readFailure } from './readErrors';
import { withRetry, type Repeat } from './retry';

export type ApiVersion = 'v1.0' | 'beta';

/** An entity or complex value as Graph sends it, without its `@odata.*` annotations. */
export type GraphEntity = IDataObject;

/** OData query options, e.g. `{ $select: 'id' }`. */
export type Query = Record<string, string>;

/** The way to one Microsoft Graph with one credential. */
export interface GraphConnection {
	/** Root URL without version and trailing slash. */
	root: string;
	/** Whom the credential signs in: changes when images of another tenant may come. Holds no secret. */
	identity: string;
	/**
	 * Sends with n8n's authenticated request helper.
	 * @throws GraphError for a refused sign-in (401) and when no answer comes
	 */
	send(request: IHttpRequestOptions, label: string): Promise<HttpAnswer>;
}

/** How a client behaves. */
export interface ClientOptions {
	/** How long a throttled or dropped request is tried again, ms; 0 is not at all. */
	retryBudgetMs: number;
	/** Time limit of one request to the last byte of its answer, ms. */
	timeoutMs: number;
	/** Tells the time, pauses, and ends a pause when the execution is cancelled. */
	clock: Clock;
	/** Gives a number from 0 to below 1. */
	random: () => number;
	/** Told whenever Graph announces the end of what was called. */
	onDeprecated?: (deprecation: Deprecation) => void;
}

/** Speaks HTTP with Microsoft Graph; nothing else in the package does. */
export interface GraphClient {
	version: ApiVersion;
	/** @param retryBudgetMs how long to try again, when it differs from the client's. @throws GraphError */
	get(path: string, query?: Query, retryBudgetMs?: number): Promise<GraphEntity>;
	/** Yields every entity of a collection across its pages. @throws GraphError */
	list(path: string, query?: Query): AsyncGenerator<GraphEntity>;
	/** Gives undefined for an answer without content. @throws GraphError */
	post(path: string, body?: IDataObject): Promise<GraphEntity | undefined>;
	/** Gives undefined for an answer without content. @throws GraphError */
	patch(path: string, body: IDataObject): Promise<GraphEntity | undefined>;
	/** @throws GraphError */
	delete(path: string): Promise<void>;
}

/** Asks for enum members newer than the version's sentinel, e.g. the status `warning`. */
const preferHeader = 'include-unknown-enum-members';

const usualOptions: ClientOptions = {
	retryBudgetMs: 120_000,
	timeoutMs: 60_000,
	clock: realClock(),
	random: Math.random,
};

/** An answer, and the request that it answers. */
interface Exchange extends HttpAnswer {
	sent: SentRequest;
}

const isAnnotation = (key: string): boolean => key.startsWith('@odata.');

function withoutAnnotations(entity: IDataObject): GraphEntity {
	if (!Object.keys(entity).some(isAnnotation)) return entity;
	return Object.fromEntries(Object.entries(entity).filter(([key]) => !isAnnotation(key)));
}

/**
 * Makes a client for one version of Microsoft Graph.
 *
 * @param connection the credential's way to Graph
 * @param version `v1.0` or `beta`
 * @param options what differs from 60 seconds for a request and 120 seconds of new tries
 */
export function createGraphClient(
	connection: GraphConnection,
	version: ApiVersion,
	options: Partial<ClientOptions> = {},
): GraphClient {
	const { retryBudgetMs, timeoutMs, clock, random } = { ...usualOptions, ...options };
	const base = `${connection.root}/${version}`;
	const labelOf = (method: string, url: string): string =>
		`${method} ${url.slice(connection.root.length).split('?')[0]}`;

	async function sendOnce(
		method: IHttpRequestMethods,
		url: string,
		extra: Partial<IHttpRequestOptions>,
	): Promise<Exchange> {
		const label = labelOf(method, url);
		const startedAt = clock.now();
		const clientRequestId = randomUUID();
		const sentNow = (): SentRequest => ({ clientRequestId, date: new Date(clock.now()).toISOString() });
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
					'client-request-id': clientRequestId,
				},
				encoding: 'stream',
				returnFullResponse: true,
				// n8n renews the token only when it sees the 401 itself.
				ignoreHttpStatusErrors: { ignore: true, except: [401] },
				sendCredentialsOnCrossOriginRedirect: false,
				timeout: timeoutMs,
				...extra,
			},
			label,
		);
		const { body: stream, ...rest } = await answering.catch(failed);
		const deprecation = readDeprecation(label, rest.headers);
		if (deprecation) options.onDeprecated?.(deprecation);
		const leftMs = Math.max(1, timeoutMs - (clock.now() - startedAt));
		const answer = { ...rest, body: await readBody(stream, label, leftMs).catch(failed) };
		if (answer.statusCode < 200 || answer.statusCode > 299) {
			return failed(new GraphError(readFailure(label, answer)));
		}
		return { ...answer, sent: sentNow() };
	}

	async function exchange(
		method: IHttpRequestMethods,
		url: string,
		extra: Partial<IHttpRequestOptions> = {},
		budgetMs = retryBudgetMs,
	): Promise<Exchange> {
		const repeat: Repeat = method === 'POST' ? 'ifNotDone' : 'safe';
		return await withRetry(
			async () => await sendOnce(method, url, extra),
			repeat,
			budgetMs,
			clock,
			random,
		);
	}

	async function readPage(url: string, query?: Query): Promise<Page> {
		const label = labelOf('GET', url);
		const answer = await exchange('GET', url, query ? { qs: query } : {});
		const body = objectIn(answer, label);
		const nextLink = body['@odata.nextLink'];
		const entities: unknown = body.value;
		if (!Array.isArray(entities) || !entities.every(isObject)) throw unreadable(label, answer);
		return {
			value: entities.map(withoutAnnotations),
			nextLink: typeof nextLink === 'string' ? nextLink : undefined,
			sent: answer.sent,
		};
	}

	async function write(
		method: IHttpRequestMethods,
		path: string,
		body?: IDataObject,
	): Promise<GraphEntity | undefined> {
		const answer = await exchange(method, base + path, body ? { body } : {});
		const empty = answer.body === undefined || answer.body === null || answer.body === '';
		return empty ? undefined : withoutAnnotations(objectIn(answer, labelOf(method, base + path)));
	}

	return {
		version,
		get: async (path, query, budgetMs) => {
			const answer = await exchange('GET', base + path, query ? { qs: query } : {}, budgetMs);
			return withoutAnnotations(objectIn(answer, labelOf('GET', base + path)));
		},
		list: (path, query) =>
			eachEntity(
				async () => await readPage(base + path, query),
				async (link) => await readPage(link),
				connection.root,
				labelOf('GET', base + path),
			),
		post: async (path, body) => await write('POST', path, body),
		patch: async (path, body) => await write('PATCH', path, body),
		delete: async (path) => {
			await write('DELETE', path).catch((error: unknown) => {
				// Gone after a try whose answer was lost: that try deleted it.
				const isGone = error instanceof GraphError && error.failure.status === 404;
				if (!isGone || !error.failure.mayBeDone) throw error;
			});
		},
	};
}

function objectIn(answer: Exchange, label: string): IDataObject {
	if (!isObject(answer.body)) throw unreadable(label, answer);
	return answer.body;
}

const unreadable = (label: string, answer: Exchange): unknown =>
	identified(new GraphError({ ...readFailure(label, answer), code: 'UnreadableAnswer' }), answer.sent);
