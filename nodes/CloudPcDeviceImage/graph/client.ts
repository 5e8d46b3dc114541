import { randomUUID } from 'node:crypto';

import type { IDataObject, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { realClock, type Clock } from '../images/clock';
import { readBody } from './body';
import { readDeprecation, type Deprecation } from './deprecation';
import { GraphError, identified, type HttpAnswer, type SentRequest, type SignIn } from './errors';
import { isGone } from './failureTests';
import { isObject } from './jsonObject';
import { eachEntity, type Page } from './pages';
import { readFailure } from './readErrors';
import { withRetry, type Random, type Repeat } from './retry';

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

/** Speaks HTTP with Microsoft Graph; nothing else in the package does. */
export interface GraphClient {
	version: ApiVersion;
	/** @param retryBudgetMs how long to try again, when it differs from the client's. @throws GraphError */
	get(path: string, query?: Query, retryBudgetMs?: number): Promise<GraphEntity>;
	/** Gives undefined when Graph says that there is no such entity. @throws GraphError */
	find(path: string, query?: Query): Promise<GraphEntity | undefined>;
	/** Yields every entity of a collection across its pages. @throws GraphError */
	list(path: string, query?: Query): AsyncGenerator<GraphEntity>;
	/** Creates an entity and gives it with its id. @throws GraphError */
	post(path: string, body: IDataObject): Promise<GraphEntity & { id: string }>;
	/** Calls an action that has neither body nor result. @throws GraphError */
	act(path: string): Promise<void>;
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
	deadline: Infinity,
	clock: realClock(),
	random: Math.random,
};

/** An answer, and the request that it answers. */
interface Exchange extends HttpAnswer {
	/** Method and path, for messages. */
	label: string;
	sent: SentRequest;
}

/** Of the entity, or of one of its properties, e.g. `scopeIds@odata.type`. */
const isAnnotation = (key: string): boolean => key.includes('@odata.');

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
	const { retryBudgetMs, timeoutMs, deadline, clock, random } = { ...usualOptions, ...options };
	let retryMs = retryBudgetMs;
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

	async function exchange(
		method: IHttpRequestMethods,
		url: string,
		extra: Partial<IHttpRequestOptions> = {},
		budgetMs = retryMs,
	): Promise<Exchange> {
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
	}

	async function readPage(url: string, query?: Query): Promise<Page> {
		const answer = await exchange('GET', url, query ? { qs: query } : {});
		const body = objectIn(answer);
		const nextLink = body['@odata.nextLink'];
		const entities: unknown = body.value;
		if (!Array.isArray(entities) || !entities.every(isObject)) throw unreadable(answer);
		return {
			value: entities.map(withoutAnnotations),
			nextLink: typeof nextLink === 'string' ? nextLink : undefined,
			sent: answer.sent,
		};
	}

	async function change(method: IHttpRequestMethods, path: string, body?: IDataObject): Promise<Exchange> {
		return await exchange(method, base + path, body ? { body } : {});
	}

	/** Graph answers 204; another success comes from something in between, and proves nothing. */
	async function changeWithoutContent(method: IHttpRequestMethods, path: string): Promise<void> {
		const answer = await change(method, path);
		if (answer.statusCode !== 204) throw unreadable(answer);
	}

	async function get(path: string, query?: Query, budgetMs?: number): Promise<GraphEntity> {
		const answer = await exchange('GET', base + path, query ? { qs: query } : {}, budgetMs);
		return withoutAnnotations(objectIn(answer));
	}

	return {
		version,
		get,
		find: async (path, query) =>
			await get(path, query).catch((error: unknown) => {
				if (isGone(error)) return undefined;
				throw error;
			}),
		list: (path, query) =>
			eachEntity(
				async () => await readPage(base + path, query),
				async (link) => await readPage(link),
				connection.root,
				labelOf('GET', base + path),
			),
		post: async (path, body) => {
			const answer = await change('POST', path, body);
			const { id, ...entity } = withoutAnnotations(objectIn(answer));
			if (typeof id !== 'string' || id === '') throw unreadable(answer);
			return { id, ...entity };
		},
		act: async (path) => await changeWithoutContent('POST', path),
		patch: async (path, body) => {
			const answer = await change('PATCH', path, body);
			return answer.statusCode === 204 ? undefined : withoutAnnotations(objectIn(answer));
		},
		delete: async (path) => {
			await changeWithoutContent('DELETE', path).catch((error: unknown) => {
				// Gone after a try whose answer was lost: that try deleted it.
				if (!isGone(error) || !error.failure.mayBeDone) throw error;
			});
		},
	};
}

function objectIn(answer: Exchange): IDataObject {
	if (!isObject(answer.body)) throw unreadable(answer);
	return answer.body;
}

const unreadable = (answer: Exchange): unknown =>
	identified(
		new GraphError({ ...readFailure(answer.label, answer), code: 'UnreadableAnswer' }),
		answer.sent,
	);

const outOfTime = (request: string): GraphError =>
	new GraphError({ request, code: 'OutOfTime', serviceMessage: 'There was no time left to ask.' });
