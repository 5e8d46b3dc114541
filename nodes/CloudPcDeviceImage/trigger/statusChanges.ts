import { describeEvent } from './describeEvent';
import type { DeviceImage } from '../images/deviceImage';
import { expiryWindow, type ExpiryWindow } from '../images/expiry';
import { happened, isNewer, wasReuploaded } from './imageChanges';
import {
	comparedProperties,
	isSameImage,
	packImage,
	unpackImage,
	type PackedImage,
	type SavedImage,
} from './savedImage';
import { isInState, triggerEvents, type StatusEvent, type TriggerEvent } from './events';

/** What a trigger watches. A change of it makes a new baseline for what is new in it. */
export interface WatchScope {
	/** Credential, tenant and Graph: image IDs mean the same images only within one. */
	connection: string;
	/** In lower case; empty means every image. */
	imageIds: string[];
	events: TriggerEvent[];
	/** From how many days before its expirationDate an image counts as expiring. */
	expiresWithinDays: number;
}

/** What the trigger keeps from poll to poll, as JSON in n8n's static data. */
export interface WatchState {
	scope: WatchScope;
	/** When the poll behind this state had read its last response, ms since 1970, UTC. */
	readAt: number;
	/** By image ID, see `savedImage.ts`. */
	images: Record<string, PackedImage>;
}

/** What one successful poll read. */
export interface Poll {
	scope: WatchScope;
	/** When it began to read, and when it had read everything, ms since 1970, UTC. */
	startedAt: number;
	readAt: number;
	/** The images of the scope, from a complete list. */
	images: DeviceImage[];
	/** IDs that the list lacked and that Graph itself called not found by ID. */
	goneIds: string[];
	/** Whether images that are there already are told when a baseline is taken. */
	emitExisting: boolean;
}

/** Whether an image is within the filter of a trigger. */
export const isWatched = (scope: WatchScope, id: string): boolean =>
	scope.imageIds.length === 0 || scope.imageIds.includes(id.toLowerCase());

/**
 * Returns the known images that a complete list lacks. Before they count as deleted they need a second look by ID.
 *
 * @param state what is known, if anything
 * @param scope what is watched now
 * @param images the complete list
 */
export function missingIds(
	state: WatchState | undefined,
	scope: WatchScope,
	images: DeviceImage[],
): string[] {
	if (state?.scope.connection !== scope.connection) return [];
	const listed = new Set(images.map(({ id }) => id));
	return Object.keys(state.images).filter((id) => !listed.has(id) && isWatched(scope, id));
}

/**
 * Compares what a poll read with what was known. The rules and their reasons: docs/adr/0005-trigger-rules.md.
 * Between reading the state and saving the new one the caller must not wait, else two polls could tell the same.
 *
 * @param state what is known, or undefined before the first baseline
 * @param poll what was read
 * @returns the events in a fixed order and the new state; undefined when a later poll came first
 */
export function findStatusChanges(
	state: WatchState | undefined,
	poll: Poll,
): { events: StatusEvent[]; state: WatchState } | undefined {
	// A saved time that lies ahead means that the clock was set back, not that a later poll came first.
	if (state && poll.startedAt < state.readAt && state.readAt <= poll.readAt) return undefined;
	const { scope, readAt } = poll;
	const context = contextOf(state, poll);
	const packed: Record<string, PackedImage> = {};
	const events: StatusEvent[] = [];
	for (const read of poll.images) {
		const id = String(read.id);
		const saved = state?.images[id];
		if (saved !== undefined && context.emitsChangesOnly && read.status && isSameImage(read, saved)) {
			packed[id] = saved;
			continue;
		}
		const compared = compareImage(read, saved, context, poll);
		packed[id] = compared.packed;
		events.push(...compared.events);
	}
	for (const [id, saved] of Object.entries(context.known)) {
		if (packed[id] !== undefined || !isWatched(scope, id)) continue;
		if (!poll.goneIds.includes(id)) {
			packed[id] = saved;
		} else if (context.watchedBefore.includes('deleted')) {
			const previous = unpackImage(saved);
			events.push(describeEvent('deleted', { id, ...previous }, previous, readAt));
		}
	}
	return { events, state: { scope, readAt, images: packed } };
}

/** What is the same for every image of a poll. */
interface Context {
	/** Chosen events that were chosen at the last poll, too; only these can have happened since. */
	watchedBefore: TriggerEvent[];
	watchedSince: TriggerEvent[];
	window: ExpiryWindow;
	previousWindow: ExpiryWindow | undefined;
	/** An image that is the same as last seen cannot be worth an event. */
	emitsChangesOnly: boolean;
	/** The saved images, where they are of the same tenant and Graph. */
	known: Record<string, PackedImage>;
	/** Whether an image that is not known appeared since the last poll. */
	isNew(id: string): boolean;
}

function contextOf(state: WatchState | undefined, { scope, readAt, emitExisting }: Poll): Context {
	const sameConnection = state?.scope.connection === scope.connection;
	const watchedBefore = scope.events.filter((event) => state?.scope.events.includes(event));
	const watchedSince = scope.events.filter((event) => !watchedBefore.includes(event));
	const window = expiryWindow(readAt, scope.expiresWithinDays);
	const previousWindow = state && expiryWindow(state.readAt, state.scope.expiresWithinDays);
	const isSameDay = window.today === previousWindow?.today && window.lastDay === previousWindow.lastDay;
	return {
		watchedBefore,
		watchedSince,
		window,
		previousWindow,
		emitsChangesOnly: isSameDay && !(emitExisting && watchedSince.length > 0),
		known: sameConnection ? state.images : {},
		isNew: (id) => sameConnection && isWatched(state.scope, id),
	};
}

function compareImage(
	read: DeviceImage,
	saved: PackedImage | undefined,
	context: Context,
	{ scope, readAt, emitExisting }: Poll,
): { events: StatusEvent[]; packed: PackedImage } {
	const { watchedBefore, watchedSince, window, previousWindow } = context;
	const previous = saved === undefined ? null : unpackImage(saved);
	const image = previous ? completed(read, previous) : read;
	const packed = packImage(image);
	const current = unpackImage(packed);
	const hasBaseline = previous !== null || context.isNew(String(read.id));
	const happening = hasBaseline ? watchedBefore : [];
	const existing = emitExisting ? (hasBaseline ? watchedSince : scope.events) : [];
	const reuploaded = previous !== null && wasReuploaded(current, previous);
	const emits = (event: TriggerEvent): boolean =>
		(happening.includes(event) && happened(event, current, previous, window, previousWindow)) ||
		(existing.includes(event) && isInState(event, image, window));
	const events = triggerEvents
		.filter(emits)
		.map((event) => describeEvent(event, image, previous, readAt, reuploaded));
	// What a copy that lags behind said must not make the newest date look new once more.
	const isOutdated = previous !== null && isNewer(previous, current);
	const newest = isOutdated && packImage({ ...image, lastModifiedDateTime: previous.lastModifiedDateTime });
	return { events, packed: newest || packed };
}

/** Completes a response: what it lacks it says nothing about, and without a status it says nothing about an upload either. */
function completed(read: DeviceImage, before: SavedImage): DeviceImage {
	const image = { ...read };
	for (const property of comparedProperties) {
		const isLacking = read[property] === undefined || (!read.status && ofUploads.includes(property));
		if (isLacking) image[property] = before[property];
	}
	return image;
}

const ofUploads: readonly string[] = ['status', 'errorCode', 'lastModifiedDateTime'];
