import type { FastifyRequest } from 'fastify';

import { GraphError, odataError } from '../odata/errors';

/**
 * Reads the body of a request that must carry a JSON object.
 *
 * @throws GraphError 415 for another content type, 400 for anything but a JSON object; which of
 * the two the service uses when is unknown ([U]).
 */
export function jsonBody(request: FastifyRequest): Record<string, unknown> {
	const text = typeof request.body === 'string' ? request.body : '';
	if (text === '') throw odataError('Empty Payload. JSON content expected.');
	const type = request.headers['content-type'] ?? '';
	if (!/^application\/json\b/i.test(type)) {
		throw new GraphError(415, 'UnsupportedMediaType', `Unsupported media type '${type}'.`);
	}
	const value = parse(text);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable();
	return value as Record<string, unknown>;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw unreadable();
	}
}

function unreadable(): GraphError {
	return odataError(
		'Unable to read JSON request payload. ' +
			'Please ensure Content-Type header is set and payload is of valid JSON format.',
	);
}
