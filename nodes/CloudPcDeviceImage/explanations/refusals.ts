import type { GraphFailure } from '../graph/errors';
import { isSignIn, status } from '../graph/failureTests';
import { isMissingMethod } from '../graph/missingMethod';

/** Tells whether the service itself said no with one of the statuses: it knows the method, and somebody was signed in. */
export const refused =
	(...statuses: number[]) =>
	(failure: GraphFailure): boolean =>
		status(...statuses)(failure) && !isSignIn(failure) && !isMissingMethod(failure);

/** A code reads as its words: `DeviceImageInUse` and `image_in_use` become `device image in use` and `image in use`. */
const wordsOf = ({ code, serviceMessage }: GraphFailure): string =>
	`${code}. ${serviceMessage}`
		.replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
		.replaceAll('_', ' ')
		.replaceAll('’', "'")
		.toLowerCase();

/**
 * Tells whether the service's code or sentences fit one of some patterns.
 *
 * @param patterns in lower case, with a boundary around each word: "in use" must not be found in "signed-in user"
 */
export const mentions =
	(...patterns: RegExp[]) =>
	(failure: GraphFailure): boolean => {
		const words = wordsOf(failure);
		return patterns.some((pattern) => pattern.test(words));
	};
