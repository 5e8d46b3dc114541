import { createGraphClient, type ApiVersion } from '../graph/client';
import type { Clock } from '../graph/clock';
import type { GraphError } from '../graph/errors';
import type { GraphConnection } from '../graph/transport';
import type { StatusEvent } from './events';
import type { TriggerSettings } from './settings';
import { findStatusChanges, missingIds, type WatchState } from './statusChanges';
import { makeTestEvents } from './testEvent';
import { keepUnsavedState, recallUnsavedState } from './unsavedState';
import { confirmDeletions, listWatchedImages } from './watchedImages';

/** What a poll needs of n8n. */
export interface PollHost {
	clock: Clock;
	/** Opens the way to Graph with the credential as it is now. */
	connect(): Promise<GraphConnection>;
	/** How long n8n lets a poll take, ms. */
	budgetMs: number;
	/** Somebody wants a test event. */
	isManual: boolean;
	/** Names the trigger in this process. */
	trigger: string;
	/** What n8n keeps of the trigger; changed in place. */
	saved: { watch?: WatchState };
}

/** What came of a poll. */
export interface PollResult {
	events: StatusEvent[];
	/** Images that the list lacked, and why nobody knows whether they still exist, by ID. */
	inconclusive: Map<string, GraphError>;
	/** Nothing was known of this tenant and Graph before. */
	tookBaseline: boolean;
}

/** How long requests of one poll may be tried again, ms. */
const retryBudgetMs = 20_000;

/** The part of n8n's budget in which a poll must have read everything. */
const budgetShare = 0.9;

/**
 * Lists the images, compares them with what is known, and keeps the new state.
 *
 * @param settings what the trigger watches
 * @param host what the poll needs of n8n
 * @returns undefined when it came to nothing: a later poll came first, or somebody signed in to another tenant meanwhile
 * @throws GraphError; whatever stands in the way of the connection
 */
export async function pollOnce(settings: TriggerSettings, host: PollHost): Promise<PollResult | undefined> {
	const { clock, saved, trigger } = host;
	const connection = await host.connect();
	const startedAt = clock.now();
	const deadline = startedAt + Math.round(host.budgetMs * budgetShare);
	const client = (version: ApiVersion) => createGraphClient(connection, version, { retryBudgetMs, deadline });
	const clients = { graph: client(settings.apiVersion), beta: client('beta') };
	const scope = { ...settings.scope, connection: connection.identity };
	const images = await listWatchedImages(clients, scope, settings.fullImage);
	if (host.isManual) {
		const events = makeTestEvents(images, scope.events, clock.now(), scope.expiresWithinDays);
		return { events, inconclusive: new Map(), tookBaseline: false };
	}

	const missing = missingIds(recallUnsavedState(trigger, saved.watch), scope, images);
	const deletions = await confirmDeletions(clients, missing, settings.fullImage);
	// Who signed in to another tenant meanwhile has listed that one's images.
	if (missing.length > 0 && (await host.connect()).identity !== connection.identity) return undefined;
	// Read again, as another poll may have ended meanwhile.
	const known = recallUnsavedState(trigger, saved.watch);
	const found = findStatusChanges(known, {
		scope,
		startedAt,
		readAt: clock.now(),
		images: [...images, ...deletions.images],
		goneIds: deletions.goneIds,
		emitExisting: settings.emitExisting,
	});
	if (!found) return undefined;
	if (found.events.length === 0) keepUnsavedState(trigger, saved.watch, found.state);
	saved.watch = found.state;
	const tookBaseline = known?.scope.connection !== scope.connection;
	return { events: found.events, inconclusive: deletions.inconclusive, tookBaseline };
}
