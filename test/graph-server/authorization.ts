import type { FastifyRequest } from 'fastify';
import { errors } from 'jose';

import { batchInProgress } from './batchContext';
import { GraphError } from './odata/errors';
import { originOf } from './origin';
import type { ServerState } from './state';

/** What a route needs of the caller. `token` is any valid token. */
export type Access = 'read' | 'write' | 'token';

const granting: Record<Access, readonly string[] | undefined> = {
	read: ['CloudPC.Read.All', 'CloudPC.ReadWrite.All'],
	write: ['CloudPC.ReadWrite.All'],
	token: undefined,
};

/**
 * Lets the request pass or refuses it.
 *
 * @throws GraphError 401 without a good token, or with one that does not hold `settings.claimsChallenge`, 403 without the permission
 * or without the `User-Agent` that the settings ask for.
 */
export async function authorize(
	request: FastifyRequest,
	state: ServerState,
	needs: Access,
): Promise<void> {
	const [scheme, token] = (request.headers.authorization ?? '').split(' ');
	if (scheme?.toLowerCase() !== 'bearer' || !token) {
		throw unauthenticated(request, 'Access token is empty.');
	}
	const claims = await state.tokens.verify(token, state.audiences()).catch((error: unknown) => {
		throw unauthenticated(request, explain(error));
	});
	const { claimsChallenge } = state.settings;
	if (claimsChallenge && !holds(claims.asked_claims, claimsChallenge)) {
		throw challenge(request, claimsChallenge);
	}
	if (lacksUserAgent(request, state)) {
		// Neither code nor words are on record ([U]).
		throw new GraphError(403, 'Forbidden', 'Access is denied to the requested resource.');
	}
	const wanted = granting[needs];
	if (!wanted || held(claims.roles, claims.scp).some((permission) => wanted.includes(permission))) {
		return;
	}
	// The Cloud PC service's own words for a missing permission are not on record ([U]).
	throw new GraphError(
		403,
		'Forbidden',
		'Application is not authorized to perform this operation. ' +
			`Application must have one of the following scopes: ${wanted.join(', ')}`,
	);
}

function lacksUserAgent({ headers }: FastifyRequest, { settings }: ServerState): boolean {
	const isNeeded = batchInProgress() ? settings.batchPartsNeedUserAgent : settings.requestsNeedUserAgent;
	return isNeeded && !headers['user-agent'];
}

function held(roles: unknown, scopes: unknown): string[] {
	if (Array.isArray(roles)) return roles.map(String);
	return typeof scopes === 'string' ? scopes.split(' ') : [];
}

function holds(asked: unknown, wanted: Record<string, unknown>): boolean {
	const given = Object(asked) as Record<string, unknown>;
	return Object.entries(wanted).every(
		([name, value]) => JSON.stringify(given[name]) === JSON.stringify(value),
	);
}

function explain(error: unknown): string {
	if (error instanceof errors.JWTExpired) {
		return 'Lifetime validation failed, the token is expired.';
	}
	if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
		return 'Access token validation failure. Invalid audience.';
	}
	if (error instanceof errors.JWSSignatureVerificationFailed) {
		return 'Signature is invalid.';
	}
	return 'CompactToken parsing failed.';
}

function unauthenticated(
	request: FastifyRequest,
	message: string,
	reason = 'client_id="00000003-0000-0000-c000-000000000000"',
): GraphError {
	const authorize = `${originOf(request)}/common/oauth2/authorize`;
	return new GraphError(401, 'InvalidAuthenticationToken', message, undefined, {
		'www-authenticate': `Bearer realm="", authorization_uri="${authorize}", ${reason}`,
	});
}

/** The header of contract 4.5; the code and the words beside it are not on record ([U]). */
function challenge(request: FastifyRequest, wanted: Record<string, unknown>): GraphError {
	const claims = Buffer.from(JSON.stringify({ access_token: wanted })).toString('base64');
	return unauthenticated(
		request,
		'Continuous access evaluation resulted in claims challenge.',
		`error="insufficient_claims", claims="${claims}"`,
	);
}
