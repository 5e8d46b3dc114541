import type { ErrorRule } from './errorRules';
import type { GraphFailure, SignIn } from './errors';
import { isUser, says, status } from './failureTests';

const addToApp = (permission: string, kind: string): string =>
	`In the Entra admin centre open App registrations > your app > API permissions, add the Microsoft Graph ${kind} permission ${permission} and grant admin consent.`;

const staleToken = 'The present token, which lacks it, is used for up to an hour; a new credential works at once.';

/** Where each kind of sign-in gets its permission. */
const permit: Record<SignIn, (permission: string) => string> = {
	user: (permission) =>
		`${addToApp(permission, 'delegated')} Check 'Access' in the credential, and sign in again there with Reconnect.`,
	app: (permission) => `${addToApp(permission, 'application')} ${staleToken}`,
	federated: (permission) => `${addToApp(permission, 'application')} ${staleToken}`,
	managedIdentity: (permission) =>
		`Give the managed identity the Microsoft Graph application permission ${permission}: the portal cannot, the Azure CLI can, and the documentation of the credential has the command. Azure may go on with the old token for up to 24 hours.`,
};

const addPermission = (permission: string, { signIn = 'user' }: GraphFailure): string =>
	permit[signIn](permission);

const giveRole =
	'A signed-in user needs the Windows 365 Administrator or Intune Administrator role, or an Intune role that may manage Cloud PC images; the role may take some minutes to work.';

const buyLicence =
	'The tenant needs a Windows 365 Enterprise licence: see Billing > Licences in the Microsoft 365 admin centre.';

/**
 * What a refused access means. Graph answers 403 for all of these, so its words decide.
 * Source: https://learn.microsoft.com/graph/errors and https://learn.microsoft.com/graph/resolve-auth-errors
 */
export const accessRules: ErrorRule[] = [
	{
		when: (failure) => status(402)(failure) || (status(403)(failure) && says(/licen[cs]e/i)(failure)),
		message: () => 'access denied, a licence is missing',
		remedy: () => buyLicence,
	},
	{
		when: (failure) =>
			status(403)(failure) && says(/insufficient_claims|conditional ?access/i)(failure),
		message: () => 'access denied by a Conditional Access policy',
		remedy: (_, failure) =>
			`The sign-in log in the Entra admin centre names the policy. ${
				isUser(failure)
					? 'Sign in again under it with Reconnect in the credential, or allow the address of the n8n host.'
					: 'Exclude the app or host identity from the policy, or allow the address of the n8n host.'
			}`,
	},
	{
		when: (failure) =>
			status(403)(failure) &&
			says(/\bscopes?\b|\bscp\b|consent|application is not authorized/i)(failure),
		message: ({ permission }) => `access denied, the permission ${permission} is missing`,
		remedy: ({ permission }, failure) => addPermission(permission, failure),
	},
	{
		when: (failure) =>
			status(403)(failure) && isUser(failure) && says(/\broles?\b|\brbac\b|user is not authorized/i)(failure),
		message: () => 'access denied, the user lacks an administrator role',
		remedy: () => giveRole,
	},
	{
		when: (failure) => status(403)(failure) && !isUser(failure),
		message: ({ permission }) => `access denied, the permission ${permission} or a licence is missing`,
		remedy: ({ permission }, failure) => `${addPermission(permission, failure)}\n${buyLicence}`,
	},
	{
		when: status(403),
		message: ({ permission }) => `access denied, the permission ${permission}, a role or a licence is missing`,
		remedy: ({ permission }, failure) => `${addPermission(permission, failure)}\n${giveRole}\n${buyLicence}`,
	},
];
