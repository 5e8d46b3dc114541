import { GraphError } from '../graph/errors';
import { isAmbiguousWrite } from '../graph/retry';
import { ImageNotReady } from '../images/waitForStatus';
import type { FailedItem, FinishedItem, Outcome } from './itemRunner';

/** What became of the changes of items other than the one whose error ends the node. */
export interface OtherChanges {
	/** Changes that were made, with the ID of what was changed. */
	carriedOut: Array<{ item: number; id: string }>;
	/** Items of which nobody knows whether their change was made. */
	unknown: number[];
}

const isFinished = (outcome: Outcome): outcome is FinishedItem => 'entities' in outcome;

/** Returns the ID of what a failed item has changed all the same: the change was made, and what came behind it failed. */
function changedBy({ error }: FailedItem): string | undefined {
	if (error instanceof ImageNotReady) return String(error.image.id);
	return error instanceof GraphError ? error.failure.done?.imageId : undefined;
}

/**
 * Returns what became of the changes of the other items.
 *
 * @param outcomes of every item that was run
 * @param thrown the item whose error ends the node
 */
export function otherChanges(outcomes: readonly Outcome[], thrown: number): OtherChanges {
	const others: OtherChanges = { carriedOut: [], unknown: [] };
	const writes = outcomes.filter(({ item, operation }) => item !== thrown && operation?.access === 'write');
	for (const outcome of writes.sort((a, b) => a.item - b.item)) {
		const { item } = outcome;
		if (isFinished(outcome)) {
			others.carriedOut.push(...outcome.entities.map(({ id }) => ({ item, id: String(id) })));
			continue;
		}
		const id = changedBy(outcome);
		if (id !== undefined) others.carriedOut.push({ item, id });
		else if (isAmbiguousWrite(outcome.error)) others.unknown.push(item);
	}
	return others;
}

/** How many items are named; all of them stand in the error's details. */
const maxNamed = 20;

function named(texts: readonly string[]): string {
	const more = texts.length > maxNamed ? `, and ${texts.length - maxNamed} more` : '';
	return texts.slice(0, maxNamed).join(', ') + more;
}

/**
 * Returns what an administrator must know before the same items are run again.
 *
 * @param changes of the other items
 * @param notSent how many items were not sent
 * @returns up to three sentences, or an empty text when nothing was changed
 */
export function describeOtherChanges({ carriedOut, unknown }: OtherChanges, notSent: number): string {
	if (carriedOut.length + unknown.length === 0) return '';
	const done = carriedOut.map(({ item, id }) => `item ${item} (${id})`);
	const sentences = [
		done.length > 0 ? `Carried out, so leave them out of the next run: ${named(done)}.` : '',
		unknown.length > 0
			? `Not known to be carried out, so look before the next run: ${named(unknown.map((item) => `item ${item}`))}.`
			: '',
		notSent > 0 ? `${notSent} more ${notSent === 1 ? 'item was' : 'items were'} not sent.` : '',
	];
	return sentences.filter(Boolean).join(' ');
}

/** Returns that nothing was sent, for a run of several items. */
export const describeNothingSent = (itemCount: number): string =>
	itemCount > 1 ? `Nothing was sent for any of the ${itemCount} items.` : '';
