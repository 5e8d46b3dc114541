import { GraphError } from '../graph/errors';
import { isAmbiguousWrite } from '../graph/retry';
import { ImageNotReady } from '../images/waitForStatus';
import type { FailedItem, FinishedItem, Outcome } from './itemRunner';
import type { RunResult } from './runItems';

/** What became of the changes of items other than the one whose error ends the node. */
interface OtherChanges {
	/** Changes that were made, with the ID of what was changed. */
	carriedOut: Array<{ item: number; id: string; previousImage?: object }>;
	/** Items of which nobody knows whether their change was made. */
	unknown: number[];
}

const isFinished = (outcome: Outcome): outcome is FinishedItem => 'entities' in outcome;

/** Returns the ID of what a failed item has changed all the same: the change was made, and what came behind it failed. */
function changedBy({ error }: FailedItem): { id: string; previousImage?: object } | undefined {
	if (error instanceof ImageNotReady) return { id: String(error.image.id) };
	const { imageId, policyId = imageId, previousImage } = (error instanceof GraphError && error.failure.done) || {};
	return policyId === undefined ? undefined : { id: policyId, ...(previousImage && { previousImage }) };
}

/** Returns what a finished item has changed: Set Image leaves alone what is right already. */
const changesOf = ({ entities }: FinishedItem): Array<{ id: string; previousImage?: object }> =>
	entities
		.filter(({ changed }) => changed !== false)
		.map(({ id, previousImage }) => ({ id: String(id), ...(previousImage ? { previousImage } : {}) }) as { id: string });

function otherChanges(outcomes: readonly Outcome[], thrown: number): OtherChanges {
	const others: OtherChanges = { carriedOut: [], unknown: [] };
	const writes = outcomes.filter(({ item, operation }) => item !== thrown && operation?.access === 'write');
	for (const outcome of writes) {
		const { item } = outcome;
		if (isFinished(outcome)) {
			others.carriedOut.push(...changesOf(outcome).map((change) => ({ item, ...change })));
			continue;
		}
		const change = changedBy(outcome);
		if (change) others.carriedOut.push({ item, ...change });
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

function describe({ carriedOut, unknown }: OtherChanges, notSent: number): string {
	if (carriedOut.length + unknown.length === 0) return '';
	const done = carriedOut.map(({ item, id }) => `item ${item} (${id})`);
	const sentences = [
		done.length > 0 ? `Completed, so leave them out of the next run: ${named(done)}.` : '',
		unknown.length > 0
			? `Outcome unknown, so check them before the next run: ${named(unknown.map((item) => `item ${item}`))}.`
			: '',
		notSent > 0 ? `${notSent} more ${notSent === 1 ? 'item was' : 'items were'} not sent.` : '',
	];
	return sentences.filter(Boolean).join(' ');
}

/** What an administrator must know of the other items before the same run is started again. */
export interface RunNote {
	/** Up to three sentences, or an empty text. */
	text: string;
	/** For workflows that go on with the error. */
	facts: { carriedOut?: OtherChanges['carriedOut']; outcomeUnknown?: number[] };
}

/**
 * Returns what became of the other items of a run that an error ended.
 *
 * @param result what came of the run
 * @param stoppedBy the item whose error ended it
 * @param itemCount how many items there were
 */
export function noteOtherItems({ outcomes, wasSent }: RunResult, stoppedBy: FailedItem, itemCount: number): RunNote {
	if (!wasSent) {
		return { text: itemCount > 1 ? `Nothing was sent for any of the ${itemCount} items.` : '', facts: {} };
	}
	const changes = otherChanges(outcomes, stoppedBy.item);
	const { carriedOut, unknown } = changes;
	return {
		text: describe(changes, itemCount - outcomes.length),
		facts: {
			...(carriedOut.length > 0 && { carriedOut }),
			...(unknown.length > 0 && { outcomeUnknown: unknown }),
		},
	};
}
