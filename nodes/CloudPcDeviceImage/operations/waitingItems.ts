import type { WaitingItems } from '../n8n/durableWait';
import type { WaitState } from '../parameters/waitState';
import type { FailedItem, ReadCall } from './itemRunner';

/**
 * Returns the items of a run that wait across restarts; undefined for any other run.
 *
 * @param read each item's call, or why it is refused
 */
export function waitingItems(read: ReadonlyArray<ReadCall | FailedItem>): WaitingItems | undefined {
	const first = read.find((call): call is ReadCall => 'values' in call && call.values.waitMode === 'durable');
	if (!first) return undefined;
	const begun = read.map((call) => ('values' in call ? (call.values.waitState as WaitState | undefined) : undefined));
	return { authentication: first.authentication, begun };
}
