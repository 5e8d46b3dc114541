import type { WatchState } from './statusChanges';

/** What the last poll of a trigger saw, which told nothing. */
interface UnsavedState {
	/** The saved states, by `readAt`, that it goes on from: where the row of such polls began, and the last one. */
	after: Array<number | undefined>;
	state: WatchState;
}

/** More triggers than one n8n polls; the one that polled longest ago is forgotten first. */
const maxTriggers = 1_000;

/**
 * What this process saw beyond the saved states, by trigger. n8n saves with an emission and at activation; in between it keeps
 * static data as long as the poll's context, which its durable scheduler makes anew for each poll. Only polls without events
 * get here: what was told is for n8n alone to keep, as it may have thrown the events away with it.
 */
const remembered = new Map<string, UnsavedState>();

/**
 * Returns the newest state that is known of a trigger.
 *
 * @param trigger names the trigger in this process
 * @param saved what n8n has; nothing older or of another descent is put in its place
 */
export function recallUnsavedState(trigger: string, saved: WatchState | undefined): WatchState | undefined {
	const found = remembered.get(trigger);
	return found?.after.includes(saved?.readAt) ? found.state : saved;
}

/**
 * Keeps what a poll saw that told nothing.
 *
 * @param trigger names the trigger in this process
 * @param saved what n8n had before the poll
 * @param state what the poll saw
 */
export function keepUnsavedState(trigger: string, saved: WatchState | undefined, state: WatchState): void {
	const before = remembered.get(trigger);
	const goesOn = before !== undefined && before.state.readAt === saved?.readAt;
	remembered.delete(trigger);
	remembered.set(trigger, { after: [goesOn ? before.after[0] : saved?.readAt, saved?.readAt], state });
	const [oldest] = remembered.keys();
	if (remembered.size > maxTriggers && oldest !== undefined) remembered.delete(oldest);
}
