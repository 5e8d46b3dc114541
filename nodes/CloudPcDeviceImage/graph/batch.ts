import { sleep, type IHttpRequestOptions } from 'n8n-workflow';

import type { Clock } from './clock';
import { batchRequest, parsePartResponses } from './batchFormat';
import { readBody } from './body';
import { classify } from './classify';
import type { ApiVersion } from './client';
import { GraphError, type GraphFailure, type HttpResponse } from './errors';
import type { GraphConnection } from './transport';
import { isUnusable } from './errorPredicates';
import { isObject } from './jsonObject';
import { parseErrorResponse, unusable } from './errorResponse';

/** The most requests that Graph takes in one batch. Source: https://learn.microsoft.com/graph/json-batching */
export const maxBatchParts = 20;

interface WaitingRequest {
	request: IHttpRequestOptions;
	requestLine: string;
	resolve: (response: HttpResponse) => void;
	reject: (error: unknown) => void;
}

/** How long requests are collected, ms: pauses that end at the same time end within this. */
const batchWindowMs = 5;

/** What a gateway says that has no `$batch`; nothing of the batch was carried out. */
const notOffered = [404, 405, 501];

const isRead = ({ request }: WaitingRequest): boolean => request.method === 'GET';

/**
 * Makes a connection whose requests travel together: those made at the same time go out as one JSON batch,
 * a single one as it is. Each part has its own response, so that whoever asked retries and explains just that.
 * After a batch that a gateway refuses, breaks or cannot finish, all later requests travel alone, so that each try gets further.
 *
 * @param connection the way to Graph
 * @param version the API version of all requests
 * @param clock tells the time
 */
export function batchRequests(
	connection: GraphConnection,
	version: ApiVersion,
	clock: Clock,
): GraphConnection {
	const requestLine = `POST /${version}/$batch`;
	const base = `${connection.root}/${version}`;
	let waiting: WaitingRequest[] = [];
	let maxParts = maxBatchParts;
	let window = 0;
	const unlucky = new Set<number>();

	/** Has all later requests travel alone when the batch itself may be to blame, e.g. as too much work at once. */
	function learnFrom(failure: GraphFailure, sentIn: number): void {
		const { isTransient, wasNotProcessed } = classify(failure);
		if (!isTransient || wasNotProcessed) return;
		// These may be chance, which does not strike twice.
		const mayBeChance = failure.kind === 'noResponse' || failure.status === 503;
		if (mayBeChance && unlucky.add(sentIn).size === 1) return;
		maxParts = 1;
	}

	async function sendWaiting(): Promise<void> {
		await sleep(batchWindowMs);
		const requests = waiting;
		waiting = [];
		window++;
		for (let from = 0; from < requests.length; from += maxParts) {
			const parts = requests.slice(from, from + maxParts);
			// The next batch does not wait for this one.
			(parts.length === 1 ? sendAlone(parts) : sendBatch(parts, window)).catch((error: unknown) => {
				for (const { reject } of parts) reject(error);
			});
		}
	}

	async function sendAlone(parts: WaitingRequest[]): Promise<void> {
		const outcomes = await Promise.allSettled(
			parts.map(async (part) => await connection.send(part.request, part.requestLine)),
		);
		// All at once, so that what they ask next travels together again.
		for (const [index, outcome] of outcomes.entries()) {
			if (outcome.status === 'fulfilled') parts[index]?.resolve(outcome.value);
			else parts[index]?.reject(outcome.reason);
		}
	}

	/** @throws GraphError when no whole response came */
	async function exchangeBatch(parts: WaitingRequest[]): Promise<HttpResponse> {
		const startedAt = clock.now();
		const timeout = Math.max(...parts.map(({ request }) => request.timeout ?? 60_000));
		const requests = parts.map(({ request }) => request);
		const { body, ...rest } = await connection.send({ ...batchRequest(requests, base), timeout }, requestLine);
		const leftMs = Math.max(1, timeout - (clock.now() - startedAt));
		return { ...rest, body: await readBody(body, requestLine, leftMs) };
	}

	async function sendBatch(parts: WaitingRequest[], sentIn: number): Promise<void> {
		const response = await exchangeBatch(parts).catch((error: unknown) => {
			if (!(error instanceof GraphError)) throw error;
			learnFrom(error.failure, sentIn);
			if (!isUnusable(error.failure)) throw error;
			return error;
		});
		if (response instanceof GraphError) return await breakUp(parts, () => response);
		const { statusCode, body } = response;
		if (notOffered.includes(statusCode)) return await breakUp(parts, undefined);
		if (statusCode >= 400) {
			learnFrom(parseErrorResponse(requestLine, response), sentIn);
			for (const part of parts) part.resolve(response);
			return;
		}
		await handOut(parts, response, parsePartResponses(statusCode < 300 ? body : undefined));
	}

	/** Gives each part its response; those without one go on alone. */
	async function handOut(
		parts: WaitingRequest[],
		batch: HttpResponse,
		responses: Map<string, HttpResponse>,
	): Promise<void> {
		const missing = parts.filter((_, index) => !responses.has(String(index)));
		// n8n renews the token only for a request of its own.
		const expired = parts.filter((_, index) => responses.get(String(index))?.statusCode === 401);
		const words = 'The response of the batch lacks this request.';
		await Promise.all([
			sendAlone(expired),
			breakUp(missing, (part) => unusable(part.requestLine, batch, isObject(batch.body) ? words : undefined)),
		]);
		for (const [index, part] of parts.entries()) {
			const response = responses.get(String(index));
			if (response && !expired.includes(part)) part.resolve(response);
		}
	}

	/**
	 * Sends the parts alone of which the batch gave nothing. A change may have been carried out all the same: unless the batch
	 * was not, whoever asked for it has to look first.
	 */
	async function breakUp(
		parts: WaitingRequest[],
		errorOf: ((part: WaitingRequest) => GraphError) | undefined,
	): Promise<void> {
		if (parts.length === 0) return;
		maxParts = 1;
		const safe = errorOf ? parts.filter(isRead) : parts;
		await sendAlone(safe);
		for (const part of parts) if (!safe.includes(part)) part.reject(errorOf?.(part));
	}

	return {
		...connection,
		send: async (request, line) =>
			await new Promise((resolve, reject) => {
				waiting.push({ request, requestLine: line, resolve, reject });
				if (waiting.length === 1) void sendWaiting();
			}),
	};
}
