import { createPrivateKey, createPublicKey, randomUUID, type KeyObject } from 'node:crypto';

import * as jose from 'jose';

import type { Clock } from './clock';
import { keysOfProcess } from './keys';

/** Who a token speaks for and what it may do. */
export interface Grant {
	/** `{origin}/{tenant id}/v2.0` */
	issuer: string;
	/** The Graph root the token is good for. */
	audience: string;
	tenantId: string;
	clientId: string;
	kind: 'application' | 'delegated';
	permissions: string[];
	/** The object id of the user, or of the app. */
	subject: string;
	userPrincipalName?: string;
	/** What the client asked the token to hold. */
	claims?: Record<string, unknown>;
}

/** Makes and checks the server's tokens: real JWTs. Servers share their key; issuer and audience tell them apart. */
export class AccessTokens {
	private constructor(
		private readonly keys: { privateKey: KeyObject; publicKey: KeyObject },
		private readonly keyId: string,
		private readonly clock: Clock,
	) {}

	static async create(clock: Clock): Promise<AccessTokens> {
		const privateKey = createPrivateKey((await keysOfProcess()).signingKey);
		const keys = { privateKey, publicKey: createPublicKey(privateKey) };
		return new AccessTokens(keys, randomUUID(), clock);
	}

	/** @param lifetimeMs Milliseconds on the clock; a token of 0 has already expired. */
	async sign(grant: Grant, lifetimeMs: number): Promise<string> {
		const scopes = grant.permissions.join(' ');
		const permissions =
			grant.kind === 'delegated'
				? { scp: scopes, upn: grant.userPrincipalName, idtyp: 'user' }
				: // Entra leaves `roles` out when nothing was consented.
					{ roles: grant.permissions.length > 0 ? grant.permissions : undefined, idtyp: 'app' };
		return await this.jwt(
			{ ...permissions, asked_claims: grant.claims, appid: grant.clientId, tid: grant.tenantId, oid: grant.subject },
			{ ...grant, lifetimeMs },
		);
	}

	/** Signs an id token: the client itself is its audience. */
	async signIdToken(grant: Grant, name: string, lifetimeMs: number): Promise<string> {
		const claims = { name, preferred_username: grant.userPrincipalName, tid: grant.tenantId };
		return await this.jwt(claims, { ...grant, audience: grant.clientId, lifetimeMs });
	}

	/**
	 * @param token The bearer.
	 * @param audiences The roots this server answers for.
	 * @returns The claims.
	 * @throws jose.errors.JOSEError when signature, audience or time is wrong.
	 */
	async verify(token: string, audiences: string[]): Promise<jose.JWTPayload> {
		const { payload } = await jose.jwtVerify(token, this.keys.publicKey, {
			audience: audiences,
			currentDate: this.clock.now(),
		});
		return payload;
	}

	/** The public key, as the login endpoint publishes it. */
	async publicKeys(): Promise<jose.JSONWebKeySet> {
		const key = await jose.exportJWK(this.keys.publicKey);
		return { keys: [{ ...key, kid: this.keyId, use: 'sig', alg: 'RS256' }] };
	}

	/** The same key as PEM, as a federated credential holds its issuer's. */
	async publicKeyPem(): Promise<string> {
		return await jose.exportSPKI(this.keys.publicKey);
	}

	private async jwt(
		claims: jose.JWTPayload,
		about: { issuer: string; audience: string; subject: string; lifetimeMs: number },
	): Promise<string> {
		const now = this.clock.now().getTime();
		return await new jose.SignJWT({ ...claims, ver: '2.0' })
			.setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: this.keyId })
			.setIssuer(about.issuer)
			.setAudience(about.audience)
			.setSubject(about.subject)
			.setIssuedAt(Math.floor(now / 1000))
			.setNotBefore(Math.floor(now / 1000))
			.setExpirationTime(Math.floor((now + about.lifetimeMs) / 1000))
			.setJti(randomUUID())
			.sign(this.keys.privateKey);
	}
}
