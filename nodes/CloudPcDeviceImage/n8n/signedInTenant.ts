import { readTokenClaims } from '../../../credentials/entra/accessToken';
import { guidPattern } from '../../../credentials/entra/guid';

/** What a credential says of the tenant that it reaches. */
export interface TenantChoice {
	tenantId?: unknown;
	oauthTokenData?: unknown;
}

/** A GUID or a domain; any other value, e.g. `organizations`, leaves the tenant to whoever signs in. */
const oneTenant = new RegExp(`^${guidPattern}$|\\.`, 'i');

/** Returns the token that n8n keeps in an OAuth2 credential; undefined before the first sign-in. */
export function accessTokenOf({ oauthTokenData }: Pick<TenantChoice, 'oauthTokenData'>): unknown {
	const { access_token: token } = Object(oauthTokenData) as { access_token?: unknown };
	return token;
}

/** Returns the tenant of whoever signed in. */
function tenantOfToken(token: unknown): string | undefined {
	const { tenantId = '' } = readTokenClaims(token);
	return new RegExp(`^${guidPattern}$`, 'i').test(tenantId) ? tenantId : undefined;
}

/**
 * Tells which tenant a credential reaches: what it says itself and, where that fits many tenants, the tenant of the signed-in
 * user, so that a new sign-in to another tenant is another one.
 *
 * @param credential the decrypted fields; nothing of the token but its tenant is kept
 */
export function tenantOf(credential: TenantChoice): string {
	const chosen = String(credential.tenantId ?? '');
	if (oneTenant.test(chosen.trim())) return chosen;
	return [chosen, tenantOfToken(accessTokenOf(credential))].filter((part) => part !== undefined).join(' ');
}
