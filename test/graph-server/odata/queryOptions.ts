import type { FilterSupport } from '../settings';
import type { EntityType } from './entityType';
import { odataError } from './errors';
import { parseFilter, type Predicate } from './filter';

/** A decoded query string; an option sent twice is an array. */
export type Query = Record<string, string | string[] | undefined>;

/** The query options of one request, checked against the type they ask about. */
export interface QueryOptions {
	select?: string[];
	expand: string[];
	filter?: Predicate;
	orderBy?: { property: string; descending: boolean };
	top?: number;
	skip: number;
	skipToken?: string;
	count: boolean;
}

const collectionOptions = [
	'$select',
	'$filter',
	'$orderby',
	'$top',
	'$skip',
	'$skiptoken',
	'$count',
];

/**
 * Reads the query options.
 *
 * @param query The decoded query string.
 * @param type The type the path leads to.
 * @param kind One entity takes `$select` alone, and `$expand` where the type has something to expand.
 * @throws GraphError 400 for anything malformed, repeated or unknown.
 */
export function readQueryOptions(
	query: Query,
	type: EntityType,
	kind: 'entity' | 'collection',
): QueryOptions {
	const allowed = kind === 'entity' ? ['$select'] : [...collectionOptions];
	if (type.navigations) allowed.push('$expand');
	const given = new Map<string, string>();
	for (const [name, value] of Object.entries(query)) {
		if (Array.isArray(value)) {
			throw odataError(`Query option '${name}' was specified more than once.`);
		}
		// Graph ignores options of the client's own; only those with a dollar sign mean something.
		if (!name.startsWith('$')) continue;
		if (!allowed.includes(name)) {
			throw odataError(`The query specified in the URI is not valid: '${name}' is not supported.`);
		}
		given.set(name, value ?? '');
	}
	const filter = given.get('$filter');
	return {
		select: readSelect(given.get('$select'), type),
		expand: readExpand(given.get('$expand'), type),
		filter: filter === undefined ? undefined : parseFilter(filter, type),
		orderBy: readOrderBy(given.get('$orderby'), type),
		top: readNumber('$top', given.get('$top')),
		skip: readNumber('$skip', given.get('$skip')) ?? 0,
		skipToken: given.get('$skiptoken'),
		count: readBoolean('$count', given.get('$count')),
	};
}

/**
 * Returns the query with what becomes of its `$filter`.
 *
 * @throws GraphError 400 where it is refused; the sentence is ours ([U]).
 */
export function withFilterSupport(query: Query, support: FilterSupport): Query {
	if (support === 'works' || query.$filter === undefined) return query;
	if (support === 'refused') throw odataError("The query option '$filter' is not supported here.");
	return Object.fromEntries(Object.entries(query).filter(([name]) => name !== '$filter'));
}

function readSelect(text: string | undefined, type: EntityType): string[] | undefined {
	if (text === undefined || text.trim() === '*') return undefined;
	return text.split(',').map((name) => propertyOf(type, name.trim()));
}

function readExpand(text: string | undefined, { name, navigations = [] }: EntityType): string[] {
	if (text === undefined) return [];
	const wanted = text.split(',').map((each) => each.trim());
	const stranger = wanted.find((each) => !navigations.includes(each));
	if (stranger === undefined) return wanted;
	throw odataError(
		`Parsing OData Select and Expand failed: Could not find a property named '${stranger}' on type 'microsoft.graph.${name}'.`,
	);
}

function readOrderBy(text: string | undefined, type: EntityType): QueryOptions['orderBy'] {
	if (text === undefined) return undefined;
	const [name = '', direction = 'asc', ...rest] = text.trim().split(/\s+/);
	if (rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
		throw odataError(`Syntax error in $orderby '${text}'.`);
	}
	return { property: propertyOf(type, name), descending: direction === 'desc' };
}

function propertyOf(type: EntityType, name: string): string {
	if (Object.hasOwn(type.properties, name)) return name;
	throw odataError(
		`Parsing OData Select and Expand failed: Could not find a property named '${name}' ` +
			`on type 'microsoft.graph.${type.name}'.`,
	);
}

function readNumber(name: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (!/^\d+$/.test(text)) throw odataError(`Invalid value '${text}' for ${name} query option.`);
	return Number(text);
}

function readBoolean(name: string, text: string | undefined): boolean {
	if (text === undefined || text === 'false') return false;
	if (text === 'true') return true;
	throw odataError(`Invalid value '${text}' for ${name} query option.`);
}
