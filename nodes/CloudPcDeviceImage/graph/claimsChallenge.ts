/**
 * Reads a claims challenge: Graph wants a token that proves more, or one that was made after a change to user or app.
 * Source: https://learn.microsoft.com/entra/identity-platform/claims-challenge
 *
 * @param header `WWW-Authenticate` as sent
 * @returns the claims that the access token must have, as JSON, or '' where they cannot be read; undefined when it is no challenge
 */
export function readClaimsChallenge(header: string | undefined): string | undefined {
	if (!header || !/\berror="?insufficient_claims\b/i.test(header)) return undefined;
	const encoded = /\bclaims="?([\w+/=-]+)/i.exec(header)?.[1] ?? '';
	try {
		const claims = Object(JSON.parse(Buffer.from(encoded, 'base64').toString())) as Record<string, unknown>;
		return JSON.stringify(claims.access_token) ?? '';
	} catch {
		return '';
	}
}
