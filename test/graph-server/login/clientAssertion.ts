import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';

import * as jose from 'jose';

import type { ServerState } from '../state';
import type { App } from '../tenant';
import { EntraError } from './entraError';

/**
 * Checks a signed client assertion (contract 6.2): PS256 with `x5t#S256`, RS256 with `x5t` or
 * `x5t#S256`, or the token of a federated identity.
 *
 * @param assertion The JWT.
 * @param app The app it should speak for.
 * @param tokenEndpoint The audience it must have.
 * @throws EntraError 700027, 700024, 700023, 700021, 700211, 700212, 700213 or 50013.
 */
export async function checkClientAssertion(
	assertion: string,
	app: App,
	tokenEndpoint: string,
	{ signIns, clock }: Pick<ServerState, 'signIns' | 'clock'>,
): Promise<void> {
	const { issuer, header } = peek(assertion);
	if (issuer !== app.clientId && app.federatedCredentials) {
		return await checkFederatedToken(assertion, issuer, app, clock.now());
	}
	const claims = await verify(assertion, certificateKey(header, app), {
		algorithms: header['x5t#S256'] ? ['PS256', 'RS256'] : ['RS256'],
		audience: tokenEndpoint,
		issuer: app.clientId,
		subject: app.clientId,
		requiredClaims: ['exp', 'nbf', 'jti'],
	});
	if (!signIns.rememberAssertion(String(claims.jti))) {
		throw new EntraError(50013, 'the jti was used before');
	}
}

async function checkFederatedToken(
	token: string,
	issuer: string,
	app: App,
	currentDate: Date,
): Promise<void> {
	const { aud, sub } = jose.decodeJwt(token);
	const presented = [aud].flat().map(String);
	const ofIssuer = app.federatedCredentials?.filter((each) => each.issuer === issuer) ?? [];
	if (ofIssuer.length === 0) throw new EntraError(700211, issuer);
	const ofAudience = ofIssuer.filter((each) => presented.includes(each.audience));
	if (ofAudience.length === 0) throw new EntraError(700212, presented.join());
	const credential = ofAudience.find((each) => each.subject === sub);
	if (!credential) throw new EntraError(700213, sub);
	const { subject, audience, publicKey } = credential;
	await verify(token, createPublicKey(publicKey), { issuer, subject, audience, currentDate });
}

function peek(assertion: string) {
	try {
		const header = jose.decodeProtectedHeader(assertion);
		return { header, issuer: jose.decodeJwt(assertion).iss ?? '' };
	} catch {
		throw noJwt();
	}
}

function noJwt(): EntraError {
	return new EntraError(50013, 'it is no JWT');
}

function certificateKey(header: jose.ProtectedHeaderParameters, app: App): KeyObject {
	const certificates = app.certificates.map((pem) => new X509Certificate(pem));
	const found = certificates.find((certificate) =>
		header['x5t#S256']
			? thumbprint(certificate.fingerprint256) === header['x5t#S256']
			: thumbprint(certificate.fingerprint) === header.x5t,
	);
	if (!found) throw new EntraError(700027, 'the key was not found by its thumbprint');
	return found.publicKey;
}

function thumbprint(fingerprint: string): string {
	return Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
}

async function verify(
	token: string,
	key: KeyObject,
	options: jose.JWTVerifyOptions,
): Promise<jose.JWTPayload> {
	try {
		// The client signs by its own clock: a server clock that tests move must not judge it.
		return (await jose.jwtVerify(token, key, { ...options, clockTolerance: 5 })).payload;
	} catch (error) {
		throw translate(error);
	}
}

function translate(error: unknown): EntraError {
	if (error instanceof jose.errors.JWTExpired) return new EntraError(700024);
	if (error instanceof jose.errors.JWTClaimValidationFailed) {
		if (['nbf', 'exp', 'iat'].includes(error.claim)) return new EntraError(700024);
		if (error.claim === 'aud') return new EntraError(700023);
		if (['iss', 'sub'].includes(error.claim)) return new EntraError(700021);
		return new EntraError(50013, error.message);
	}
	return new EntraError(700027, 'the signature is invalid');
}
