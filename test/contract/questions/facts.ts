import type { AxiosResponse } from 'axios';

import type { Entity } from './askedGraph';
import type { Facts } from './question';

/** Status and codes of an error, and the sentence that explains most (contract 3.5). */
export function refusal(reply: AxiosResponse): Facts {
	const error = Object(Object(reply.data).error) as Entity;
	const inner = innerErrorOf(reply);
	const words = textOf(inner.message) ?? textOf(error.message);
	return {
		status: reply.status,
		...(textOf(error.code) !== undefined && { code: String(error.code) }),
		...(textOf(inner.code) !== undefined && { innerCode: String(inner.code) }),
		...(words !== undefined && { words }),
	};
}

/** Status and codes where it was refused, else only the status. */
export function outcome(reply: AxiosResponse): Facts {
	return reply.status < 400 ? { status: reply.status } : refusal(reply);
}

/** The inner error of a refusal; its spelling varies (contract 4.1). */
export function innerErrorOf({ data }: AxiosResponse): Entity {
	const error = Object(Object(data).error) as Entity;
	return Object(error.innerError ?? error.innererror) as Entity;
}

/** The facts that are compared: all but the service's own words. */
export function comparable(facts: Facts): Facts {
	return Object.fromEntries(Object.entries(facts).filter(([name]) => name !== 'words'));
}

/** What follows `$metadata#` in a body's context. */
export function contextOf({ data }: AxiosResponse): string {
	return String(Object(data)['@odata.context']).replace(/^.*\$metadata#/, '');
}

/** The rows of a list answer; none of another. */
export function rowsOf({ data }: AxiosResponse): Entity[] {
	const value: unknown = Object(data).value;
	return Array.isArray(value) ? (value as Entity[]) : [];
}

/** The answer to one part of a batch. */
export function partOf({ data }: AxiosResponse, id: string): { status?: number; body?: unknown } {
	const parts: unknown = Object(data).responses;
	const found = Array.isArray(parts) ? parts.find((part) => Object(part).id === id) : undefined;
	return Object(found) as { status?: number; body?: unknown };
}

/** The names of an entity's properties, in alphabetical order, without annotations. */
export function propertiesOf(entity: unknown): string[] {
	return Object.keys(Object(entity) as Entity)
		.filter((name) => !name.includes('@odata.'))
		.sort();
}

/** Each value once, in alphabetical order, without null. */
export function membersOf(entities: Entity[], property: string): string[] {
	const values = entities.map((entity) => entity[property]).filter((value) => value !== null);
	return [...new Set(values.map(String))].sort();
}

/** When an image was changed last, in ms since 1970. */
export function modifiedAt({ lastModifiedDateTime }: Entity): number {
	return Date.parse(String(lastModifiedDateTime));
}

/** Whether the answer has that header. */
export function hasHeader({ headers }: AxiosResponse, name: string): boolean {
	return headers[name] !== undefined;
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
