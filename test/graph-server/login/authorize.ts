import type { FastifyReply, FastifyRequest } from 'fastify';

import { originOf } from '../origin';
import type { ServerState } from '../state';
import type { App, User } from '../tenant';
import { EntraError } from './entraError';
import { grantPermissions, readScopes } from './scopes';
import { signInPage } from './signInPage';
import { readTenantSegment } from './tenantSegment';

type AuthorizeQuery = Readonly<Record<string, string | undefined>>;

interface AuthorizeRequest {
	app: App;
	user: User;
	redirectUri: string;
	scope: string;
	query: AuthorizeQuery;
}

/** GET: the sign-in page. */
export function showSignIn(request: FastifyRequest, reply: FastifyReply, state: ServerState) {
	const { app, user, scope } = check(request, state);
	return reply.type('text/html').send(signInPage(app, user, scope, request.url));
}

/** POST of that page: back to the app, with a code or with the refusal. */
export function decideSignIn(request: FastifyRequest, reply: FastifyReply, state: ServerState) {
	const { app, user, redirectUri, scope, query } = check(request, state);
	const { decision } = Object(request.body) as { decision?: string };
	if (decision !== 'accept') {
		const { error, message } = new EntraError(65004);
		return sendBack(reply, redirectUri, { error, error_description: message, state: query.state });
	}
	const code = state.signIns.issueCode({
		clientId: app.clientId,
		userId: user.id,
		scope,
		redirectUri,
		codeChallenge: query.code_challenge,
	});
	return sendBack(reply, redirectUri, { code, state: query.state });
}

/** @throws EntraError for what Entra shows on its own page instead of redirecting. */
function check(request: FastifyRequest, state: ServerState): AuthorizeRequest {
	const query = request.query as AuthorizeQuery;
	const { tenant } = state;
	readTenantSegment((request.params as { tenant: string }).tenant, tenant);
	for (const name of ['client_id', 'redirect_uri', 'response_type', 'scope'] as const) {
		if (!query[name]) throw new EntraError(900144, name);
	}
	const { client_id: clientId = '', redirect_uri: redirectUri = '', scope = '' } = query;
	const app = tenant.apps.get(clientId.toLowerCase());
	if (!app) throw new EntraError(700016, clientId);
	if (!mayRedirect(app, redirectUri)) throw new EntraError(50011, redirectUri);
	if (query.response_type !== 'code') throw new EntraError(900144, 'response_type=code');
	if ((query.response_mode ?? 'query') !== 'query') throw new EntraError(900144, 'response_mode');
	if (query.code_challenge && query.code_challenge_method !== 'S256') {
		throw new EntraError(900144, 'code_challenge_method=S256');
	}
	const asked = readScopes(scope, state.audiences(), originOf(request));
	grantPermissions(asked, app.delegatedPermissions);
	const [user] = tenant.users.values();
	if (!user) throw new EntraError(50059);
	return { app, user, redirectUri, scope, query };
}

function mayRedirect({ redirectUris }: App, uri: string): boolean {
	if (redirectUris !== 'any-loopback') return redirectUris.includes(uri);
	if (!URL.canParse(uri)) return false;
	return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(uri).hostname);
}

function sendBack(
	reply: FastifyReply,
	redirectUri: string,
	answer: Record<string, string | undefined>,
): FastifyReply {
	const target = new URL(redirectUri);
	for (const [name, value] of Object.entries(answer)) {
		if (value !== undefined) target.searchParams.set(name, value);
	}
	return reply.redirect(target.href, 302);
}
