import { signInAgain } from '../../../credentials/entra/entraErrors';
import type { GraphFailure, SignIn } from '../graph/errors';
import { isUser, messageMatches, status } from '../graph/errorPredicates';
import type { ErrorRule } from './errorRule';
import { mentions } from './refusals';

const addToApp = (permission: string, kind: string): string =>
	`In the Microsoft Entra admin center, open Entra ID > App registrations > your app > API permissions, add the Microsoft Graph ${kind} permission ${permission}, and select 'Grant admin consent'.`;

const staleToken =
	'The current token stays in use for up to an hour. To use the permission right away, create a new credential.';

/** Where each kind of sign-in gets its permission. */
const permit: Record<SignIn, (permission: string) => string> = {
	user: (permission) =>
		`${addToApp(permission, 'delegated')} Check 'Access' in the credential. ${signInAgain}`,
	app: (permission) => `${addToApp(permission, 'application')} ${staleToken}`,
	federated: (permission) => `${addToApp(permission, 'application')} ${staleToken}`,
	managedIdentity: (permission) =>
		`Grant the managed identity the Microsoft Graph application permission ${permission}. You can't do this in the Azure portal. Use the Azure CLI command in the credential documentation. Azure can take up to 24 hours to issue a token with the new permission.`,
};

const addPermission = (permission: string, { signIn = 'user' }: GraphFailure): string =>
	permit[signIn](permission);

const giveRole =
	'A signed-in user needs the Windows 365 Administrator or Intune Administrator role, or an Intune role that can manage Cloud PC images. It can take a few minutes for the role to take effect.';

const buyLicense =
	'The tenant needs a Windows 365 Enterprise license: see Billing > Licenses in the Microsoft 365 admin center.';

/** Scope tags are Intune's, and belong to roles. */
const needsScope = mentions(
	/\b(?:permission|required|following|necessary|missing|needed|valid|application|delegated|oauth) scopes?\b(?! tags?\b)/,
	/\bscopes?\b(?! tags?\b).*\b(?:missing|required|needed)\b/,
	/\bscp\b|\broles? claims?\b/,
);
const needsConsent = mentions(/\bconsent(?:ed)?\b|\bapplication is not authori[sz]ed\b/);
const namesPermission = messageMatches(/\bCloudPC\.Read(?:Write)?\.All\b/i);

const lacksRole = mentions(/\broles?\b|\brbac\b|\bscope tags?\b|\buser is not authori[sz]ed\b/);

/** "The user is licensed" names no missing license. */
const lacksLicense = mentions(
	/\bunlicen[cs]ed\b/,
	/(?:\b(?:no|not|without|missing|lacks?|requires?|required|needs?|needed|invalid|expired|insufficient)\b|n't\b).*\blicen[cs](?:es?|ed)\b/,
	/\blicen[cs]es?\b.*(?:\b(?:not|missing|required|needed|invalid|expired|insufficient|exceeded)\b|n't\b)/,
);

const isBlocked = mentions(/\binsufficient claims\b|\bconditional ?access\b/);

/**
 * What a refused access means. Graph responds with 403 to all of these, so its words decide.
 * Source: https://learn.microsoft.com/graph/errors and https://learn.microsoft.com/graph/resolve-auth-errors
 */
export const accessRules: readonly ErrorRule[] = [
	{
		when: (failure) => status(403)(failure) && isBlocked(failure),
		message: () => 'access denied by a Conditional Access policy',
		remedy: (_, failure) =>
			`To find the policy, check the sign-in logs in the Microsoft Entra admin center. ${
				isUser(failure)
					? `${signInAgain} Or allow the address of the n8n instance.`
					: 'Exclude the app or managed identity from the policy, or allow the address of the n8n instance.'
			}`,
	},
	{
		when: (failure) =>
			status(403)(failure) &&
			[needsScope, needsConsent, namesPermission].some((names) => names(failure)),
		message: ({ permission }) => `access denied: the permission ${permission} is missing`,
		remedy: ({ permission }, failure) => addPermission(permission, failure),
	},
	{
		when: (failure) => status(402)(failure) || (status(403)(failure) && lacksLicense(failure)),
		message: () => 'access denied: a license is missing',
		remedy: () => buyLicense,
	},
	{
		when: (failure) => status(403)(failure) && isUser(failure) && lacksRole(failure),
		message: () => 'access denied: the user lacks an administrator role',
		remedy: () => giveRole,
	},
	{
		when: (failure) => status(403)(failure) && !isUser(failure),
		message: ({ permission }) => `access denied: the permission ${permission} or a license is missing`,
		remedy: ({ permission }, failure) => `${addPermission(permission, failure)}\n${buyLicense}`,
	},
	{
		when: status(403),
		message: ({ permission }) => `access denied: the permission ${permission}, a role, or a license is missing`,
		remedy: ({ permission }, failure) => `${addPermission(permission, failure)}\n${giveRole}\n${buyLicense}`,
	},
];
