import type { ClientOptions, GraphConnection } from '../graph/transport';
import { Cancelled, type Clock } from '../graph/clock';
import type { Authentication } from '../parameters/authentication';
import { groupCalls, runTogether, type Call, type FailedItem, type Outcome } from './itemRunner';

/** What a run needs of n8n. */
export interface RunHost {
	clock: Clock;
	/** Whether the user wants the run to go on after an item that failed. */
	continuesOnFail: boolean;
	/** Opens the way to Graph, the same for these items. @throws whatever stands in the way of all of them */
	connect(authentication: Authentication, items: number[]): Promise<GraphConnection>;
	onDeprecated: ClientOptions['onDeprecated'];
}

/** What came of a run. */
export interface RunResult {
	/** In the order of the items; items that were not reached are lacking. */
	outcomes: Outcome[];
	/** The item whose error ends the node. */
	stoppedBy?: FailedItem;
	/** Whether anything was sent to Graph. */
	wasSent: boolean;
}

const isCall = (item: Call | FailedItem): item is Call => !('error' in item);

/** Returns whether an item failed. */
export const isFailed = (item: Call | Outcome): item is FailedItem => 'error' in item;

/**
 * Runs the operation of every input item. Where an item is refused and the run does not go on, nothing is sent.
 *
 * @param read each item's call, or why it is refused
 * @param host what the run needs of n8n
 */
export async function runItems(read: ReadonlyArray<Call | FailedItem>, host: RunHost): Promise<RunResult> {
	const calls = read.filter(isCall);
	const connections = new Map<Authentication, GraphConnection>();
	const refused = read.filter(isFailed);
	const findStop = (failed: readonly FailedItem[]): FailedItem | undefined =>
		failed.find(({ error }) => error instanceof Cancelled || !host.continuesOnFail);
	let stoppedBy = findStop(refused);
	if (!stoppedBy) {
		refused.push(...(await connectAll(calls, host, connections)));
		stoppedBy = findStop(refused.sort(byItem));
	}
	if (stoppedBy) return { outcomes: refused, stoppedBy, wasSent: false };

	const outcomes: Outcome[] = refused;
	for (const group of groupCalls(calls.filter(({ authentication }) => connections.has(authentication)))) {
		const [first] = group;
		const connection = first && connections.get(first.authentication);
		if (!connection) continue;
		const finished = await runTogether(group, connection, host.clock, host.onDeprecated);
		outcomes.push(...finished);
		stoppedBy = findStop(finished.filter(isFailed));
		if (stoppedBy) break;
	}
	return { outcomes: outcomes.sort(byItem), stoppedBy, wasSent: true };
}

const byItem = (a: Outcome, b: Outcome): number => a.item - b.item;

/** How many reads have their credential compared: each takes n8n a read of its database and about 1 ms. */
const maxComparedReads = 20;

/**
 * Returns the items whose credential is compared with the first one's: the first, every change, as none can be undone in
 * another tenant, and of many reads an even choice with the last one.
 */
export function comparedItems(calls: ReadonlyArray<Pick<Call, 'item' | 'operation'>>): number[] {
	const reads = calls.filter(({ operation }) => operation.access === 'read');
	const step = Math.max(1, reads.length / maxComparedReads);
	const chosen = Array.from({ length: Math.min(reads.length, maxComparedReads) }, (_, index) =>
		reads.at(reads.length - 1 - Math.floor(index * step)),
	);
	const first = calls.slice(0, 1);
	const isCompared = new Set([...first, ...chosen, ...calls.filter(({ operation }) => operation.access === 'write')]);
	return calls.filter((call) => isCompared.has(call)).map(({ item }) => item);
}

/** Opens one connection for each authentication. Returns the items whose connection cannot be opened. */
async function connectAll(
	calls: readonly Call[],
	host: RunHost,
	connections: Map<Authentication, GraphConnection>,
): Promise<FailedItem[]> {
	const failed: FailedItem[] = [];
	for (const authentication of new Set(calls.map((call) => call.authentication))) {
		const users = calls.filter((call) => call.authentication === authentication);
		try {
			connections.set(authentication, await host.connect(authentication, comparedItems(users)));
		} catch (error) {
			failed.push(...users.map(({ item, operation }) => ({ item, operation, error })));
		}
	}
	return failed;
}
