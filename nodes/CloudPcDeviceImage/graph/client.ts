import { randomUUID } from 'node:crypto';

import type { IDataObject, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { GraphError, readFailure, type HttpAnswer } from './errors';
import { eachEntity, type Page } from './pages';

export type ApiVersion = 'v1.0' | 'beta';

/** An entity or complex value as Graph sends it, without its `@odata.*` annotations. */
export type GraphEntity = IDataObject;

/** OData query options, e.g. `{ $select: 'id' }`. */
export type Query = Record<string, string>;

/** The way to one Microsoft Graph with one credential. */
export interface GraphConnection {
	/** Root URL without version and trailing slash. */
	root: string;
	/**
	 * Sends with n8n's authenticated request helper.
	 * @throws GraphError for a refused sign-in (401) and when no answer comes
	 */
	send(request: IHttpRequestOptions, label: string): Promise<HttpAnswer>;
}

/** Speaks HTTP with Microsoft Graph; nothing else in the package does. */
export interface GraphClient {
	version: ApiVersion;
	/** @throws GraphError */
	get(path: string, query?: Query): Promise<GraphEntity>;
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

/** Time limit of one request, ms; n8n's own default is 300,000. */
const requestTimeoutMs = 60_000;

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function withoutAnnotations(entity: IDataObject): GraphEntity {
	return Object.fromEntries(Object.entries(entity).filter(([key]) => !key.startsWith('@odata.')));
}

/**
 * Makes a client for one version of Microsoft Graph.
 *
 * @param connection the credential's way to Graph
 * @param version `v1.0` or `beta`
 */
export function createGraphClient(connection: GraphConnection, version: ApiVersion): GraphClient {
	const base = `${connection.root}/${version}`;
	const labelOf = (method: string, url: string): string =>
		`${method} ${url.slice(connection.root.length).split('?')[0]}`;

	async function exchange(
		method: IHttpRequestMethods,
		url: string,
		extra: Partial<IHttpRequestOptions> = {},
	): Promise<HttpAnswer> {
		const label = labelOf(method, url);
		const answer = await connection.send(
			{
				method,
				url,
				headers: {
					Accept: 'application/json',
					Prefer: preferHeader,
					'client-request-id': randomUUID(),
				},
				json: true,
				returnFullResponse: true,
				// n8n renews the token only when it sees the 401 itself.
				ignoreHttpStatusErrors: { ignore: true, except: [401] },
				sendCredentialsOnCrossOriginRedirect: false,
				timeout: requestTimeoutMs,
				...extra,
			},
			label,
		);
		if (answer.statusCode < 200 || answer.statusCode > 299) {
			throw new GraphError(readFailure(label, answer));
		}
		return answer;
	}

	async function readObject(url: string, query?: Query): Promise<IDataObject> {
		const answer = await exchange('GET', url, query ? { qs: query } : {});
		return objectIn(answer, labelOf('GET', url));
	}

	async function readPage(url: string, query?: Query): Promise<Page> {
		const body = await readObject(url, query);
		const nextLink = body['@odata.nextLink'];
		const entities: unknown = body.value;
		if (!Array.isArray(entities) || !entities.every(isObject)) {
			throw unreadable(labelOf('GET', url), body);
		}
		return {
			value: entities.map(withoutAnnotations),
			nextLink: typeof nextLink === 'string' ? nextLink : undefined,
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
		get: async (path, query) => withoutAnnotations(await readObject(base + path, query)),
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
			await write('DELETE', path);
		},
	};
}

function objectIn(answer: HttpAnswer, label: string): IDataObject {
	if (!isObject(answer.body)) throw unreadable(label, answer.body);
	return answer.body;
}

const unreadable = (label: string, body: unknown): GraphError =>
	new GraphError({ ...readFailure(label, { statusCode: 200, body }), code: 'UnreadableAnswer' });
