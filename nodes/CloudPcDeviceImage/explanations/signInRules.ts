import { adviseOnEntraError, readEntraError } from '../../../credentials/entra/entraErrors';
import type { GraphFailure } from '../graph/errors';
import { isUser, status } from '../graph/errorPredicates';
import type { ErrorRule } from './errorRule';

const adviceFor = ({ serviceMessage }: GraphFailure) =>
	adviseOnEntraError(readEntraError(serviceMessage)?.code);

/** What to do about a code that is not in the table, or about none. */
function generalRemedy(failure: GraphFailure): string {
	const { serviceMessage } = failure;
	const entra = readEntraError(serviceMessage);
	if (entra) {
		return `Open the credential and check it. Microsoft explains the code on https://login.microsoftonline.com/error?code=${entra.code.replace('AADSTS', '')}, and the Microsoft Entra admin center shows the sign-in under Monitoring & health > Sign-in logs.`;
	}
	// n8n says this, and nothing else, of every `invalid_grant` at a renewal.
	if (/needs to be reconnected/.test(serviceMessage)) {
		const where =
			"n8n doesn't show Entra's reason here. You can find it in the Microsoft Entra admin center under Monitoring & health > Sign-in logs, at the date below.";
		return isUser(failure)
			? `${where} Open the credential and sign in again with Reconnect.`
			: `${where} Look there for a Conditional Access policy that blocks the app.`;
	}
	if (isUser(failure) && /\b(?:re)?connect(?:ed)?\b/i.test(serviceMessage)) {
		return 'Open the credential and sign in with Connect or Reconnect.';
	}
	return 'Open the credential and compare tenant, client ID and secret or certificate with the Microsoft Entra admin center > App registrations > your app.';
}

/**
 * What it means when there is no token, or when Graph does not take it.
 * Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export const signInRules: readonly ErrorRule[] = [
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
			`Try again later. Check the network, proxy, and DNS settings of the n8n instance, and the credential's 'Cloud'. The Microsoft 365 admin center shows faults of Entra under Health > Service health.${mayHaveBeenProcessed ? '' : ' Nothing was asked of Microsoft Graph.'}`,
	},
	{
		when: status(401),
		message: () => 'Microsoft Graph did not accept the sign-in',
		remedy: (_, failure) =>
			[
				isUser(failure)
					? 'Open the credential and sign in again with Reconnect.'
					: 'A new token was requested already and was not accepted either.',
				"Check that the credential's 'Cloud' is the cloud of the tenant: tokens of one cloud do not work in another. If it is, a Conditional Access policy may require a new sign-in: the sign-in logs in the Microsoft Entra admin center name it.",
			].join(' '),
	},
];
