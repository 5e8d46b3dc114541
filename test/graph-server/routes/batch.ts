import type { FastifyInstance } from 'fastify';

import { withinBatch, type BatchInProgress } from '../batchContext';
import { odataError } from '../odata/errors';
import { originOf } from '../origin';
import { jsonBody } from './jsonBody';
import { resource, type GraphApi, type GraphCall } from './resource';

const limit = 20;
const verbs = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;

interface Part {
	id: string;
	method: (typeof verbs)[number];
	url: string;
	headers: Record<string, string>;
	body?: unknown;
	dependsOn: string[];
}

interface PartAnswer {
	id: string;
	status: number;
	headers: Record<string, string>;
	body?: unknown;
}

/** `$batch`: up to 20 requests in one (contract 4.3). */
export function batchRoutes(api: GraphApi): void {
	resource(api, '/$batch', {
		POST: { needs: 'token', answer: (call) => answerBatch(api.app, call) },
	});
}

async function answerBatch(app: FastifyInstance, call: GraphCall) {
	const parts = readParts(jsonBody(call.request).requests);
	const { request, version, state } = call;
	const { authorization = '', 'user-agent': userAgent } = request.headers;
	const outer = {
		authorization,
		'user-agent': state.settings.batchPartsInheritUserAgent ? userAgent : undefined,
	};
	const batch: BatchInProgress = { number: request.record.number, origin: originOf(request) };
	const answers = new Map<string, Promise<PartAnswer>>();
	for (const part of parts) {
		const before = part.dependsOn.map((id) => answers.get(id));
		answers.set(
			part.id,
			Promise.all(before).then((results) =>
				results.some((result) => !result || result.status >= 400)
					? failedDependency(part.id)
					: withinBatch(batch, () => answerPart(app, part, version, outer)),
			),
		);
	}
	// Graph promises no order; backwards, so that no client relies on one.
	return { responses: (await Promise.all(answers.values())).reverse() };
}

async function answerPart(
	app: FastifyInstance,
	part: Part,
	version: string,
	outer: { authorization: string; 'user-agent': string | undefined },
): Promise<PartAnswer> {
	const response = await app.inject({
		method: part.method,
		url: `/${version}/${part.url.replace(/^\//, '')}`,
		headers: { ...outer, ...part.headers },
		payload: part.body === undefined ? undefined : JSON.stringify(part.body),
	});
	const headers = Object.fromEntries(
		Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
	);
	return { id: part.id, status: response.statusCode, headers, body: readable(response.body) };
}

function readable(text: string): unknown {
	if (text === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		// Graph hands on what is not JSON as base64.
		return Buffer.from(text).toString('base64');
	}
}

function failedDependency(id: string): PartAnswer {
	const error = { code: 'FailedDependency', message: 'A request this one depends on failed.' };
	return { id, status: 424, headers: {}, body: { error } };
}

function readParts(requests: unknown): Part[] {
	if (!Array.isArray(requests) || requests.length === 0) {
		throw odataError('Invalid batch payload format: requests is missing.');
	}
	if (requests.length > limit) {
		throw odataError(`Number of batch request steps exceeds the maximum value of ${limit}.`);
	}
	const parts = requests.map(readPart);
	const ids = parts.map((part) => part.id);
	if (new Set(ids).size < ids.length) throw odataError('Request Id has to be unique in a batch.');
	parts.forEach((part, index) => {
		const known = ids.slice(0, index);
		const stranger = part.dependsOn.find((id) => !known.includes(id));
		if (stranger !== undefined) throw odataError(`'${stranger}' is no earlier request.`);
	});
	return parts;
}

function readPart(value: unknown): Part {
	const { id, method, url, headers, body, dependsOn } = Object(value) as Record<string, unknown>;
	const verb = verbs.find((name) => name === String(method).toUpperCase());
	if (typeof id !== 'string' || id === '' || !verb || typeof url !== 'string') {
		throw odataError('Invalid batch payload format: id, method and url are required.');
	}
	if (/^[a-z][a-z+.-]*:/i.test(url) || url.includes('$batch')) {
		throw odataError(`The url '${url}' must be relative and no batch.`);
	}
	const given = Object.entries(Object(headers) as Record<string, string>);
	const lower = Object.fromEntries(given.map(([name, text]) => [name.toLowerCase(), text]));
	if (body !== undefined && !lower['content-type']) {
		throw odataError('Write request requires a Content-Type header.');
	}
	const needs = Array.isArray(dependsOn) ? dependsOn.map(String) : [];
	return { id, method: verb, url, headers: lower, body, dependsOn: needs };
}
