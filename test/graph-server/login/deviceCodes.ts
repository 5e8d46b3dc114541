import { randomBytes, randomInt } from 'node:crypto';

import type { Clock } from '../clock';
import { EntraError } from './entraError';
import type { SignIn } from './signIns';

/** How long a person has to type the code, in seconds. */
export const deviceCodeLifetimeSeconds = 15 * 60;

// Without vowels and digits that look alike, as Entra's codes.
const letters = 'BCDFGHJKLMNPQRSTVWXZ23456789';

/** A sign-in that waits for a person. */
export interface DeviceSignIn extends SignIn {
	userCode: string;
	decision: 'pending' | 'accept' | 'deny' | 'redeemed';
	/** Milliseconds since 1970 on the clock. */
	expiresAt: number;
}

/** The device codes in circulation (RFC 8628). */
export class DeviceCodes {
	private readonly byCode = new Map<string, DeviceSignIn>();

	constructor(private readonly clock: Clock) {}

	/** @returns What the device polls with, and what the person types. */
	issue(signIn: SignIn): { deviceCode: string; userCode: string } {
		const deviceCode = randomBytes(32).toString('base64url');
		const userCode = Array.from({ length: 9 }, () => letters[randomInt(letters.length)]).join('');
		const expiresAt = this.clock.now().getTime() + deviceCodeLifetimeSeconds * 1000;
		this.byCode.set(deviceCode, { ...signIn, userCode, decision: 'pending', expiresAt });
		return { deviceCode, userCode };
	}

	/**
	 * The sign-in that still waits for the person who typed the code.
	 *
	 * @throws EntraError 70018 for a code that waits for nobody.
	 */
	waiting(userCode: string): DeviceSignIn {
		const wanted = userCode.trim().toUpperCase();
		const found = [...this.byCode.values()].find((signIn) => signIn.userCode === wanted);
		if (found?.decision !== 'pending' || this.isOver(found)) throw new EntraError(70018);
		return found;
	}

	/** @throws EntraError 70016 until the person has decided; 70018, 70020 or 65004. */
	redeem(deviceCode: string, clientId: string): SignIn {
		const signIn = this.byCode.get(deviceCode);
		if (signIn?.clientId !== clientId || signIn.decision === 'redeemed')
			throw new EntraError(70018);
		// Entra's pages call it authorization_declined; with which number is unknown ([U]).
		if (signIn.decision === 'deny') throw new EntraError(65004);
		if (this.isOver(signIn)) throw new EntraError(70020);
		if (signIn.decision === 'pending') throw new EntraError(70016);
		signIn.decision = 'redeemed';
		const { userId, scope } = signIn;
		return { clientId, userId, scope };
	}

	private isOver({ expiresAt }: DeviceSignIn): boolean {
		return expiresAt <= this.clock.now().getTime();
	}
}
