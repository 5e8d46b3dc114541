import { adviseOnEntraError, readEntraError } from '../../../credentials/entra/entraErrors';
import type { ErrorRule } from './errorRules';
import type { GraphFailure } from './errors';
import { isUser, status } from './failureTests';

const adviceFor = ({ serviceMessage }: GraphFailure) =>
	adviseOnEntraError(readEntraError(serviceMessage)?.code);

/** What to do about a code that is not in the table, or about none. */
function generalRemedy(failure: GraphFailure): string {
	const { serviceMessage } = failure;
	const entra = readEntraError(serviceMessage);
	if (entra) {
		return `Open the credential and check it. Microsoft explains the code on https://login.microsoftonline.com/error?code=${entra.code.replace('AADSTS', '')}, and the Entra admin centre shows the sign-in under Monitoring & health > Sign-in logs.`;
	}
	// n8n says this, and nothing else, of every `invalid_grant` at a renewal.
	if (/needs to be reconnected/.test(serviceMessage)) {
		const where =
			"n8n does not pass on Entra's reason here: it stands in the Entra admin centre under Monitoring & health > Sign-in logs, at the date below.";
		return isUser(failure)
			? `${where} Open the credential and sign in again with Reconnect.`
			: `${where} Look there for a Conditional Access policy that blocks the app.`;
	}
	if (isUser(failure) && /connect/i.test(serviceMessage)) {
		return 'Open the credential and sign in with Connect or Reconnect.';
	}
	return 'Open the credential and compare tenant, client ID and secret or certificate with the Entra admin centre > App registrations > your app.';
}

/**
 * What it means when there is no token, or when Graph does not take it.
 * Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes and
 * https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export const signInRules: ErrorRule[] = [
	{
		when: (failure) => failure.kind === 'signInFailed',
		message: (_, failure) => {
			const reason = adviceFor(failure)?.reason;
			return `Microsoft Entra did not give a token${reason ? `: ${reason}` : ''}`;
		},
		remedy: (_, failure) => adviceFor(failure)?.remedy ?? generalRemedy(failure),
	},
	{
		when: (failure) => failure.kind === 'signInUnavailable',
		message: () => 'Microsoft Entra could not be reached, or is out of order',
		remedy: (_, { mayHaveBeenProcessed }) =>
			`Try again later. Check this machine's network, proxy and DNS, and the credential's 'Cloud'; the Microsoft 365 admin centre shows faults of Entra under Health > Service health.${mayHaveBeenProcessed ? '' : ' Nothing was asked of Microsoft Graph.'}`,
	},
	{
		when: (failure) => failure.claims !== undefined,
		message: () => 'Microsoft Graph wants a new sign-in (claims challenge)',
		remedy: (_, failure) =>
			[
				'A Conditional Access policy, or a change to the user, the app or the address of the n8n host, asks for a token that proves more. n8n cannot pass the claims on to Entra.',
				isUser(failure)
					? 'Open the credential and sign in again with Reconnect.'
					: 'A fresh token has been asked for already, which was not enough: in the Entra admin centre open Monitoring & health > Sign-in logs, find the policy, and under Conditional Access > Policies exclude the app from it or allow the address of the n8n host as a named location.',
				failure.claims ? `The claims asked for: ${failure.claims}` : '',
			]
				.filter(Boolean)
				.join('\n'),
	},
	{
		when: status(401),
		message: () => 'Microsoft Graph did not accept the sign-in',
		remedy: (_, failure) =>
			[
				isUser(failure)
					? 'Open the credential and sign in again with Reconnect.'
					: 'A fresh token was asked for already, and not accepted either.',
				"Check that the credential's 'Cloud' is the cloud of the tenant: tokens of one cloud do not work in another.",
			].join(' '),
	},
];
