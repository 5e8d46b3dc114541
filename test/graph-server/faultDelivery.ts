/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable, pipeline } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { batchInProgress } from './batchContext';
import type { Fault } from './faults';
import { GraphError } from './odata/errors';
import { originOf } from './origin';
import type { ServerState } from './state';

/**
 * Makes the scripted faults happen, and `settings.answerDelayMs`.
 *
 * @param defaultBody What a fault that names only a status says.
 */
export function deliverFaults(
	app: FastifyInstance,
	state: ServerState,
	defaultBody: (request: FastifyRequest, status: number) => object,
): void {
	app.addHook('onRequest', async () => {
		const { answerDelayMs } = state.settings;
		if (answerDelayMs > 0 && !batchInProgress()) await pause(answerDelayMs, state.closing);
	});
	app.addHook('preValidation', async (request, reply) => {
		const { method, path } = request.record;
		const fault = state.faults.strike(method, path);
		if (!fault) return;
		request.record.fault = fault;
		if ('delayMs' in fault) await pause(fault.delayMs, state.closing);
		else if ('runBefore' in fault) fault.runBefore();
		else if ('reset' in fault && batchInProgress()) throw lostPart();
		else if ('reset' in fault && fault.reset === 'before') drop(request, reply);
		else if ('status' in fault) {
			const body = fault.body ?? defaultBody(request, fault.status);
			return reply
				.code(fault.status)
				.headers(fault.headers ?? {})
				.send(body);
		} else if ('html' in fault) return sendHtml(reply, fault.html);
		else if ('emptyBody' in fault) return reply.code(fault.emptyBody).send();
		else if ('hugeBodyBytes' in fault) {
			request.record.status = 200;
			reply.hijack();
			reply.raw.writeHead(200, { 'content-type': 'application/json' });
			// A client that has read enough hangs up; that is no fault of the server.
			pipeline(hugeJson(fault.hugeBodyBytes), reply.raw, () => undefined);
		}
	});
	app.addHook('onSend', async (request, reply, payload) => {
		const { fault } = request.record;
		if (!fault || reply.sent) return payload;
		if ('delayAnswerMs' in fault) await pause(fault.delayAnswerMs, state.closing);
		if ('runAfter' in fault) fault.runAfter();
		if ('contentType' in fault) reply.header('content-type', fault.contentType);
		if ('lostAnswer' in fault) {
			if (batchInProgress()) return lostPartBody(request, reply);
			request.record.status = undefined;
			drop(request, reply);
		}
		return typeof payload === 'string' ? spoil(payload, fault, request, state) : payload;
	});
}

function spoil(payload: string, fault: Fault, request: FastifyRequest, state: ServerState) {
	const half = Math.floor(payload.length / 2);
	if ('cutJson' in fault) return payload.slice(0, half);
	if ('nextLink' in fault) return withNextLink(payload, fault.nextLink, request);
	if ('entryId' in fault) return withEntryId(payload, fault.entryId);
	if ('lostParts' in fault) return withoutParts(payload, fault.lostParts);
	// A part that was lost has its answer already.
	if ('reset' in fault && fault.reset === 'midBody' && !batchInProgress()) return Readable.from(brokenOff(payload));
	if ('dripMs' in fault) return Readable.from(dripping(payload, fault.dripMs, state.closing));
	return payload;
}

function drop(request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	request.raw.socket.destroy();
}

// A part has no connection of its own to lose: Graph reports a backend that went away as 504.
function lostPart(): GraphError {
	return new GraphError(504, 'gatewayTimeout', 'The service did not answer in time.');
}

function lostPartBody(request: FastifyRequest, reply: FastifyReply): string {
	const { status, code, message } = lostPart();
	reply.code(status);
	request.record.status = status;
	return JSON.stringify({ error: { code, message } });
}

function sendHtml(reply: FastifyReply, status: number): FastifyReply {
	const page = `<html><head><title>${status}</title></head><body><h1>Gateway</h1></body></html>`;
	return reply.code(status).type('text/html').send(page);
}

function withNextLink(payload: string, nextLink: string, request: FastifyRequest): string {
	const body = JSON.parse(payload) as Record<string, unknown>;
	const self = `${originOf(request)}${request.url}`;
	return JSON.stringify({ ...body, '@odata.nextLink': nextLink === 'repeat' ? self : nextLink });
}

function withEntryId(payload: string, id: unknown): string {
	const body = JSON.parse(payload) as { value: object[] };
	const [first, ...others] = body.value;
	return JSON.stringify({ ...body, value: first ? [{ ...first, id }, ...others] : [] });
}

function withoutParts(payload: string, count: number): string {
	const { responses } = JSON.parse(payload) as { responses: object[] };
	return JSON.stringify({ responses: responses.slice(count) });
}

function hugeJson(bytes: number): Readable {
	const [head, tail] = ['{"value":[],"padding":"', '"}'];
	const block = 'x'.repeat(65_536);
	return Readable.from(
		(function* () {
			yield head;
			for (let left = bytes - head.length - tail.length; left > 0; left -= block.length) {
				yield block.slice(0, left);
			}
			yield tail;
		})(),
	);
}

async function* brokenOff(payload: string) {
	yield payload.slice(0, Math.floor(payload.length / 2));
	// The first half has to be on the wire before the connection breaks.
	await sleep(20);
	throw new Error('scripted reset');
}

async function* dripping(payload: string, ms: number, closing: AbortSignal) {
	const size = Math.max(1, Math.ceil(payload.length / 10));
	for (let at = 0; at < payload.length; at += size) {
		if (at > 0) await pause(ms, closing);
		yield payload.slice(at, at + size);
	}
}

async function pause(ms: number, closing: AbortSignal): Promise<void> {
	// A closing server cuts the wait short, so that no test run hangs on it.
	await sleep(ms, undefined, { signal: closing }).catch(() => undefined);
}
