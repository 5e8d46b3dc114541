import { randomUUID } from 'node:crypto';

import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';

import { deliverFaults } from './faultDelivery';
import { identityEndpoints } from './hostIdentity/identityEndpoints';
import { correlationId, loginApi } from './login/loginApi';
import { EntraError } from './login/entraError';
import { errorBody, GraphError } from './odata/errors';
import { answerIds, graphApi } from './routes/graphApi';
import type { ServerState } from './state';

/** Puts the log, the faults, both versions of the API and the login endpoints together. */
export function createApp(state: ServerState): FastifyInstance {
	const app = fastify({
		exposeHeadRoutes: false,
		genReqId: () => randomUUID(),
		bodyLimit: 4 * 1024 * 1024,
	});
	app.removeAllContentTypeParsers();
	// Routes read the text themselves: who may not ask learns that before how the body is broken.
	app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, body: string) =>
		body === '' ? undefined : body,
	);
	state.log.watch(app);
	deliverFaults(app, state, (request, status) => defaultFaultBody(request, status, state));

	for (const version of ['v1.0', 'beta'] as const) {
		app.register(async (scope) => graphApi(scope, state, version), { prefix: `/${version}` });
	}
	app.register(async (scope) => await loginApi(scope, state));
	app.register(async (scope) => await identityEndpoints(scope, state));
	return app;
}

function defaultFaultBody(request: FastifyRequest, status: number, state: ServerState): object {
	const now = state.clock.now();
	if (request.record.area === 'login') {
		return new EntraError(90033).body(now, correlationId(request));
	}
	const [code, message] = faultTexts[status] ?? ['UnknownError', ''];
	return errorBody(new GraphError(status, code, message), answerIds(request), now);
}

/** Contract 4.1 and 4.2: the codes that Graph's own documentation uses. */
const faultTexts: Record<number, [code: string, message: string]> = {
	400: ['BadRequest', 'The request is malformed or incorrect.'],
	401: ['InvalidAuthenticationToken', 'Access token validation failure.'],
	403: ['Forbidden', 'Access is denied to the requested resource.'],
	404: ['ResourceNotFound', 'The requested resource does not exist.'],
	409: ['Conflict', 'The current state conflicts with what the request expects.'],
	429: ['TooManyRequests', 'Please retry again later.'],
	500: ['InternalServerError', 'There was an internal server error.'],
	502: ['BadGateway', 'The gateway got no valid answer.'],
	503: ['ServiceUnavailable', 'The service is temporarily unavailable.'],
	504: ['GatewayTimeout', 'The service did not answer in time.'],
};
