import { brokenInstallation } from './hostIdentityErrors';

type Msal = typeof import('@azure/msal-node');

/**
 * Where MSAL switches host identities on, seen from `dist/credentials/entra`: in this package, or next to it.
 * A bare name would also find the copy that n8n happens to have in its own tree (NODE_PATH), which nobody chose.
 */
const places = ['../../../node_modules/@azure/msal-node', '../../../../@azure/msal-node'];

function isMissing(error: unknown, place: string): boolean {
	const { code, message } = Object(error) as { code?: unknown; message?: unknown };
	return code === 'MODULE_NOT_FOUND' && String(message).includes(`'${place}'`);
}

/**
 * Loads @azure/msal-node where the administrator of this n8n has installed it.
 *
 * @returns undefined when it was not installed
 * @throws HostIdentityError when it is there and cannot be loaded
 */
export async function loadMsal(): Promise<Msal | undefined> {
	for (const place of places) {
		try {
			return (await import(place)) as Msal;
		} catch (error) {
			if (!isMissing(error, place)) throw brokenInstallation(error);
		}
	}
	return undefined;
}
