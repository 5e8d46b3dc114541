import { createHash } from 'node:crypto';

import { odataError } from './errors';
import type { QueryOptions } from './queryOptions';

type Entity = Record<string, unknown>;

/** What a client wants to see of an entity. */
export type Shape = Partial<Pick<QueryOptions, 'select' | 'expand'>>;

/** Everything that a list answer is made of. */
export interface CollectionRequest<Row extends object> {
	rows: readonly Row[];
	/** How a row looks to this client. */
	show: (row: Row) => Entity;
	options: QueryOptions;
	/** The part of `@odata.context` after `$metadata#`. */
	context: string;
	/** `https://host/v1.0` */
	root: string;
	/** The request's path with its query, as sent. */
	url: string;
	/** Rows on a page when the client names no `$top`; 0 never pages. */
	pageSize: number;
}

/**
 * Filters, orders, pages and shapes rows.
 *
 * @returns The body of a list answer: `@odata.context`, `@odata.count`, `@odata.nextLink`, `value`.
 */
export function collectionBody<Row extends object>(request: CollectionRequest<Row>): Entity {
	const { options } = request;
	const matching = order(request.rows.filter(options.filter ?? (() => true)), options.orderBy);
	const query = withoutSkipToken(request.url);
	const start = options.skip + offsetOf(options.skipToken, query);
	// Whether $top and $skip work here is unknown ([U]); elsewhere in Graph $top is a page size.
	const size = options.top ?? request.pageSize;
	const end = size > 0 ? start + size : options.top === 0 ? start : matching.length;
	const body: Entity = {
		'@odata.context': contextOf(request.root, request.context, options),
	};
	if (options.count) body['@odata.count'] = matching.length;
	if (end < matching.length && end > start) {
		const origin = new URL(request.root).origin;
		const token = skipToken(end - options.skip, query);
		const separator = query.includes('?') ? '&' : '?';
		body['@odata.nextLink'] = `${origin}${query}${separator}$skiptoken=${token}`;
	}
	body.value = matching.slice(start, end).map((row) => pick(request.show(row), options));
	return body;
}

/** @returns The body of an answer that is one entity; `context` as for a list. */
export function entityBody(
	root: string,
	context: string,
	entity: Entity,
	shape: Shape = {},
): Entity {
	return {
		'@odata.context': `${contextOf(root, context, shape)}/$entity`,
		...pick(entity, shape),
	};
}

function contextOf(root: string, context: string, { select = [], expand = [] }: Shape): string {
	const shown = [...select, ...expand.map((name) => `${name}()`)];
	return `${root}/$metadata#${context}${shown.length > 0 ? `(${shown.join(',')})` : ''}`;
}

function pick(entity: Entity, { select, expand = [] }: Shape): Entity {
	return select ? Object.fromEntries([...select, ...expand].map((name) => [name, entity[name]])) : entity;
}

function order<Row extends object>(rows: Row[], by: QueryOptions['orderBy']): Row[] {
	if (!by) return rows;
	const keyOf = (row: Row) => String((row as Entity)[by.property] ?? '');
	const sign = by.descending ? -1 : 1;
	return rows.toSorted((a, b) => sign * keyOf(a).localeCompare(keyOf(b)));
}

function withoutSkipToken(url: string): string {
	const [path = '', query = ''] = url.split('?', 2);
	const kept = query.split('&').filter((part) => part && !/^(\$|%24)skiptoken=/i.test(part));
	return kept.length > 0 ? `${path}?${kept.join('&')}` : path;
}

// The token is bound to the rest of the link: a client that rebuilds the link gets a 400.
function skipToken(offset: number, query: string): string {
	const seal = createHash('sha256').update(query).digest('base64url').slice(0, 12);
	return Buffer.from(`${offset}.${seal}`).toString('base64url');
}

function offsetOf(token: string | undefined, query: string): number {
	if (token === undefined) return 0;
	const offset = Number(Buffer.from(token, 'base64url').toString().split('.')[0]);
	if (!Number.isInteger(offset) || skipToken(offset, query) !== token) {
		throw odataError('Invalid $skiptoken: follow @odata.nextLink exactly as it came.');
	}
	return offset;
}
