import { randomUUID } from 'node:crypto';

import type { IHttpRequestOptions } from 'n8n-workflow';

import { userAgent } from '../../../credentials/entra/userAgent';
import type { HttpResponse } from './errors';
import { isObject } from './jsonObject';

/**
 * Returns the request that carries others. Source: https://learn.microsoft.com/graph/json-batching
 *
 * @param requests the requests, whose index becomes their ID
 * @param base Graph root with version, below which all of them are
 */
export function batchRequest(requests: IHttpRequestOptions[], base: string): IHttpRequestOptions {
	return {
		...requests[0],
		method: 'POST',
		url: `${base}/$batch`,
		qs: undefined,
		headers: {
			Accept: 'application/json',
			'Content-Type': 'application/json',
			'User-Agent': userAgent,
			'client-request-id': randomUUID(),
		},
		body: { requests: requests.map((request, index) => partOf(request, index, base)) },
	};
}

function partOf({ method, url, qs, headers, body }: IHttpRequestOptions, index: number, base: string) {
	const query = Object.entries((qs ?? {}) as Record<string, string>)
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');
	const path = url.slice(base.length);
	const jsonBody = body ? { body, headers: { ...headers, 'Content-Type': 'application/json' } } : {};
	return {
		id: String(index),
		method,
		url: query ? `${path}?${query}` : path,
		headers,
		...jsonBody,
	};
}

/** Returns the responses by the ID of their part; Graph promises no order. What is no response is left out. */
export function parsePartResponses(body: unknown): Map<string, HttpResponse> {
	const responses = new Map<string, HttpResponse>();
	for (const part of isObject(body) ? [body.responses].flat() : []) {
		if (!isObject(part) || typeof part.id !== 'string' || typeof part.status !== 'number') continue;
		const headers = Object.entries(isObject(part.headers) ? part.headers : {});
		responses.set(part.id, {
			statusCode: part.status,
			headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
			body: part.body,
		});
	}
	return responses;
}
