import { createHash } from 'node:crypto';

import type { HostIdentityFields } from './hostIdentityFields';

/** Whatever decides who signs in, where, and for which Graph. */
const deciding = [
	'identityKind',
	'managedIdentityClientId',
	'tenantId',
	'clientId',
	'cloud',
	'customGraphUrl',
	'customAuthorityUrl',
] as const;

function fingerprint(fields: HostIdentityFields): string {
	const values = deciding.map((name) => String(fields[name] ?? '').trim());
	return createHash('sha256').update(JSON.stringify(values)).digest('base64url');
}

/**
 * Returns a token the form in which n8n stores it: n8n keeps it when somebody edits the credential, so it
 * carries along what it was made for.
 *
 * @param fields the credential's decrypted fields, as they were when the token was asked for
 */
export const toStore = (fields: HostIdentityFields, token: string): string =>
	`${fingerprint(fields)} ${token}`;

/**
 * Returns the stored token, unless it was made for something else than the credential says now.
 *
 * @param fields the credential's decrypted fields as they are now
 */
export function storedToken(fields: HostIdentityFields): string | undefined {
	const [madeFor, token] = String(fields.accessToken ?? '').split(' ');
	return madeFor === fingerprint(fields) ? token : undefined;
}
