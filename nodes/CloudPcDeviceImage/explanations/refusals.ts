import type { GraphFailure } from '../graph/errors';
import { isSignIn, status } from '../graph/errorPredicates';
import { isMissingMethod } from '../graph/missingMethod';

/** Returns whether the service itself said no with one of the statuses: it knows the method, and somebody was signed in. */
export const refused =
	(...statuses: number[]) =>
	(failure: GraphFailure): boolean =>
		status(...statuses)(failure) && !isSignIn(failure) && !isMissingMethod(failure);

/** A code reads as its words: `DeviceImageInUse` and `image_in_use` become `device image in use` and `image in use`. */
const sentencesOf = ({ code, serviceMessage }: GraphFailure): string[] =>
	`${code}. ${serviceMessage}`
		.replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
		.replaceAll('_', ' ')
		.replaceAll('’', "'")
		.toLowerCase()
		.split(/[.!?](?=\s|$)|[\r\n]+/);

/**
 * Returns whether the service's code, or one of its sentences, fits one of some patterns.
 *
 * @param patterns in lower case, with a boundary around each word: "in use" must not be found in "signed-in user"
 */
export const mentions =
	(...patterns: RegExp[]) =>
	(failure: GraphFailure): boolean => {
		const sentences = sentencesOf(failure);
		return patterns.some((pattern) => sentences.some((sentence) => pattern.test(sentence)));
	};
