import type { IHttpRequestOptions } from 'n8n-workflow';

import { readBody } from './body';
import type { HttpResponse } from './errors';

/** A request whose response several that asked for the same at the same time may take. */
export interface SharedRead {
	request: IHttpRequestOptions;
	requestLine: string;
	response: Promise<HttpResponse>;
	/** How many take the response. */
	takers: number;
	/** The response with its body read, once that was needed. */
	whole?: Promise<HttpResponse>;
}

const queryOf = ({ qs }: IHttpRequestOptions): string => JSON.stringify(qs ?? {});

/** Returns whether two requests read the same. */
export const isSameRead = (one: IHttpRequestOptions, other: IHttpRequestOptions): boolean =>
	one.method === 'GET' &&
	other.method === 'GET' &&
	one.url === other.url &&
	one.timeout === other.timeout &&
	queryOf(one) === queryOf(other);

async function readWhole({ request, requestLine, response }: SharedRead): Promise<HttpResponse> {
	const { body, ...rest } = await response;
	return { ...rest, body: await readBody(body, requestLine, request.timeout ?? 60_000) };
}

/**
 * Returns the response of a request; where several take it, each has a body of its own.
 * @throws GraphError
 */
export async function takeResponse(read: SharedRead): Promise<HttpResponse> {
	read.takers++;
	const response = await read.response;
	if (read.takers === 1) return response;
	// A stream can be read only once.
	read.whole ??= readWhole(read);
	const { body, ...rest } = await read.whole;
	return { ...rest, body: structuredClone(body) };
}
