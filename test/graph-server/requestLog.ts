import type { FastifyInstance, FastifyRequest } from 'fastify';

import { batchInProgress } from './batchContext';
import type { Clock } from './clock';
import type { Fault } from './faults';

/** One request as it arrived, and what was answered. */
export interface RecordedRequest {
	/** Counts up over the life of the server. */
	number: number;
	method: string;
	/** As sent, before the `?`. */
	path: string;
	/** Decoded; an option sent twice is joined with a comma. */
	query: Record<string, string>;
	headers: Record<string, string | string[] | undefined>;
	/** JSON and forms as objects, other text as a string, no body as undefined. */
	body: unknown;
	/** The status sent; undefined when the connection was dropped before one. */
	status?: number;
	/** ISO time on the server's clock. */
	at: string;
	area: 'graph' | 'login' | 'identity' | 'other';
	/** The `number` of the `$batch` request that carried this one as a part. */
	batchedIn?: number;
	/** The scripted fault that hit it. */
	fault?: Fault;
}

declare module 'fastify' {
	interface FastifyRequest {
		record: RecordedRequest;
	}
}

/** Every request that arrived, in order. */
export class RequestLog {
	readonly requests: RecordedRequest[] = [];
	private arrived = 0;

	constructor(private readonly clock: Clock) {}

	/** Empties the list that tests hold; numbers go on counting. */
	clear(): void {
		this.requests.length = 0;
	}

	/** Registers the hooks that fill the log. */
	watch(app: FastifyInstance): void {
		app.addHook('onRequest', async (request) => {
			request.record = this.open(request);
			this.requests.push(request.record);
		});
		app.addHook('preValidation', async (request) => {
			request.record.body = readable(request.body);
		});
		app.addHook('onSend', async (request, reply, payload) => {
			request.record.status = reply.statusCode;
			return payload;
		});
	}

	private open(request: FastifyRequest): RecordedRequest {
		const path = request.url.split('?', 1)[0] ?? '';
		return {
			number: ++this.arrived,
			method: request.method,
			path,
			query: joined(request.query as Record<string, string | string[]>),
			headers: { ...request.headers },
			body: undefined,
			at: this.clock.now().toISOString(),
			area: areaOf(path),
			batchedIn: batchInProgress()?.number,
		};
	}
}

function areaOf(path: string): RecordedRequest['area'] {
	if (/^\/(v1\.0|beta)\//.test(path)) return 'graph';
	if (/^\/(metadata\/identity|msi)\//.test(path)) return 'identity';
	return /^\/[^/]+\/(oauth2|discovery|v2\.0)\//.test(path) ? 'login' : 'other';
}

function joined(query: Record<string, string | string[]>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(query).map(([name, value]) => [name, [value].flat().join(',')]),
	);
}

function readable(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return body;
	}
}
