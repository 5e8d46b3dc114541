import type { ErrorRule } from './errorRules';
import { says, status } from './failureTests';

const addPermission = (permission: string): string =>
	`In the Entra admin centre open App registrations > your app > API permissions, add Microsoft Graph ${permission} (Application for app-only, Delegated for user sign-in) and grant admin consent, then reconnect the credential.`;

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
		remedy: () =>
			'Reconnect the credential, so that the user signs in again under the policy, or use app-only sign-in. The sign-in log in the Entra admin centre names the policy.',
	},
	{
		when: (failure) =>
			status(403)(failure) &&
			says(/\bscopes?\b|\bscp\b|consent|application is not authorized/i)(failure),
		message: ({ permission }) => `access denied, the permission ${permission} is missing`,
		remedy: ({ permission }) => addPermission(permission),
	},
	{
		when: (failure) =>
			status(403)(failure) && says(/\broles?\b|\brbac\b|user is not authorized/i)(failure),
		message: () => 'access denied, the user lacks an administrator role',
		remedy: () => giveRole,
	},
	{
		when: status(403),
		message: ({ permission }) => `access denied, the permission ${permission}, a role or a licence is missing`,
		remedy: ({ permission }) => `${addPermission(permission)}\n${giveRole}\n${buyLicence}`,
	},
];
