import type { IDataObject } from 'n8n-workflow';

import type { HttpResponse, SentRequest } from './errors';
import { isObject } from './jsonObject';
import { unusable } from './errorResponse';

/** An entity or complex value as Graph sends it, without its `@odata.*` annotations. */
export type GraphEntity = IDataObject;

/** What has an ID in Graph. */
export type Entity = GraphEntity & { id: string };

/** One page of an OData collection. */
export interface Page<T extends GraphEntity> {
	value: T[];
	nextLink?: string;
	/** The request behind it, for errors. */
	sent?: SentRequest;
}

/** A response of success, and the request behind it. */
export interface GraphResponse extends HttpResponse {
	/** Method and path, for messages. */
	requestLine: string;
	sent: SentRequest;
}

/** Of the entity, or of one of its properties, e.g. `scopeIds@odata.type`. */
const isAnnotation = (key: string): boolean => key.includes('@odata.');

function withoutAnnotations(entity: IDataObject): GraphEntity {
	if (!Object.keys(entity).some(isAnnotation)) return entity;
	return Object.fromEntries(Object.entries(entity).filter(([key]) => !isAnnotation(key)));
}

const hasId = (value: IDataObject): value is Entity => typeof value.id === 'string' && value.id.trim() !== '';

const refuse = ({ requestLine, ...response }: GraphResponse, words?: string): never => {
	throw unusable(requestLine, response, words);
};

/**
 * Returns the entity of a response.
 * @throws GraphError for anything else: an object without an ID is no entity, whoever sent it
 */
export function parseEntity(response: GraphResponse): Entity {
	const { body } = response;
	if (!isObject(body)) return refuse(response);
	const entity = withoutAnnotations(body);
	return hasId(entity) ? entity : refuse(response, 'The response has no ID.');
}

/** Expects what Graph responds to a change that has no result. @throws GraphError for any other success, which proves nothing */
export function expectNoContent(response: GraphResponse): void {
	if (response.statusCode !== 204) refuse(response);
}

/**
 * Returns a page of a collection of entities.
 * @throws GraphError also when a single entry has no ID: a list without it would be shorter than the truth
 */
export function parseEntityPage(response: GraphResponse): Page<Entity> {
	const page = parseValuePage(response);
	const { value } = page;
	return value.every(hasId) ? { ...page, value } : refuse(response, 'An entry of the list has no ID.');
}

/** Returns a page of what a function gives; complex values need no ID. @throws GraphError for anything else */
export function parseValuePage(response: GraphResponse): Page<GraphEntity> {
	const { body, sent } = response;
	if (!isObject(body)) return refuse(response);
	const { value, '@odata.nextLink': nextLink } = body;
	const values: unknown = value;
	if (!Array.isArray(values) || !values.every(isObject)) return refuse(response);
	if (typeof nextLink !== 'string' && nextLink !== undefined && nextLink !== null) {
		return refuse(response, 'The next page of the list has no URL.');
	}
	return { value: values.map(withoutAnnotations), nextLink: nextLink ?? undefined, sent };
}
