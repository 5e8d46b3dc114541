import { createHash, randomBytes } from 'node:crypto';

import type { Clock } from '../clock';
import { EntraError } from './entraError';

const codeLifetimeMs = 10 * 60_000;
const refreshTokenLifetimeMs = 90 * 86_400_000;

/** A user who signed in for an app. */
export interface SignIn {
	clientId: string;
	userId: string;
	/** The `scope` that the user agreed to. */
	scope: string;
}

/** What the authorization request laid down for the code's redemption. */
export interface CodeRequest extends SignIn {
	redirectUri: string;
	/** PKCE: the S256 challenge. */
	codeChallenge?: string;
}

interface Issued<T> {
	about: T;
	expiresAt: number;
	used: boolean;
}

/** The authorization codes and refresh tokens in circulation, and the assertions already seen. */
export class SignIns {
	private readonly codes = new Map<string, Issued<CodeRequest>>();
	private readonly refreshTokens = new Map<string, Issued<SignIn>>();
	private readonly assertionIds = new Set<string>();

	constructor(private readonly clock: Clock) {}

	issueCode(about: CodeRequest): string {
		return this.issue(this.codes, about, codeLifetimeMs);
	}

	issueRefreshToken(about: SignIn): string {
		return this.issue(this.refreshTokens, about, refreshTokenLifetimeMs);
	}

	/** @throws EntraError 70000, 70008, 54005, 500112 or 501481. */
	redeemCode(
		code: string,
		by: { clientId: string; redirectUri?: string; codeVerifier?: string },
	): SignIn {
		const issued = this.codes.get(code);
		if (!issued || issued.about.clientId !== by.clientId) throw new EntraError(70000);
		if (issued.used) throw new EntraError(54005);
		if (issued.expiresAt <= this.clock.now().getTime()) throw new EntraError(70008);
		const { redirectUri, codeChallenge, ...signIn } = issued.about;
		if (redirectUri !== by.redirectUri) throw new EntraError(500112, by.redirectUri);
		const answer = createHash('sha256')
			.update(by.codeVerifier ?? '')
			.digest('base64url');
		if (codeChallenge && answer !== codeChallenge) throw new EntraError(501481);
		issued.used = true;
		return signIn;
	}

	/**
	 * Entra lets an old refresh token live on; here it dies with its first use, so that a client
	 * that forgets to store the new one is found out.
	 *
	 * @throws EntraError 70000 or 700082.
	 */
	redeemRefreshToken(token: string, clientId: string): SignIn {
		const issued = this.refreshTokens.get(token);
		if (!issued || issued.used || issued.about.clientId !== clientId) throw new EntraError(70000);
		if (issued.expiresAt <= this.clock.now().getTime()) throw new EntraError(700082);
		issued.used = true;
		return issued.about;
	}

	/** @returns False when the assertion was seen before; Entra itself does not look ([K]). */
	rememberAssertion(id: string): boolean {
		if (this.assertionIds.has(id)) return false;
		this.assertionIds.add(id);
		return true;
	}

	private issue<T>(store: Map<string, Issued<T>>, about: T, lifetimeMs: number): string {
		const token = randomBytes(32).toString('base64url');
		const expiresAt = this.clock.now().getTime() + lifetimeMs;
		store.set(token, { about, expiresAt, used: false });
		return token;
	}
}
