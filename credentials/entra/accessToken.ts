/** What an access token says of itself. */
export interface TokenClaims {
	/** Claim `tid`: ID of the tenant it was made for. */
	tenantId?: string;
	/** Claim `aud`: URL or app ID of the service it was made for. */
	audience?: string;
}

const guid = /^([\da-f]{8})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{12})$/i;

/**
 * Returns a GUID in lower case with hyphens, whatever blanks and braces stand around it; undefined for any other text.
 *
 * @param value a tenant as typed, or a claim
 */
export function guidIn(value: unknown): string | undefined {
	const [, ...parts] = guid.exec(String(value ?? '').replace(/[\s{}]/g, '')) ?? [];
	return parts.length > 0 ? parts.join('-').toLowerCase() : undefined;
}

/**
 * Reads the claims of an access token without checking them: Graph does that. What is no JWT has none.
 * Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 *
 * @param token of whoever signed in
 */
export function readTokenClaims(token: unknown): TokenClaims {
	try {
		const claims = Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString();
		const { tid, aud } = Object(JSON.parse(claims)) as { tid?: unknown; aud?: unknown };
		return {
			tenantId: typeof tid === 'string' ? tid : undefined,
			audience: typeof aud === 'string' ? aud : undefined,
		};
	} catch {
		return {};
	}
}
