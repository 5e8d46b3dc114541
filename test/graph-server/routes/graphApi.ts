import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { authorize } from '../authorization';
import type { ApiVersion } from '../odata/entityType';
import { errorBody, GraphError, unknownSegment, type AnswerIds } from '../odata/errors';
import type { ServerState } from '../state';
import { agentPoolRoutes } from './agentPools';
import { batchRoutes } from './batch';
import { cloudPcRoutes } from './cloudPcs';
import { deviceImageRoutes } from './deviceImages';
import { galleryImageRoutes } from './galleryImages';
import { provisioningPolicyRoutes } from './provisioningPolicies';
import { sourceImageRoutes } from './sourceImages';
import { uploadActionRoutes } from './uploadActions';

/** Registers one version of the API on an app whose prefix is that version. */
export function graphApi(app: FastifyInstance, state: ServerState, version: ApiVersion): void {
	app.addHook('onSend', async (request, reply, payload) => {
		const { requestId, clientRequestId } = answerIds(request);
		const diagnostic = { ServerInfo: { DataCenter: 'Loopback', Slice: 'E', Ring: '0' } };
		reply.headers({
			'request-id': requestId,
			'client-request-id': clientRequestId,
			'x-ms-ags-diagnostic': JSON.stringify(diagnostic),
			'strict-transport-security': 'max-age=31536000',
			vary: 'Accept-Encoding',
		});
		return payload;
	});
	app.setErrorHandler(async (error: Error, request, reply) => sendError(error, request, reply));
	app.setNotFoundHandler(async (request, reply) => {
		try {
			await authorize(request, state, 'token');
			throw unknownSegment(request.record.path.split('/').at(-1) ?? '');
		} catch (error) {
			return sendError(error as Error, request, reply);
		}
	});

	const api = { app, state, version };
	deviceImageRoutes(api);
	sourceImageRoutes(api);
	provisioningPolicyRoutes(api);
	galleryImageRoutes(api);
	cloudPcRoutes(api);
	batchRoutes(api);
	// Contract 1.7: v1.0 has neither action.
	if (version === 'beta') uploadActionRoutes(api);
	if (version === 'beta') agentPoolRoutes(api);

	function sendError(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
		const graphError = error instanceof GraphError ? error : unexpected(error);
		return reply
			.code(graphError.status)
			.headers(graphError.headers)
			.send(errorBody(graphError, answerIds(request), state.clock.now()));
	}
}

/** @returns The ids of the answer; without the client's own, both are the server's. */
export function answerIds(request: FastifyRequest): AnswerIds {
	const given = request.headers['client-request-id'];
	return {
		requestId: request.id,
		clientRequestId: typeof given === 'string' ? given : request.id,
	};
}

// Fastify's own refusals (413) keep their status; anything else is a bug of this server: say so.
function unexpected(error: Error & { statusCode?: number; code?: string }): GraphError {
	const text = error.statusCode ? error.message : `Local Graph failed: ${error.stack}`;
	return new GraphError(error.statusCode ?? 500, error.code ?? 'InternalServerError', text);
}
