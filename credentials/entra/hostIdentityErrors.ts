import { UnsafeUrl } from './clouds';
import { adviseOnEntraError, readEntraError } from './entraErrors';
import { redact } from './redact';

/**
 * The administrator's command that allows host identities; tests compare it with README and run it.
 * Without `--legacy-peer-deps` npm would add the peers of whatever lies in that folder, a second n8n-workflow among them.
 */
export const installCommand = 'npm install --prefix ~/.n8n/nodes --legacy-peer-deps @azure/msal-node@7.2.3';

/** How much of somebody else's words is shown: what to do stands behind them, and n8n cuts long texts. */
const maxWordsLength = 500;

/** The identity of the n8n host gave no token. The message says why and what to do. */
export class HostIdentityError extends Error {
	/**
	 * @param reason what happened, without a final period; secrets in it are not shown
	 * @param remedy what to do, as sentences
	 * @param kind `NoAnswer` may pass by itself, `SignInFailed` does not; n8n's credential test would show a `code` alone
	 */
	constructor(
		reason: string,
		remedy: string,
		readonly kind: 'SignInFailed' | 'NoAnswer' = 'SignInFailed',
	) {
		super(`${redact(reason, maxWordsLength)}. ${remedy}`);
		this.name = 'HostIdentityError';
	}
}

export const notInstalled = (): HostIdentityError =>
	new HostIdentityError(
		"Managed identity sign-in is turned off because @azure/msal-node isn't installed",
		`An n8n administrator can turn it on for everyone who can create credentials on this instance. Run ${installCommand} (with N8N_USER_FOLDER instead of ~ if it is set), and restart n8n.`,
	);

/** @param error of Node.js, from loading it */
export const brokenInstallation = (error: unknown): HostIdentityError =>
	new HostIdentityError(
		`@azure/msal-node is installed but can't be loaded (${String(error).split('\n')[0]})`,
		`Install it again with ${installCommand} and restart n8n.`,
	);

/**
 * @param url of the request
 * @param cause what was thrown, or why there was nothing
 */
export function noResponse(url: string, cause: unknown): HostIdentityError {
	const { message } = Object(cause) as { message?: unknown };
	return new HostIdentityError(
		`No response from ${new URL(url).origin} (${String(message || cause)})`,
		"Check that n8n runs on an Azure resource with a managed identity. Check that the proxy settings (NO_PROXY), n8n's SSRF protection, and the allowed domains of the credential permit requests to this host.",
		'NoAnswer',
	);
}

/** Words of an identity endpoint, of Entra, or of whatever responded in JSON. */
function wordsIn(body: unknown): string {
	const { error_description: said, message, error } = Object(body) as Record<string, unknown>;
	const inner = (Object(error) as { message?: unknown }).message;
	const words = [said, message, inner, error].find((text) => typeof text === 'string' && text !== '');
	return words === undefined ? '' : `: ${String(words).replace(/\.$/, '')}`;
}

/**
 * @param url of the request
 * @param status of the response
 * @param body of the response: a page of a proxy, or the error of a service that is out of order
 * @returns HostIdentityError, or Entra's words where they say themselves that it passes
 */
export function transientResponse(url: string, status: number, body: unknown): Error {
	const { error_description: said } = Object(body) as { error_description?: unknown };
	const passes = adviseOnEntraError(readEntraError(said)?.code)?.passes;
	if (passes) return explainHostIdentityError({ message: said });
	const isError = typeof body === 'object' && status >= 400;
	const words = isError
		? wordsIn(body)
		: ", which isn't a valid sign-in response. A proxy might have responded instead";
	return new HostIdentityError(
		`${new URL(url).origin} returned status ${status}${words}`,
		"Try again later. This is usually temporary. If it continues, check a custom 'Login URL', and that the proxy settings (NO_PROXY) permit requests to this host.",
		'NoAnswer',
	);
}

/** @param limitMs how long the sign-in was tried, ms */
export const tooLate = (limitMs: number): HostIdentityError =>
	new HostIdentityError(
		`The sign-in did not finish within ${limitMs / 1_000} seconds because earlier sign-ins to the same service are still waiting`,
		'Try again later. If it continues, check that the managed identity endpoint and the sign-in service respond.',
		'NoAnswer',
	);

/** What is read of an error of MSAL's; what may hold a token or an assertion is taken out. */
interface MsalError {
	errorCode?: unknown;
	errorMessage?: unknown;
	message?: unknown;
}

/**
 * Says why there is no token.
 *
 * @param error what MSAL threw
 * @returns a message for n8n's credential test; a node finds Entra's words and ids in it
 */
export function explainHostIdentityError(error: unknown): Error {
	if (error instanceof HostIdentityError) return error;
	if (error instanceof UnsafeUrl) {
		return new HostIdentityError(error.message.replace(/\.$/, ''), 'Correct it in the credential.');
	}
	const { errorCode, errorMessage, message } = Object(error) as MsalError;
	const words = String(errorMessage || message || error);
	// MSAL puts the service's own words between ids, which the words hold already or which do not exist.
	const said = redact(/Description: (.*?) - Correlation ID/s.exec(words)?.[1] ?? words, maxWordsLength);
	const entra = readEntraError(said);
	// A new error: MSAL's own carries the request along.
	if (entra) {
		const { reason, remedy } = adviseOnEntraError(entra.code) ?? {};
		return new Error(reason ? `Microsoft Entra ID didn't issue a token: ${reason}. ${said}\n${remedy}` : said);
	}
	const code = typeof errorCode === 'string' && !said.includes(errorCode) ? ` (${errorCode})` : '';
	return new HostIdentityError(
		`The managed identity endpoint rejected the request: ${said.replace(/\.$/, '')}${code}`,
		"In the Azure portal, open the resource that runs n8n > Identity. Check that the identity is turned on or assigned, and that 'Managed Identity Client ID' is its client ID (empty for the system-assigned identity).",
	);
}
