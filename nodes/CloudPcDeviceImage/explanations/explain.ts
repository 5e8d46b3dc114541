import { readEntraError } from '../../../credentials/entra/entraErrors';
import type { DoneChange, GraphFailure } from '../graph/errors';
import { isSignIn } from '../graph/errorPredicates';
import { describeRetry } from '../graph/retry';
import type { ErrorRule, Explanation, FailedOperation } from './errorRule';
import { requestRules } from './requestRules';
import { signInRules } from './signInRules';
import { supportIds } from './supportIds';

const noToken: ErrorRule = {
	when: (failure) => failure.remedy !== undefined,
	message: () => "couldn't get an access token for Microsoft Graph",
	remedy: (_, failure) => failure.remedy ?? '',
};

/** The rules of all requests. If none before the last matches, Graph's own message is used. */
export const sharedRules: readonly ErrorRule[] = [noToken, ...signInRules, ...requestRules];

/** Without a token Graph has seen nothing that an operation could be refused for. */
const rulesFor = (failure: GraphFailure, { errorRules = [] }: FailedOperation): readonly ErrorRule[] =>
	failure.remedy !== undefined || isSignIn(failure) ? sharedRules : [...errorRules, ...sharedRules];

/**
 * Explains what went wrong, why, and what to do. The first matching rule wins, the operation's own before those that all share.
 *
 * @param failure what came back
 * @param operation what had been asked for
 */
export function explainGraphError(failure: GraphFailure, operation: FailedOperation): Explanation {
	const { done, ...readFailure } = failure;
	if (done) return explainAfterChange(done, readFailure, operation);
	const rule = rulesFor(failure, operation).find((candidate) => candidate.when(failure, operation));
	if (!rule) throw new Error('The last rule matches every failure');
	const ids = supportIds(failure);
	return {
		message: `${operation.action}: ${rule.message(operation, failure)}`,
		description: [
			saidBy(failure),
			rule.remedy(operation, failure),
			failure.mayHaveBeenProcessed && operation.access === 'write'
				? `An earlier attempt might have succeeded. Check the ${operation.noun ?? 'list'} before you try again.`
				: '',
			describeRetry(failure, operation.hasRequestOptions),
			ids.length > 0 ? `For Microsoft support: ${ids.join(', ')}.` : '',
		]
			.filter(Boolean)
			.join('\n'),
	};
}

/** Reports the completed change first; otherwise the user might repeat it. */
function explainAfterChange(
	{ what, imageId, policyId }: DoneChange,
	failure: GraphFailure,
	{ action, noun = 'device image' }: FailedOperation,
): Explanation {
	const read = explainGraphError(failure, {
		action: `Get ${noun}`,
		permission: 'CloudPC.Read.All',
		access: 'read',
		noun,
		hasRequestOptions: true,
	});
	const subject = policyId === undefined ? 'image' : 'policy';
	const look = policyId === undefined ? `Get or Wait for Status with the ID ${imageId}` : `Get with the ID ${policyId}`;
	return {
		message: `${action}: ${what}, but the ${subject} could not be read afterwards`,
		description: [
			`Don't run this again until you've checked the ${subject}. Use ${look}.`,
			`Cause: ${read.message}`,
			read.description,
		].join('\n'),
	};
}

/** The words of Entra or of the service, with the service's code; nothing where the remedy says it all. */
function saidBy(failure: GraphFailure): string {
	const { serviceMessage, code, remedy } = failure;
	if (serviceMessage === '' && remedy !== undefined) return '';
	const words = serviceMessage || 'no message';
	if (isSignIn(failure)) return `${readEntraError(words) ? 'Microsoft Entra ID' : 'n8n'} returned: ${words}`;
	// What the client found out by itself is no message of Graph's.
	return `${failure.kind ? 'Details' : 'Microsoft Graph returned'}: ${words}${code && !words.includes(code) ? ` (${code})` : ''}`;
}
