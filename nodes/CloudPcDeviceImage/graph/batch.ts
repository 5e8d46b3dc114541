import { sleep, type IHttpRequestOptions } from 'n8n-workflow';

import type { Clock } from './clock';
import { batchRequest, parsePartResponses } from './batchFormat';
import { readBody } from './body';
import { isSameRead, takeResponse, type SharedRead } from './sharedRead';
import { classify } from './classify';
import type { ApiVersion } from './client';
import { GraphError, type GraphFailure, type HttpResponse } from './errors';
import type { GraphConnection } from './transport';
import { isUnusable } from './errorPredicates';
import { isObject } from './jsonObject';
import { parseErrorResponse, unusable } from './errorResponse';

/** The most requests that Graph takes in one batch. Source: https://learn.microsoft.com/graph/json-batching */
export const maxBatchParts = 20;

interface WaitingRequest extends SharedRead {
	requestLine: string;
	resolve: (response: HttpResponse) => void;
	reject: (error: unknown) => void;
}

/** How long requests are collected, ms: the first ones are made in one go, and pauses that end at the same time end within 5 ms. */
const batchWindowMs = { first: 0, later: 5 };

/** What a gateway says that has no `$batch`; nothing of the batch was carried out. */
const notOffered = [404, 405, 501];

const isRead = ({ request }: WaitingRequest): boolean => request.method === 'GET';

/** The requests of one connection that travel together, and what it has learned about batches. */
class BatchSender {
	private readonly requestLine: string;

	private readonly base: string;

	private waiting: WaitingRequest[] = [];

	private maxParts = maxBatchParts;

	private window = 0;

	private readonly unluckyWindows = new Set<number>();

	constructor(
		private readonly connection: GraphConnection,
		version: ApiVersion,
		private readonly clock: Clock,
	) {
		this.requestLine = `POST /${version}/$batch`;
		this.base = `${connection.root}/${version}`;
	}

	/** Sends a request with those that are made at the same time. @throws GraphError */
	async send(request: IHttpRequestOptions, requestLine: string): Promise<HttpResponse> {
		const same = this.waiting.find((other) => isSameRead(other.request, request));
		return await takeResponse(same ?? this.enqueue(request, requestLine));
	}

	private enqueue(request: IHttpRequestOptions, requestLine: string): WaitingRequest {
		let settle!: Pick<WaitingRequest, 'resolve' | 'reject'>;
		const response = new Promise<HttpResponse>((resolve, reject) => {
			settle = { resolve, reject };
		});
		const waiting: WaitingRequest = { request, requestLine, response, takers: 0, ...settle };
		this.waiting.push(waiting);
		if (this.waiting.length === 1) void this.sendWaiting();
		return waiting;
	}

	private async sendWaiting(): Promise<void> {
		await sleep(this.window === 0 ? batchWindowMs.first : batchWindowMs.later);
		const requests = this.waiting;
		this.waiting = [];
		this.window++;
		const { maxParts } = this;
		for (let from = 0; from < requests.length; from += maxParts) {
			const parts = requests.slice(from, from + maxParts);
			// The next batch does not wait for this one.
			(parts.length === 1 ? this.sendAlone(parts) : this.sendBatch(parts)).catch((error: unknown) => {
				for (const { reject } of parts) reject(error);
			});
		}
	}

	private async sendAlone(parts: WaitingRequest[]): Promise<void> {
		const outcomes = await Promise.allSettled(
			parts.map(async (part) => await this.connection.send(part.request, part.requestLine)),
		);
		// All at once, so that what they ask next travels together again.
		for (const [index, outcome] of outcomes.entries()) {
			if (outcome.status === 'fulfilled') parts[index]?.resolve(outcome.value);
			else parts[index]?.reject(outcome.reason);
		}
	}

	private async sendBatch(parts: WaitingRequest[]): Promise<void> {
		const { window } = this;
		const response = await this.exchange(parts).catch((error: unknown) => {
			if (!(error instanceof GraphError)) throw error;
			this.learnFrom(error.failure, window);
			if (!isUnusable(error.failure)) throw error;
			return error;
		});
		if (response instanceof GraphError) return await this.breakUp(parts, () => response);
		const { statusCode } = response;
		if (notOffered.includes(statusCode)) return await this.breakUp(parts, undefined);
		if (statusCode < 400) return await this.handOut(parts, response);
		this.learnFrom(parseErrorResponse(this.requestLine, response), window);
		for (const part of parts) part.resolve(response);
	}

	/** @throws GraphError when no whole response came */
	private async exchange(parts: WaitingRequest[]): Promise<HttpResponse> {
		const startedAt = this.clock.now();
		const requests = parts.map(({ request }) => request);
		const timeout = Math.max(...requests.map((request) => request.timeout ?? 60_000));
		const batch = { ...batchRequest(requests, this.base), timeout };
		const { body, ...rest } = await this.connection.send(batch, this.requestLine);
		const leftMs = Math.max(1, timeout - (this.clock.now() - startedAt));
		return { ...rest, body: await readBody(body, this.requestLine, leftMs) };
	}

	/** Gives each part its response; those without one go on alone. */
	private async handOut(parts: WaitingRequest[], batch: HttpResponse): Promise<void> {
		const { statusCode, body } = batch;
		const responses = parsePartResponses(statusCode >= 200 && statusCode <= 299 ? body : undefined);
		const missing = parts.filter((_, index) => !responses.has(String(index)));
		// n8n renews the token only for a request of its own.
		const expired = parts.filter((_, index) => responses.get(String(index))?.statusCode === 401);
		const words = isObject(body) ? 'The batch response has no part for this request.' : undefined;
		await Promise.all([
			this.sendAlone(expired),
			this.breakUp(missing, ({ requestLine }) => unusable(requestLine, batch, words)),
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
	private async breakUp(
		parts: WaitingRequest[],
		errorOf: ((part: WaitingRequest) => GraphError) | undefined,
	): Promise<void> {
		if (parts.length === 0) return;
		this.maxParts = 1;
		const safe = errorOf ? parts.filter(isRead) : parts;
		await this.sendAlone(safe);
		for (const part of parts) if (!safe.includes(part)) part.reject(errorOf?.(part));
	}

	/** Has all later requests travel alone when the batch itself may be to blame, e.g. as too much work at once. */
	private learnFrom(failure: GraphFailure, window: number): void {
		const { isTransient, wasNotProcessed } = classify(failure);
		if (!isTransient || wasNotProcessed) return;
		// These may be chance, which does not strike twice.
		const mayBeChance = failure.kind === 'noResponse' || failure.status === 503;
		if (mayBeChance && this.unluckyWindows.add(window).size === 1) return;
		this.maxParts = 1;
	}
}

/**
 * Makes a connection whose requests travel together: those made at the same time go out as one JSON batch,
 * a single one as it is. Each part has its own response, so that whoever asked retries and explains just that.
 * After a batch that a gateway refuses, breaks or cannot finish, all later requests travel alone, so that each try gets further.
 *
 * @param connection the way to Graph
 * @param version the API version of all requests
 * @param clock gives the time
 */
export function batchRequests(
	connection: GraphConnection,
	version: ApiVersion,
	clock: Clock,
): GraphConnection {
	const sender = new BatchSender(connection, version, clock);
	return {
		...connection,
		send: async (request, requestLine) => await sender.send(request, requestLine),
	};
}
