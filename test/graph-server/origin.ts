import type { FastifyRequest } from 'fastify';

import { batchInProgress } from './batchContext';

/** @returns `https://host:port`, as the client wrote it; a batch part has its batch's. */
export function originOf(request: FastifyRequest): string {
	return batchInProgress()?.origin ?? `${request.protocol}://${request.host}`;
}
