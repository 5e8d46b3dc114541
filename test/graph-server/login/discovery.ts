import type { FastifyRequest } from 'fastify';

import { originOf } from '../origin';
import type { ServerState } from '../state';
import { readTenantSegment } from './tenantSegment';

/** `/{tenant}/v2.0/.well-known/openid-configuration`: where everything is. */
export function openIdConfiguration(request: FastifyRequest, state: ServerState): object {
	const { tenant: segment } = request.params as { tenant: string };
	readTenantSegment(segment, state.tenant);
	const origin = originOf(request);
	const base = `${origin}/${segment}`;
	return {
		issuer: `${origin}/${state.tenant.id}/v2.0`,
		authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
		token_endpoint: `${base}/oauth2/v2.0/token`,
		device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
		jwks_uri: `${base}/discovery/v2.0/keys`,
		token_endpoint_auth_methods_supported: [
			'client_secret_post',
			'client_secret_basic',
			'private_key_jwt',
		],
		response_modes_supported: ['query'],
		response_types_supported: ['code'],
		subject_types_supported: ['pairwise'],
		id_token_signing_alg_values_supported: ['RS256'],
		scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
		tenant_region_scope: null,
	};
}

/** `/common/discovery/instance`: the hosts that are one login authority; here only this one. */
export function instanceDiscovery(request: FastifyRequest, state: ServerState): object {
	const origin = originOf(request);
	const { host } = new URL(origin);
	return {
		tenant_discovery_endpoint: `${origin}/${state.tenant.id}/v2.0/.well-known/openid-configuration`,
		'api-version': '1.1',
		metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
	};
}
