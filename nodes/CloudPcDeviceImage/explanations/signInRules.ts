import { adviseOnEntraError, readEntraError, signInAgain } from '../../../credentials/entra/entraErrors';
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
		return `Open the credential and check it. See https://login.microsoftonline.com/error?code=${entra.code.replace('AADSTS', '')} for the meaning of the code. You can find the sign-in in the Microsoft Entra admin center under Entra ID > Monitoring & health > Sign-in logs.`;
	}
	// n8n says this, and nothing else, of every `invalid_grant` at a renewal.
	if (/needs to be reconnected/.test(serviceMessage)) {
		const where =
			"n8n doesn't show the reason from Microsoft Entra ID. You can find it in the Microsoft Entra admin center under Entra ID > Monitoring & health > Sign-in logs, at the date below.";
		return isUser(failure)
			? `${where} ${signInAgain}`
			: `${where} Check there for a Conditional Access policy that blocks the app.`;
	}
	if (isUser(failure) && /\b(?:re)?connect(?:ed)?\b/i.test(serviceMessage)) {
		return signInAgain;
	}
	return 'Open the credential and compare tenant, client ID, and secret or certificate with the Microsoft Entra admin center > Entra ID > App registrations > your app.';
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
			return `Microsoft Entra ID didn't issue a token${reason ? `: ${reason}` : ''}`;
		},
		remedy: (_, failure) => adviceFor(failure)?.remedy ?? generalRemedy(failure),
	},
	{
		when: (failure) => failure.kind === 'signInUnavailable',
		message: () => "Microsoft Entra ID can't be reached or isn't available",
		remedy: (_, { mayHaveBeenProcessed }) =>
			`Try again later. Check the network, proxy, and DNS settings of the n8n instance, and the credential's 'Cloud'. To check for an outage, see Health > Service health in the Microsoft 365 admin center.${mayHaveBeenProcessed ? '' : ' Nothing was sent to Microsoft Graph.'}`,
	},
	{
		when: status(401),
		message: () => 'Microsoft Graph rejected the sign-in',
		remedy: (_, failure) =>
			[
				isUser(failure)
					? signInAgain
					: 'A new token was already requested and was rejected too.',
				"Check that the credential's 'Cloud' is the cloud of the tenant: tokens of one cloud do not work in another. If it is, a Conditional Access policy might require a new sign-in. To find the policy, check the sign-in logs in the Microsoft Entra admin center.",
			].join(' '),
	},
];
