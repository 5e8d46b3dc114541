import { readPatience } from '../fields/optionsField';
import { batchRequests, mostBatchParts } from '../graph/batch';
import { createGraphClient, type ApiVersion, type GraphEntity } from '../graph/client';
import type { ClientOptions, GraphConnection } from '../graph/exchange';
import type { Random } from '../graph/retry';
import type { Clock } from '../images/clock';
import type { Operation, Values } from './operation';
import { parameterText } from './parameterText';

/** What one input item asks for. */
interface ReadyCall {
	item: number;
	operation: Operation;
	values: Values;
	version: ApiVersion;
	connection: GraphConnection;
}

/** An item that does not get as far as a request, or that failed. */
interface FailedCall {
	item: number;
	operation: Operation;
	error: unknown;
}

export type Call = ReadyCall | FailedCall;

/** The most calls under way at the same time: ten batches. */
const mostTogether = 10 * mostBatchParts;

export type Outcome = FailedCall | { item: number; operation: Operation; entities: GraphEntity[] };

/**
 * Puts neighbouring calls together that can travel as batches at the same time; every other call stays alone.
 * Changes begin with a single batch, so that what fails for every image stops there.
 * The same image is not changed twice in a group, so that the second call finds what the first one left.
 *
 * @param calls the calls in the order of their items
 */
export function groupCalls(calls: Call[]): Call[][] {
	const groups: Call[][] = [];
	let changed = new Set<string>();
	for (const call of calls) {
		const group = groups.at(-1);
		const image = changedImage(call);
		const most = groups.length === 1 && image !== undefined ? mostBatchParts : mostTogether;
		if (group && group.length < most && fits(call, group[0]) && !changed.has(image ?? '')) {
			group.push(call);
		} else {
			groups.push([call]);
			changed = new Set();
		}
		if (image !== undefined) changed.add(image);
	}
	return groups;
}

function fits(call: Call, other: Call | undefined): boolean {
	if (!other || 'error' in call || 'error' in other) return false;
	return (
		call.operation.batches === true &&
		call.operation === other.operation &&
		call.version === other.version &&
		call.connection === other.connection
	);
}

/** The image that a call changes; undefined when it only reads. */
function changedImage(call: Call): string | undefined {
	if ('error' in call || call.operation.permission === 'CloudPC.Read.All') return undefined;
	return parameterText(call.values.imageId).trim().toLowerCase();
}

/**
 * Runs the calls of a group at the same time; their requests travel as JSON batches.
 *
 * @param group one call, or several that {@link groupCalls} has put together
 * @param clock tells the time and pauses
 * @param onDeprecated told whenever Graph announces the end of what was called
 * @returns the outcomes in the order of the calls; it never throws
 */
export async function runTogether(
	group: Call[],
	clock: Clock,
	onDeprecated: ClientOptions['onDeprecated'],
): Promise<Outcome[]> {
	const [first] = group;
	const together =
		first && !('error' in first) && group.length > 1
			? batchRequests(first.connection, first.version, clock)
			: undefined;
	// What failed together pauses equally long, and so travels together again.
	const shares: number[] = [];
	const random: Random = (attempt) => (shares[attempt] ??= Math.random());
	return await Promise.all(
		group.map(async (call) => {
			if ('error' in call) return call;
			const { item, operation, values, version, connection } = call;
			try {
				const options = { ...readPatience(values), clock, random, onDeprecated };
				const graph = createGraphClient(together ?? connection, version, options);
				return { item, operation, entities: await operation.run({ values, graph, clock }) };
			} catch (error) {
				return { item, operation, error };
			}
		}),
	);
}
