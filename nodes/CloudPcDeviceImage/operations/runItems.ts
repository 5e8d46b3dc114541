import type { GraphConnection } from '../graph/transport';
import { Cancelled } from '../graph/clock';
import type { Authentication } from '../parameters/authentication';
import { clientOf, groupCalls, runTogether, type Call, type CallHost, type FailedItem, type Outcome, type ReadCall } from './itemRunner';
import { NameLookup } from './resolveNames';
import { forSameReads, withoutSameReads } from './sameReads';

/** What a run needs of n8n. */
export interface RunHost extends CallHost {
	/** Whether the user wants the run to go on after an item that failed. */
	continuesOnFail: boolean;
	/** Opens the way to Graph, the same for these items. @throws whatever stands in the way of all of them */
	connect(authentication: Authentication, items: number[]): Promise<GraphConnection>;
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

const isCall = <C extends ReadCall>(item: C | FailedItem): item is C => !('error' in item);

/** Returns whether an item failed. */
export const isFailed = (item: ReadCall | Outcome): item is FailedItem => 'error' in item;

/**
 * Runs the operation of every input item. Where an item is refused and the run does not go on, nothing is sent.
 *
 * @param read each item's call, or why it is refused
 * @param host what the run needs of n8n
 */
export async function runItems(read: ReadonlyArray<ReadCall | FailedItem>, host: RunHost): Promise<RunResult> {
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
	const resolved: Call[] = [];
	if (!stoppedBy) {
		for (const call of await resolveAll(calls, host, connections)) {
			if (isCall(call)) resolved.push(call);
			else refused.push(call);
		}
		stoppedBy = findStop(refused.sort(byItem));
	}
	if (stoppedBy) return { outcomes: refused, stoppedBy, wasSent: false };

	const outcomes: Outcome[] = refused;
	const distinct = withoutSameReads(resolved);
	for (const group of groupCalls(distinct.calls)) {
		const [first] = group;
		const connection = first && connections.get(first.authentication);
		if (!connection) continue;
		const finished = await runTogether(group, connection, host);
		outcomes.push(...forSameReads(finished, distinct));
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
export function comparedItems(calls: ReadonlyArray<Pick<ReadCall, 'item' | 'operation'>>): number[] {
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
	calls: readonly ReadCall[],
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

/** Returns the calls that have a connection with the ID in the place of each name; those whose name is refused have failed. */
async function resolveAll(
	calls: readonly ReadCall[],
	host: RunHost,
	connections: Map<Authentication, GraphConnection>,
): Promise<Array<Call | FailedItem>> {
	const lookups = new Map<Authentication, NameLookup>();
	const resolve = async (call: ReadCall, connection: GraphConnection): Promise<Call | FailedItem> => {
		const { item, operation, authentication, values } = call;
		const lookup = lookups.get(authentication) ?? new NameLookup((version) => clientOf(connection, version, values, host));
		lookups.set(authentication, lookup);
		try {
			return { ...call, values: await lookup.resolve(values) };
		} catch (error) {
			return { item, operation, error };
		}
	};
	return await Promise.all(
		calls.flatMap((call) => {
			const connection = connections.get(call.authentication);
			return connection ? [resolve(call, connection)] : [];
		}),
	);
}
