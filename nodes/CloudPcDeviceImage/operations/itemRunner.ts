import { batchRequests, maxBatchParts } from '../graph/batch';
import { createGraphClient, type ApiVersion, type GraphClient, type GraphEntity } from '../graph/client';
import type { ClientOptions, GraphConnection } from '../graph/transport';
import type { Random } from '../graph/retry';
import type { Clock } from '../graph/clock';
import { chooseApiVersion } from '../parameters/apiVersion';
import type { Authentication } from '../parameters/authentication';
import type { ResolvedValuesOf, ValuesOf } from '../parameters/parameter';
import type { Operation, OperationParameters } from './operation';

/** What one input item asks for, read and checked; names may stand for IDs. */
export interface ReadCall {
	item: number;
	operation: Operation;
	values: ValuesOf<OperationParameters>;
	version: ApiVersion;
	authentication: Authentication;
}

/** What one input item asks for. */
export interface Call extends ReadCall {
	values: ResolvedValuesOf<OperationParameters>;
}

/** An item that failed, or that was refused before anything was sent. */
export interface FailedItem {
	item: number;
	/** What had been asked for, as far as it could be read. */
	operation?: Operation;
	error: unknown;
}

export interface FinishedItem {
	item: number;
	operation: Operation;
	entities: GraphEntity[];
	/** For an AI agent: what was looked for, when there are no entities. */
	nothingFound?: string;
}

export type Outcome = FailedItem | FinishedItem;

/** What the calls of a run need besides their values. */
export interface CallHost {
	/** Gives the time and pauses. */
	clock: Clock;
	/** Whether an AI agent runs the node as its tool. */
	isTool: boolean;
	/** Called whenever Graph announces the end of what was called. */
	onDeprecated: ClientOptions['onDeprecated'];
}

/** Returns the version of Microsoft Graph for a call. @throws InvalidInput when v1.0 lacks what is asked for */
export function versionOf(
	{ name, api, needsBeta }: Operation,
	values: ValuesOf<OperationParameters>,
): ApiVersion {
	const betaOnly = api === 'betaOnly' ? { what: name } : needsBeta?.(values);
	return chooseApiVersion(values.options.apiVersion, api === 'betaOnly' ? 'beta' : api, betaOnly);
}

/** The most calls under way at the same time: ten batches. */
const maxTogether = 10 * maxBatchParts;

/**
 * Puts neighboring calls together that can travel as batches at the same time; every other call stays alone.
 * Where an error ends the run, changes begin with a single batch, so that what fails for every image stops there.
 * The same thing is not changed twice in a group, so that the second call finds what the first one left.
 *
 * @param calls the calls in the order of their items
 * @param continuesOnFail whether the run goes on after an item that failed
 */
export function groupCalls(calls: readonly Call[], continuesOnFail = false): Call[][] {
	const groups: Call[][] = [];
	let changed = new Set<string>();
	for (const call of calls) {
		const group = groups.at(-1);
		const change = call.operation.changes?.(call.values);
		const isTrial = groups.length === 1 && change !== undefined && !continuesOnFail;
		if (group && group.length < (isTrial ? maxBatchParts : maxTogether) && fits(call, group[0]) && !changed.has(change ?? '')) {
			group.push(call);
		} else {
			groups.push([call]);
			changed = new Set();
		}
		if (change !== undefined) changed.add(change);
	}
	return groups;
}

const batches = ({ operation, values }: Call): boolean =>
	typeof operation.batches === 'function' ? operation.batches(values) : operation.batches === true;

const fits = (call: Call, other: Call | undefined): boolean =>
	batches(call) &&
	call.operation === other?.operation &&
	call.version === other.version &&
	call.authentication === other.authentication;

/**
 * Makes a client with the limits that a call's options set.
 *
 * @param way the connection
 * @param version of Microsoft Graph
 * @param values the call's values
 * @param host what a run needs
 * @param random draws the pauses
 */
export function clientOf(
	way: GraphConnection,
	version: ApiVersion,
	{ options: { timeoutSeconds, retryBudgetSeconds } }: ValuesOf<OperationParameters>,
	{ clock, onDeprecated }: CallHost,
	random: Random = Math.random,
): GraphClient {
	return createGraphClient(way, version, {
		timeoutMs: Math.round(timeoutSeconds * 1_000),
		retryBudgetMs: Math.round(retryBudgetSeconds * 1_000),
		clock,
		random,
		onDeprecated,
	});
}

/**
 * Runs the calls of a group at the same time; their requests travel as JSON batches.
 *
 * @param group one call, or several that {@link groupCalls} has put together
 * @param connection the way to Graph of their authentication
 * @param host what a run needs
 * @returns the outcomes in the order of the calls; it never throws
 */
export async function runTogether(
	group: readonly Call[],
	connection: GraphConnection,
	host: CallHost,
): Promise<Outcome[]> {
	const wayTo = (version: ApiVersion): GraphConnection =>
		group.length > 1 ? batchRequests(connection, version, host.clock) : connection;
	const ways = { 'v1.0': wayTo('v1.0'), beta: wayTo('beta') };
	// What failed together pauses equally long, and so travels together again.
	const shares: number[] = [];
	const random: Random = (attempt) => (shares[attempt] ??= Math.random());
	return await Promise.all(
		group.map(async ({ item, operation, values, version }) => {
			const client = (of: ApiVersion) => clientOf(ways[of], of, values, host, random);
			const graph = client(version);
			const beta = version === 'beta' ? graph : client('beta');
			const { clock, isTool } = host;
			try {
				const entities = await operation.run({ values, graph, beta, clock, isTool });
				const isEmpty = isTool && entities.length === 0;
				return { item, operation, entities, ...(isEmpty && { nothingFound: operation.nothingFound?.(values) }) };
			} catch (error) {
				return { item, operation, error };
			}
		}),
	);
}
