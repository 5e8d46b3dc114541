import type { FinishedItem, Outcome } from './itemRunner';

/** A change of another item that was made although the node ended with an error. */
export interface CarriedOut {
	item: number;
	/** ID of what was changed. */
	id: string;
}

const isFinished = (outcome: Outcome): outcome is FinishedItem => 'entities' in outcome;

/**
 * Returns the changes that were made, in the order of their items.
 *
 * @param outcomes of every item that was run
 */
export const carriedOutOf = (outcomes: readonly Outcome[]): CarriedOut[] =>
	outcomes
		.filter(isFinished)
		.filter(({ operation }) => operation.access === 'write')
		.flatMap(({ item, entities }) => entities.map(({ id }) => ({ item, id: String(id) })));

/** How many items are named; all of them stand in the error's details. */
const maxNamed = 20;

/**
 * Returns what an administrator must know before the same items are run again.
 *
 * @param carriedOut the changes that were made
 * @param notSent how many items were not sent
 * @returns up to two sentences, or an empty text
 */
export function describeCarriedOut(carriedOut: readonly CarriedOut[], notSent: number): string {
	if (carriedOut.length === 0) return '';
	const named = carriedOut.slice(0, maxNamed).map(({ item, id }) => `item ${item} (${id})`);
	const more = carriedOut.length > maxNamed ? `, and ${carriedOut.length - maxNamed} more` : '';
	const rest = notSent > 0 ? ` ${notSent} more ${notSent === 1 ? 'item was' : 'items were'} not sent.` : '';
	return `Carried out, so leave them out of the next run: ${named.join(', ')}${more}.${rest}`;
}

/** Returns that nothing was sent, for a run of several items. */
export const describeNothingSent = (itemCount: number): string =>
	itemCount > 1 ? `Nothing was sent for any of the ${itemCount} items.` : '';
