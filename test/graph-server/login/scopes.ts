import { EntraError } from './entraError';

/** What a scope string asks for. */
export interface RequestedScopes {
	/** The Graph root the token is for. */
	audience: string;
	/** `default` asks for all that was consented. */
	permissions: string[] | 'default';
	refreshToken: boolean;
	idToken: boolean;
}

const signInScopes = ['openid', 'profile', 'email', 'offline_access'];

/**
 * Reads `scope` (contract 6.1).
 *
 * @param scope Space-separated; `{graphRoot}/{permission}`, or a bare permission, which means Graph.
 * @param audiences The roots this server knows.
 * @param ownOrigin The root that a bare permission means: Graph is this server.
 * @throws EntraError 70011 for a malformed scope, 500011 for an unknown resource.
 */
export function readScopes(scope: string, audiences: string[], ownOrigin: string): RequestedScopes {
	const names = scope.split(' ').filter(Boolean);
	const resources = new Set<string>();
	const permissions: string[] = [];
	for (const name of names) {
		if (signInScopes.includes(name)) continue;
		const slash = name.lastIndexOf('/');
		resources.add(slash < 0 ? ownOrigin : name.slice(0, slash));
		permissions.push(name.slice(slash + 1));
	}
	const [audience = ownOrigin, ...others] = resources;
	const mixed = permissions.includes('.default') && permissions.length > 1;
	if (names.length === 0 || others.length > 0 || mixed) throw new EntraError(70011, scope);
	if (!audiences.includes(audience)) throw new EntraError(500011, audience);
	return {
		audience,
		permissions: permissions[0] === '.default' ? 'default' : permissions,
		refreshToken: names.includes('offline_access'),
		idToken: names.includes('openid'),
	};
}

/**
 * @param asked What the client wants.
 * @param consented What the app has.
 * @throws EntraError 65001 for a permission without consent.
 */
export function grantPermissions(asked: RequestedScopes, consented: string[]): string[] {
	if (asked.permissions === 'default') return consented;
	const missing = asked.permissions.find((permission) => !consented.includes(permission));
	if (missing !== undefined) throw new EntraError(65001, missing);
	return asked.permissions;
}
