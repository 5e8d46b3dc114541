import { randomUUID } from 'node:crypto';

import { sleep, type IHttpRequestOptions } from 'n8n-workflow';

import { userAgent } from '../../../credentials/entra/userAgent';
import type { Clock } from '../images/clock';
import { readBody } from './body';
import type { ApiVersion } from './client';
import { GraphError, type HttpAnswer } from './errors';
import type { GraphConnection } from './exchange';
import { isObject } from './jsonObject';

/** The most requests that Graph takes in one batch. Source: https://learn.microsoft.com/graph/json-batching */
export const mostBatchParts = 20;

interface WaitingRequest {
	request: IHttpRequestOptions;
	label: string;
	resolve: (answer: HttpAnswer) => void;
	reject: (error: unknown) => void;
}

/** How long requests are collected, ms: pauses that end at the same time end within this. */
const collectMs = 5;

/** What a gateway says that has no `$batch`; the requests then travel one by one. */
const noBatchThere = [404, 405, 501];

/**
 * Makes a connection whose requests travel together: those made at the same time go out as one JSON batch,
 * a single one as it is. Each part has its own answer, so that whoever asked retries and explains just that.
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
	const base = `${connection.root}/${version}`;
	let waiting: WaitingRequest[] = [];

	async function sendWaiting(): Promise<void> {
		await sleep(collectMs);
		const requests = waiting;
		waiting = [];
		for (let from = 0; from < requests.length; from += mostBatchParts) {
			const parts = requests.slice(from, from + mostBatchParts);
			// The next batch does not wait for this one.
			(parts.length === 1 ? sendAlone(parts) : sendBatch(parts)).catch((error: unknown) => {
				for (const { reject } of parts) reject(error);
			});
		}
	}

	async function sendAlone(parts: WaitingRequest[]): Promise<void> {
		const outcomes = await Promise.allSettled(
			parts.map(async ({ request, label }) => await connection.send(request, label)),
		);
		// All at once, so that what they ask next travels together again.
		for (const [index, outcome] of outcomes.entries()) {
			if (outcome.status === 'fulfilled') parts[index]?.resolve(outcome.value);
			else parts[index]?.reject(outcome.reason);
		}
	}

	async function sendBatch(parts: WaitingRequest[]): Promise<void> {
		const label = `POST /${version}/$batch`;
		const startedAt = clock.now();
		const timeout = Math.max(...parts.map(({ request }) => request.timeout ?? 60_000));
		const { body: stream, ...rest } = await connection.send(
			{
				...(parts[0] as WaitingRequest).request,
				method: 'POST',
				url: `${base}/$batch`,
				qs: undefined,
				headers: {
					Accept: 'application/json',
					'Content-Type': 'application/json',
					'User-Agent': userAgent,
					'client-request-id': randomUUID(),
				},
				body: { requests: parts.map(({ request }, index) => partOf(request, index, base)) },
				timeout,
			},
			label,
		);
		const body = await readBody(stream, label, Math.max(1, timeout - (clock.now() - startedAt)));
		if (noBatchThere.includes(rest.statusCode)) return await sendAlone(parts);
		const isAnswered = rest.statusCode >= 200 && rest.statusCode <= 299;
		const answers = readAnswers(isAnswered ? body : undefined);
		// n8n renews the token only for a request of its own.
		const expired = parts.filter((_, index) => answers.get(String(index))?.statusCode === 401);
		await sendAlone(expired);
		for (const [index, part] of parts.entries()) {
			const answer = answers.get(String(index));
			if (!isAnswered) part.resolve({ ...rest, body });
			else if (!answer) part.reject(partMissing(part.label));
			else if (!expired.includes(part)) part.resolve(answer);
		}
	}

	return {
		...connection,
		send: async (request, label) =>
			await new Promise((resolve, reject) => {
				waiting.push({ request, label, resolve, reject });
				if (waiting.length === 1) void sendWaiting();
			}),
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

/** Reads the answers by the id of their part; Graph promises no order. What is no answer is left out. */
function readAnswers(body: unknown): Map<string, HttpAnswer> {
	const answers = new Map<string, HttpAnswer>();
	for (const answer of isObject(body) ? [body.responses].flat() : []) {
		if (!isObject(answer) || typeof answer.id !== 'string' || typeof answer.status !== 'number') continue;
		const headers = Object.entries(isObject(answer.headers) ? answer.headers : {});
		answers.set(answer.id, {
			statusCode: answer.status,
			headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
			body: answer.body,
		});
	}
	return answers;
}

const partMissing = (request: string): GraphError =>
	new GraphError({
		request,
		status: 200,
		code: 'UnreadableAnswer',
		serviceMessage: 'The answer of the batch lacks this request.',
	});
