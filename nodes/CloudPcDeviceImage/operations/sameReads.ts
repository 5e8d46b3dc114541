import type { Call, Outcome } from './itemRunner';

/** The calls of a run, each read once. */
export interface DistinctCalls {
	calls: Call[];
	/** Items that ask for the same as a call, by the item of that call. */
	sameAs: ReadonlyMap<number, readonly number[]>;
}

const keyOf = ({ operation, version, authentication, values }: Call): string =>
	JSON.stringify([operation.resource, operation.value, version, authentication, values]);

/**
 * Leaves out the reads that ask for the same as an earlier one, as long as no change lies between them.
 *
 * @param calls the calls in the order of their items
 */
export function withoutSameReads(calls: readonly Call[]): DistinctCalls {
	const distinct: Call[] = [];
	const sameAs = new Map<number, number[]>();
	const reads = new Map<string, number>();
	for (const call of calls) {
		const key = call.operation.access === 'read' ? keyOf(call) : undefined;
		const first = key === undefined ? undefined : reads.get(key);
		if (first !== undefined) {
			sameAs.get(first)?.push(call.item);
			continue;
		}
		if (key === undefined) reads.clear();
		else reads.set(key, call.item);
		sameAs.set(call.item, []);
		distinct.push(call);
	}
	return { calls: distinct, sameAs };
}

/** Returns the outcomes with one more for each item that asked for the same; no two items share an object. */
export const forSameReads = (outcomes: readonly Outcome[], { sameAs }: DistinctCalls): Outcome[] =>
	outcomes.flatMap((outcome) => [
		outcome,
		...(sameAs.get(outcome.item) ?? []).map((item) => ({
			...outcome,
			item,
			...('entities' in outcome && { entities: structuredClone(outcome.entities) }),
		})),
	]);
