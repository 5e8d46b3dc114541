/** What an access token says of itself. */
export interface TokenClaims {
	/** Claim `tid`: ID of the tenant it was made for. */
	tenantId?: string;
	/** Claim `aud`: URL or app ID of the service it was made for. */
	audience?: string;
}

/**
 * Reads the claims of an access token without checking them: Graph does that. What is no JWT has none.
 * Source: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 *
 * @param token of a user, an app or a host identity
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
