import formBody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { ServerState } from '../state';
import { decideSignIn, showSignIn } from './authorize';
import {
	answerDeviceCodeRequest,
	decideDeviceLogin,
	deviceLoginPath,
	showDeviceLogin,
} from './deviceAuthorization';
import { instanceDiscovery, openIdConfiguration } from './discovery';
import { EntraError } from './entraError';
import { errorPage } from './signInPage';
import { answerTokenRequest } from './token';

/** Registers the login endpoints (contract 6). */
export async function loginApi(app: FastifyInstance, state: ServerState): Promise<void> {
	await app.register(formBody);
	app.setErrorHandler(async (error: Error, request, reply) => {
		if (!(error instanceof EntraError)) throw error;
		if (/\/(authorize|devicelogin)$/.test(request.record.path)) {
			return reply.code(error.status).type('text/html').send(errorPage(error.message));
		}
		return reply.code(error.status).send(error.body(state.clock.now(), correlationId(request)));
	});

	app.post('/:tenant/oauth2/v2.0/token', async (request, reply: FastifyReply) => {
		reply.headers({ 'cache-control': 'no-store, no-cache', pragma: 'no-cache' });
		return await answerTokenRequest(request, state);
	});
	app.get('/:tenant/oauth2/v2.0/authorize', async (request, reply) =>
		showSignIn(request, reply, state),
	);
	app.post('/:tenant/oauth2/v2.0/authorize', async (request, reply) =>
		decideSignIn(request, reply, state),
	);
	app.post('/:tenant/oauth2/v2.0/devicecode', async (request) =>
		answerDeviceCodeRequest(request, state),
	);
	app.get(deviceLoginPath, async (request, reply) => showDeviceLogin(request, reply, state));
	app.post(deviceLoginPath, async (request, reply) => decideDeviceLogin(request, reply, state));
	app.get('/:tenant/v2.0/.well-known/openid-configuration', async (request) =>
		openIdConfiguration(request, state),
	);
	app.get('/:tenant/discovery/v2.0/keys', async () => await state.tokens.publicKeys());
	app.get('/common/discovery/instance', async (request) => instanceDiscovery(request, state));
}

/** @returns The correlation id that the client sent, if any. */
export function correlationId(request: FastifyRequest): string | undefined {
	const given = request.headers['client-request-id'];
	return typeof given === 'string' ? given : undefined;
}
