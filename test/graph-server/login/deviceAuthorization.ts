import type { FastifyReply, FastifyRequest } from 'fastify';

import { originOf } from '../origin';
import type { ServerState } from '../state';
import type { Form } from './clientAuthentication';
import { deviceCodeLifetimeSeconds } from './deviceCodes';
import { EntraError } from './entraError';
import { grantPermissions, readScopes } from './scopes';
import { deviceCodePage, messagePage, signInPage } from './signInPage';
import { readTenantSegment } from './tenantSegment';

/** Where a person types the code; Entra's own page is microsoft.com/devicelogin. */
export const deviceLoginPath = '/devicelogin';

/**
 * POST `/{tenant}/oauth2/v2.0/devicecode`: starts a sign-in on another device.
 *
 * @throws EntraError as the authorize endpoint does.
 */
export function answerDeviceCodeRequest(request: FastifyRequest, state: ServerState): object {
	const { tenant, settings } = state;
	readTenantSegment((request.params as { tenant: string }).tenant, tenant);
	const { client_id: clientId, scope } = Object(request.body) as Form;
	if (!clientId) throw new EntraError(900144, 'client_id');
	if (!scope) throw new EntraError(900144, 'scope');
	const app = tenant.apps.get(clientId.toLowerCase());
	if (!app) throw new EntraError(700016, clientId);
	grantPermissions(
		readScopes(scope, state.audiences(), originOf(request)),
		app.delegatedPermissions,
	);
	const [user] = tenant.users.values();
	if (!user) throw new EntraError(50059);
	const { deviceCode, userCode } = state.deviceCodes.issue({
		clientId: app.clientId,
		userId: user.id,
		scope,
	});
	const verificationUri = `${originOf(request)}${deviceLoginPath}`;
	return {
		user_code: userCode,
		device_code: deviceCode,
		verification_uri: verificationUri,
		expires_in: deviceCodeLifetimeSeconds,
		interval: settings.deviceCodeIntervalSeconds,
		message:
			'To sign in, use a web browser to open the page ' +
			`${verificationUri} and enter the code ${userCode} to authenticate.`,
	};
}

/** GET: asks for the code, then whether the app may have what it wants. */
export function showDeviceLogin(request: FastifyRequest, reply: FastifyReply, state: ServerState) {
	const { code } = request.query as { code?: string };
	reply.type('text/html');
	if (!code) return reply.send(deviceCodePage(deviceLoginPath));
	const { clientId, userId, scope } = state.deviceCodes.waiting(code);
	const app = state.tenant.apps.get(clientId);
	const user = state.tenant.users.get(userId);
	if (!app || !user) throw new EntraError(70018);
	return reply.send(signInPage(app, user, scope, request.url));
}

/** POST of that page. */
export function decideDeviceLogin(
	request: FastifyRequest,
	reply: FastifyReply,
	state: ServerState,
) {
	const { code = '' } = request.query as { code?: string };
	const { decision } = Object(request.body) as Form;
	state.deviceCodes.waiting(code).decision = decision === 'accept' ? 'accept' : 'deny';
	return reply
		.type('text/html')
		.send(messagePage('You may close this window', 'The device goes on.'));
}
