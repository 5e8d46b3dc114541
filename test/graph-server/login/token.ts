import type { FastifyRequest } from 'fastify';

import type { Grant } from '../accessTokens';
import { originOf } from '../origin';
import type { ServerState } from '../state';
import type { App } from '../tenant';
import { authenticateClient, type Form } from './clientAuthentication';
import { EntraError } from './entraError';
import { grantPermissions, readScopes, type RequestedScopes } from './scopes';
import type { SignIn } from './signIns';
import { readTenantSegment } from './tenantSegment';

/** A token request that passed client authentication. */
interface TokenRequest {
	state: ServerState;
	origin: string;
	app: App;
	form: Form;
}

/**
 * Answers `/{tenant}/oauth2/v2.0/token` (contract 6).
 *
 * @throws EntraError whatever Entra would refuse with, or `settings.nextTokenError`.
 */
export async function answerTokenRequest(
	request: FastifyRequest,
	state: ServerState,
): Promise<object> {
	const { settings } = state;
	const forced = settings.nextTokenError;
	settings.nextTokenError = undefined;
	if (forced !== undefined) throw new EntraError(forced, 'forced by settings.nextTokenError');

	const segment = (request.params as { tenant: string }).tenant;
	const tenantKind = readTenantSegment(segment, state.tenant);
	const form = Object(request.body) as Form;
	if (!form.grant_type) throw new EntraError(900144, 'grant_type');
	const app = await authenticateClient(request, form, state);
	const asked = { state, origin: originOf(request), app, form };
	switch (form.grant_type) {
		case 'client_credentials':
			// Contract 6.1: an app alone belongs to no tenant until the path names one.
			if (tenantKind === 'any') throw new EntraError(50059);
			return await appToken(asked);
		case 'authorization_code':
			return await userTokens(asked, redeemCode(asked));
		case 'refresh_token':
			return await userTokens(asked, redeemRefreshToken(asked));
		case 'urn:ietf:params:oauth:grant-type:device_code':
		case 'device_code':
			return await userTokens(asked, redeemDeviceCode(asked));
		default:
			throw new EntraError(70003, form.grant_type);
	}
}

async function appToken(asked: TokenRequest): Promise<object> {
	const { state, app } = asked;
	const scopes = scopesOf(asked, asked.form.scope ?? '');
	// Entra wants exactly `{resource}/.default` from an app.
	if (scopes.permissions !== 'default') throw new EntraError(70011, asked.form.scope);
	const grant = grantFor(asked, scopes, {
		kind: 'application',
		permissions: app.applicationPermissions,
		subject: app.clientId,
	});
	return await accessTokenAnswer(state, grant);
}

async function userTokens(asked: TokenRequest, signIn: SignIn): Promise<object> {
	const { state, app, form } = asked;
	const scopes = scopesOf(asked, form.scope ?? signIn.scope);
	const user = state.tenant.users.get(signIn.userId);
	if (!user) throw new EntraError(70000);
	const permissions = grantPermissions(scopes, app.delegatedPermissions);
	const grant = grantFor(asked, scopes, {
		kind: 'delegated',
		permissions,
		subject: user.id,
		userPrincipalName: user.userPrincipalName,
	});
	const lifetimeMs = state.settings.tokenLifetimeMs;
	const agreed = readScopes(signIn.scope, state.audiences(), asked.origin);
	return {
		...(await accessTokenAnswer(state, grant)),
		scope: permissions.map((permission) => `${scopes.audience}/${permission}`).join(' '),
		...(agreed.refreshToken && { refresh_token: state.signIns.issueRefreshToken(signIn) }),
		...(scopes.idToken && {
			id_token: await state.tokens.signIdToken(grant, user.displayName, lifetimeMs),
		}),
	};
}

function redeemCode({ state, app, form }: TokenRequest): SignIn {
	if (!form.code) throw new EntraError(900144, 'code');
	return state.signIns.redeemCode(form.code, {
		clientId: app.clientId,
		redirectUri: form.redirect_uri,
		codeVerifier: form.code_verifier,
	});
}

function redeemRefreshToken({ state, app, form }: TokenRequest): SignIn {
	if (!form.refresh_token) throw new EntraError(900144, 'refresh_token');
	return state.signIns.redeemRefreshToken(form.refresh_token, app.clientId);
}

function redeemDeviceCode({ state, app, form }: TokenRequest): SignIn {
	if (!form.device_code) throw new EntraError(900144, 'device_code');
	return state.deviceCodes.redeem(form.device_code, app.clientId);
}

function scopesOf({ state, origin }: TokenRequest, scope: string): RequestedScopes {
	if (!scope) throw new EntraError(900144, 'scope');
	return readScopes(scope, state.audiences(), origin);
}

function grantFor(
	{ state, origin, app, form }: TokenRequest,
	scopes: RequestedScopes,
	who: Pick<Grant, 'kind' | 'permissions' | 'subject' | 'userPrincipalName'>,
): Grant {
	const tenantId = state.tenant.id;
	const issuer = `${origin}/${tenantId}/v2.0`;
	const claims = claimsOf(form);
	return { issuer, tenantId, clientId: app.clientId, audience: scopes.audience, claims, ...who };
}

/** The answer to a claims challenge (contract 4.5). */
function claimsOf({ claims }: Form): Record<string, unknown> | undefined {
	if (!claims) return undefined;
	try {
		return (JSON.parse(claims) as { access_token?: Record<string, unknown> }).access_token;
	} catch {
		throw noJson('claims');
	}
}

function noJson(parameter: string): EntraError {
	return new EntraError(90004, `${parameter} is no JSON`);
}

async function accessTokenAnswer(state: ServerState, grant: Grant): Promise<object> {
	const { tokenLifetimeMs } = state.settings;
	const seconds = Math.floor(tokenLifetimeMs / 1000);
	return {
		token_type: 'Bearer',
		expires_in: seconds,
		ext_expires_in: seconds,
		access_token: await state.tokens.sign(grant, tokenLifetimeMs),
	};
}
