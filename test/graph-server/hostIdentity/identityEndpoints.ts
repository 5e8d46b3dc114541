import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';

import type { ServerState } from '../state';
import { identityIssuer, tokenExchangeResources, type ManagedIdentity } from './managedIdentities';

/** What App Service puts into IDENTITY_HEADER; a request without it did not come from the app. */
export const identityHeader = 'local-identity-header';

type Query = Readonly<Record<string, string | undefined>>;

/** A refusal in the shape of both endpoints; App Service's own words are not on record ([U]). */
class IdentityRefusal extends Error {
	constructor(
		readonly status: number,
		readonly error: string,
		description: string,
	) {
		super(description);
	}
}

/**
 * The token endpoints that Azure gives to a machine or an app (contract 6.2): IMDS of a virtual
 * machine, and App Service. MSAL finds them by AZURE_POD_IDENTITY_AUTHORITY_HOST, or by IDENTITY_ENDPOINT
 * and IDENTITY_HEADER.
 */
export async function identityEndpoints(app: FastifyInstance, state: ServerState): Promise<void> {
	app.setErrorHandler(async (error: Error, _request, reply) => {
		if (!(error instanceof IdentityRefusal)) throw error;
		return reply
			.code(error.status)
			.send({ error: error.error, error_description: error.message });
	});

	const imds: RouteHandlerMethod = async (request, reply) => {
		const { headers } = request;
		// IMDS wants this, so that no page in a browser and no proxy can ask in the host's name.
		if (headers.metadata !== 'true' || headers['x-forwarded-for'] !== undefined) {
			throw new IdentityRefusal(400, 'invalid_request', 'Required metadata header not specified');
		}
		return await answer(request, reply, state, '2018-02-01');
	};
	app.get('/metadata/identity/oauth2/token', imds);
	// MSAL ends the path with a slash.
	app.get('/metadata/identity/oauth2/token/', imds);

	app.get('/msi/token', async (request, reply) => {
		if (request.headers['x-identity-header'] !== identityHeader) {
			throw new IdentityRefusal(403, 'forbidden', 'The identity header is wrong');
		}
		return await answer(request, reply, state, '2019-08-01');
	});
}

async function answer(
	request: FastifyRequest,
	reply: FastifyReply,
	state: ServerState,
	apiVersion: string,
): Promise<object> {
	const query = request.query as Query;
	if (query['api-version'] !== apiVersion) {
		throw new IdentityRefusal(400, 'bad_request', 'Invalid or missing api-version');
	}
	const { resource } = query;
	const known = [...state.audiences(), ...tokenExchangeResources];
	if (!resource || !known.includes(resource)) {
		throw new IdentityRefusal(
			400,
			'invalid_resource',
			`AADSTS500011: The resource principal named ${resource} was not found in the tenant named ${state.tenant.domain}.`,
		);
	}
	const identity = find(state.identities, query.client_id);
	const { tokenLifetimeMs } = state.settings;
	const now = state.clock.now().getTime();
	const token = await state.tokens.sign(
		{
			issuer: identityIssuer(state.tenant),
			audience: resource,
			tenantId: state.tenant.id,
			clientId: identity.clientId,
			kind: 'application',
			permissions: state.audiences().includes(resource) ? identity.appRoles : [],
			subject: identity.principalId,
		},
		tokenLifetimeMs,
	);
	reply.header('cache-control', 'no-store, no-cache');
	return {
		access_token: token,
		client_id: identity.clientId,
		expires_in: String(Math.floor(tokenLifetimeMs / 1000)),
		expires_on: String(Math.floor((now + tokenLifetimeMs) / 1000)),
		not_before: String(Math.floor(now / 1000)),
		resource,
		token_type: 'Bearer',
	};
}

function find(identities: ManagedIdentity[], clientId: string | undefined): ManagedIdentity {
	const found = identities.find((identity) =>
		clientId ? identity.clientId === clientId : identity.kind === 'system',
	);
	if (!found) throw new IdentityRefusal(400, 'invalid_request', 'Identity not found');
	return found;
}
