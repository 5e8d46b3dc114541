import { GraphError, type GraphFailure } from './errors';
import { isMissingMethod } from './missingMethod';

/** Returns whether a failure has one of the HTTP statuses. */
export const status =
	(...statuses: number[]) =>
	(failure: GraphFailure): boolean =>
		failure.status !== undefined && statuses.includes(failure.status);

/** Returns whether the service's code or words fit a pattern; only for what no status tells apart. */
export const messageMatches =
	(pattern: RegExp) =>
	(failure: GraphFailure): boolean =>
		pattern.test(`${failure.code} ${failure.serviceMessage}`);

/** Returns whether there was no token, so that Graph has seen no request. */
export const isSignIn = ({ kind }: GraphFailure): boolean =>
	kind === 'signInFailed' || kind === 'signInUnavailable';

/** Returns whether something came that Graph does not send. */
export const isUnusable = ({ kind }: GraphFailure): boolean =>
	kind === 'unusableResponse' || kind === 'refusedNextLink' || kind === 'tooLarge';

/** Returns whether a user signed in, who alone has roles and can sign in anew. */
export const isUser = ({ signIn }: GraphFailure): boolean => signIn === undefined || signIn === 'user';

/** Returns whether this Microsoft Graph lacks what was asked for: another version or cloud may have it. */
export const isNotOffered = (error: unknown): error is GraphError =>
	error instanceof GraphError && isMissingMethod(error.failure);

/** Returns whether Graph itself said that an entity does not exist: a gateway's 404, or one for the path, says nothing of it. */
export function isNotFound(error: unknown): error is GraphError {
	if (!(error instanceof GraphError) || error.failure.status !== 404) return false;
	const { code, requestId } = error.failure;
	return (code !== '' || requestId !== undefined) && !isMissingMethod(error.failure);
}
