/** What a credential says of the tenant that it reaches. */
export interface TenantChoice {
	tenantId?: unknown;
	oauthTokenData?: unknown;
}

const guid = '[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}';

/** A GUID or a domain; any other value, e.g. `organizations`, leaves the tenant to whoever signs in. */
const oneTenant = new RegExp(`^${guid}$|\\.`, 'i');

/** Reads who signed in from a token, which is not checked: Graph does that. */
function tenantOfToken(token: unknown): string | undefined {
	try {
		const claims = Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString();
		const { tid } = Object(JSON.parse(claims)) as { tid?: unknown };
		return typeof tid === 'string' && new RegExp(`^${guid}$`, 'i').test(tid) ? tid : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Tells which tenant a credential reaches: what it says itself and, where that fits many tenants, the tenant of the signed-in
 * user, so that a new sign-in to another tenant is another one.
 * Source: claim `tid`, https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 *
 * @param credential the decrypted fields; nothing of the token but its tenant is kept
 */
export function tenantOf({ tenantId, oauthTokenData }: TenantChoice): string {
	const chosen = String(tenantId ?? '');
	if (oneTenant.test(chosen.trim())) return chosen;
	const { access_token: token } = Object(oauthTokenData) as { access_token?: unknown };
	return [chosen, tenantOfToken(token)].filter((part) => part !== undefined).join(' ');
}
