import { createPrivateKey, createSign, randomUUID, X509Certificate } from 'node:crypto';

/** An app registration that signs in with a certificate. */
export interface CertifiedApp {
	clientId: string;
	/** PEM; of a chain the first one counts. */
	certificate: string;
	/** RSA, PEM. */
	privateKey: string;
}

/** What a token request says beside an assertion (contract 6.2). */
export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** How long n8n's assertions are good, in seconds. */
const lifetimeSeconds = 300;

/**
 * Signs an assertion in the form that n8n uses: RS256 with the SHA-1 thumbprint, where MSAL has PS256 and SHA-256.
 * Source: n8n `@n8n/utils` client-assertion
 *
 * @param tokenEndpoint its audience
 * @param change claims to replace; undefined leaves one out
 */
export function assertionOfN8n(
	{ clientId, certificate, privateKey }: CertifiedApp,
	tokenEndpoint: string,
	change: Record<string, unknown> = {},
): string {
	const now = Math.floor(Date.now() / 1000);
	const thumbprint = new X509Certificate(certificate).fingerprint.replaceAll(':', '');
	const header = { alg: 'RS256', typ: 'JWT', x5t: Buffer.from(thumbprint, 'hex').toString('base64url') };
	const claims = {
		aud: tokenEndpoint,
		iss: clientId,
		sub: clientId,
		jti: randomUUID(),
		iat: now,
		nbf: now,
		exp: now + lifetimeSeconds,
		...change,
	};
	const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
	const signed = `${encode(header)}.${encode(claims)}`;
	const signature = createSign('RSA-SHA256').update(signed).sign(createPrivateKey(privateKey));
	return `${signed}.${signature.toString('base64url')}`;
}
