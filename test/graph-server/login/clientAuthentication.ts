import type { FastifyRequest } from 'fastify';

import { originOf } from '../origin';
import type { ServerState } from '../state';
import type { App } from '../tenant';
import { checkClientAssertion } from './clientAssertion';
import { EntraError } from './entraError';

/** A form as the token endpoint gets it. */
export type Form = Readonly<Record<string, string | undefined>>;

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Finds out which app asks and whether it is the one: by secret, in the form or in a Basic header,
 * or by signed assertion. A public client passes by name alone.
 *
 * @throws EntraError 900144, 700016, 7000215, 7000222, 7000218 or one of the assertion's.
 */
export async function authenticateClient(
	request: FastifyRequest,
	form: Form,
	state: ServerState,
): Promise<App> {
	const basic = readBasic(request.headers.authorization);
	const clientId = form.client_id ?? basic?.clientId;
	const secret = form.client_secret ?? basic?.secret;
	if (!clientId) throw new EntraError(900144, 'client_id');
	const app = state.tenant.apps.get(clientId.toLowerCase());
	if (!app) throw new EntraError(700016, clientId);
	if (form.client_assertion !== undefined) {
		if (form.client_assertion_type !== assertionType) {
			throw new EntraError(900144, 'client_assertion_type');
		}
		const path = request.url.split('?', 1)[0] ?? '';
		const endpoint = `${originOf(request)}${path}`;
		await checkClientAssertion(form.client_assertion, app, endpoint, state);
	} else if (secret) {
		if (!app.secrets.includes(secret)) throw new EntraError(7000215, clientId);
		if (hasExpired(app, state.clock.now())) throw new EntraError(7000222, clientId);
	} else if (isConfidential(app) || form.grant_type === 'client_credentials') {
		throw new EntraError(7000218);
	}
	return app;
}

function hasExpired({ secretsExpireAt }: App, now: Date): boolean {
	return secretsExpireAt !== undefined && new Date(secretsExpireAt) <= now;
}

function isConfidential({ secrets, certificates, federatedCredentials = [] }: App): boolean {
	return secrets.length + certificates.length + federatedCredentials.length > 0;
}

function readBasic(header = ''): { clientId: string; secret: string } | undefined {
	const [scheme, encoded] = header.split(' ');
	if (scheme?.toLowerCase() !== 'basic' || !encoded) return undefined;
	const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
	return { clientId: formDecode(id), secret: formDecode(rest.join(':')) };
}

// RFC 6749 2.3.1: both halves are form-encoded; many clients do not, and Entra lets them.
function formDecode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
