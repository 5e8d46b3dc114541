import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import {
	createExchange,
	labelOf,
	unreadable,
	type ClientOptions,
	type Exchange,
	type GraphConnection,
} from './exchange';
import { isGone } from './failureTests';
import { isObject } from './jsonObject';
import { eachEntity, type Page } from './pages';

export type ApiVersion = 'v1.0' | 'beta';

/** An entity or complex value as Graph sends it, without its `@odata.*` annotations. */
export type GraphEntity = IDataObject;

type Entity = GraphEntity & { id: string };

/** OData query options, e.g. `{ $select: 'id' }`. */
export type Query = Record<string, string>;

/** What can be asked of Microsoft Graph. */
export interface GraphClient {
	version: ApiVersion;
	/** @param retryBudgetMs how long to try again, when it differs from the client's. @throws GraphError */
	get(path: string, query?: Query, retryBudgetMs?: number): Promise<GraphEntity>;
	/** Gives undefined when Graph says that there is no such entity. @throws GraphError */
	find(path: string, query?: Query): Promise<GraphEntity | undefined>;
	/** Yields every entity of a collection across its pages. @throws GraphError */
	list(path: string, query?: Query): AsyncGenerator<GraphEntity>;
	/** Creates an entity and gives it with its id. @throws GraphError */
	post(path: string, body: IDataObject): Promise<Entity>;
	/** Calls an action that has neither body nor result. @throws GraphError */
	act(path: string): Promise<void>;
	/** Gives undefined for an answer without content. @throws GraphError */
	patch(path: string, body: IDataObject): Promise<GraphEntity | undefined>;
	/** @throws GraphError */
	delete(path: string): Promise<void>;
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
	const base = `${connection.root}/${version}`;
	const exchange = createExchange(connection, options);

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
		return entityIn(answer);
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
				labelOf(connection, 'GET', base + path),
			),
		post: async (path, body) => entityIn(await change('POST', path, body)),
		act: async (path) => await changeWithoutContent('POST', path),
		patch: async (path, body) => {
			const answer = await change('PATCH', path, body);
			return answer.statusCode === 204 ? undefined : entityIn(answer);
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

/** An object without an ID is no entity, whoever sent it. */
function entityIn(answer: Exchange): Entity {
	const { id, ...rest } = withoutAnnotations(objectIn(answer));
	if (typeof id !== 'string' || id === '') throw unreadable(answer);
	return { id, ...rest };
}
