import { UnsafeUrl } from './clouds';
import { adviseOnEntraError, readEntraError } from './entraErrors';

/** The administrator's command that allows host identities; a test compares it with README and runs it. */
const installCommand = 'npm install --prefix ~/.n8n/nodes @azure/msal-node@7.2.3';

/** The identity of the n8n host gave no token. The message says why and what to do. */
export class HostIdentityError extends Error {
	/**
	 * @param reason what happened, without a final period
	 * @param remedy what to do, as sentences
	 * @param kind `NoAnswer` may pass by itself, `SignInFailed` does not; n8n's credential test would show a `code` alone
	 */
	constructor(
		reason: string,
		remedy: string,
		readonly kind: 'SignInFailed' | 'NoAnswer' = 'SignInFailed',
	) {
		super(`${reason}. ${remedy}`);
		this.name = 'HostIdentityError';
	}
}

export const notInstalled = (): HostIdentityError =>
	new HostIdentityError(
		'The identity of the n8n host is switched off, because @azure/msal-node is not installed next to this package',
		`To allow it for everyone who may create credentials here, the administrator of this n8n runs: ${installCommand} (with N8N_USER_FOLDER instead of ~ where it is set), and restarts n8n.`,
	);

/** @param error of Node.js, from loading it */
export const brokenInstallation = (error: unknown): HostIdentityError =>
	new HostIdentityError(
		`@azure/msal-node is installed but cannot be loaded (${String(error).split('\n')[0]})`,
		`Install it again with ${installCommand} and restart n8n.`,
	);

/** What is read of an error of MSAL's; none of it holds a token or an assertion. */
interface MsalError {
	errorCode?: unknown;
	errorMessage?: unknown;
	message?: unknown;
}

/**
 * Says why there is no token.
 *
 * @param error what MSAL threw
 * @param unreachable the request that got no answer, if one did: its origin and the cause
 * @returns a message for n8n's credential test; a node finds Entra's words and ids in it
 */
export function explainHostIdentityError(error: unknown, unreachable?: string): Error {
	if (error instanceof HostIdentityError) return error;
	if (error instanceof UnsafeUrl) {
		return new HostIdentityError(error.message.replace(/\.$/, ''), 'Correct it in the credential.');
	}
	const { errorCode, errorMessage, message } = Object(error) as MsalError;
	const words = String(errorMessage || message || error);
	// MSAL puts the service's own words between ids, which the words hold already or which do not exist.
	const said = (/Description: (.*?) - Correlation ID/s.exec(words)?.[1] ?? words).trim();
	const entra = readEntraError(said);
	// A new error: MSAL's own carries the request along.
	if (entra) {
		const { reason, remedy } = adviseOnEntraError(entra.code) ?? {};
		return new Error(reason ? `No token, because ${reason}. ${said}\n${remedy}` : said);
	}
	if (unreachable !== undefined) {
		return new HostIdentityError(
			`No answer came from ${unreachable}`,
			"Check that n8n runs on an Azure resource with a managed identity, and that proxy settings (NO_PROXY), n8n's SSRF protection and the credential's allowed domains let this host through.",
			'NoAnswer',
		);
	}
	const code = typeof errorCode === 'string' && !said.includes(errorCode) ? ` (${errorCode})` : '';
	return new HostIdentityError(
		`The identity endpoint of the n8n host refused: ${said.replace(/\.$/, '')}${code}`,
		"In the Azure portal open the resource that runs n8n > Identity and check that the identity is switched on or assigned, and that 'Managed Identity Client ID' is its client ID (empty for the system-assigned identity).",
	);
}
