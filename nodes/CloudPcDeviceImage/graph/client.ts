import type { IDataObject } from 'n8n-workflow';

import {
	expectNoContent,
	parseEntity,
	parseEntityPage,
	parseValuePage,
	type Entity,
	type GraphEntity,
	type GraphResponse,
	type Page,
} from './entities';
import { createTransport, requestLineOf, type ClientOptions, type GraphConnection } from './transport';
import { isNotFound } from './errorPredicates';
import { paginate } from './pages';
import type { Idempotence } from './retry';

export type { GraphEntity } from './entities';

export type ApiVersion = 'v1.0' | 'beta';

/** OData query options, e.g. `{ $select: 'id' }`. */
export type Query = Record<string, string>;

/** What can be asked of Microsoft Graph. */
export interface GraphClient {
	version: ApiVersion;
	/** @param retryBudgetMs how long to try again, when it differs from the client's. @throws GraphError */
	get(path: string, query?: Query, retryBudgetMs?: number): Promise<GraphEntity>;
	/** Returns undefined when Graph says that there is no such entity. @throws GraphError */
	find(path: string, query?: Query): Promise<GraphEntity | undefined>;
	/** Yields every entity of a collection across its pages; each has an id. @throws GraphError */
	list(path: string, query?: Query): AsyncGenerator<Entity>;
	/** Yields every value that a function returns, across its pages; values need no id. @throws GraphError */
	listValues(path: string, query?: Query): AsyncGenerator<GraphEntity>;
	/** Creates an entity and returns it with its id. @throws GraphError */
	post(path: string, body: IDataObject): Promise<Entity>;
	/** Calls an action that has neither body nor result. @throws GraphError */
	invokeAction(path: string): Promise<void>;
	/**
	 * Returns undefined for a response without content.
	 * @param idempotence `nonIdempotent` where the caller looks before it sends again; default `idempotent`
	 * @throws GraphError
	 */
	patch(path: string, body: IDataObject, idempotence?: Idempotence): Promise<GraphEntity | undefined>;
	/** @throws GraphError */
	delete(path: string): Promise<void>;
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
	const send = createTransport(connection, options);

	async function get(path: string, query?: Query, budgetMs?: number): Promise<GraphEntity> {
		return await send({ method: 'GET', url: base + path, qs: query, budgetMs, parse: parseEntity });
	}

	function walk<T extends GraphEntity>(
		path: string,
		qs: Query | undefined,
		parse: (response: GraphResponse) => Page<T>,
	): AsyncGenerator<T> {
		return paginate(
			async () => await send({ method: 'GET', url: base + path, qs, parse }),
			async (link) => await send({ method: 'GET', url: link, parse }),
			connection.root,
			requestLineOf(connection, 'GET', base + path),
		);
	}

	return {
		version,
		get,
		find: async (path, query) =>
			await get(path, query).catch((error: unknown) => {
				if (isNotFound(error)) return undefined;
				throw error;
			}),
		list: (path, query) => walk(path, query, parseEntityPage),
		listValues: (path, query) => walk(path, query, parseValuePage),
		post: async (path, body) => await send({ method: 'POST', url: base + path, body, parse: parseEntity }),
		invokeAction: async (path) => await send({ method: 'POST', url: base + path, parse: expectNoContent }),
		patch: async (path, body, idempotence) =>
			await send({
				method: 'PATCH',
				idempotence,
				url: base + path,
				body,
				parse: (response) => (response.statusCode === 204 ? undefined : parseEntity(response)),
			}),
		delete: async (path) => {
			const deleting = send({ method: 'DELETE', url: base + path, parse: expectNoContent });
			await deleting.catch((error: unknown) => {
				// Not found after a try whose response was lost: that try deleted it.
				if (!isNotFound(error) || !error.failure.mayHaveBeenProcessed) throw error;
			});
		},
	};
}
