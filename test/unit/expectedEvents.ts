import type { TriggerEvent } from '../../nodes/CloudPcDeviceImage/trigger/events';
import type { Real } from './tenantHistory';

const day = 86_400_000;

/** What an outsider notes of a successful poll, to say what the next one has to tell. Knows the tenant, not the trigger. */
export interface Seen {
	connection: string;
	events: TriggerEvent[];
	/** Empty means all. */
	imageIds: string[];
	images: Map<string, Real>;
	/** ms since 1970, UTC */
	at: number;
}

/** A poll that has read everything; `images` are those that it could see. */
export interface SuccessfulPoll extends Seen {
	goneIds: string[];
	emitExisting: boolean;
}

/** An event that is due; `period` tells the same one from the next of its kind. */
export interface Due {
	event: TriggerEvent;
	id: string;
	period: string;
	/** Nobody can tell it from another change, so that it may be left out, or told without need. */
	isDoubtful: boolean;
}

export const covers = (imageIds: string[], id: string): boolean =>
	imageIds.length === 0 || imageIds.includes(id);

/** Says what a poll must tell, from what really happened in the tenant since the last one that counts. */
export function dueEvents(seen: Seen | undefined, poll: SuccessfulPoll): Due[] {
	const isSameConnection = seen?.connection === poll.connection;
	const chosenBefore = poll.events.filter((event) => seen?.events.includes(event));
	const due: Due[] = [];
	for (const [id, now] of poll.images) {
		const before = seen?.images.get(id);
		const isKnown = before !== undefined || (isSameConnection && covers(seen.imageIds, id));
		if (isKnown) due.push(...changes(now, before, poll.at, seen?.at ?? 0).filter(isOneOf(chosenBefore)));
		if (poll.emitExisting) {
			const isNew = (event: TriggerEvent) => !isKnown || !chosenBefore.includes(event);
			due.push(...states(now, poll.at).filter(isOneOf(poll.events.filter(isNew))));
		}
	}
	for (const id of seen?.images.keys() ?? []) {
		const isWatched = isSameConnection && covers(poll.imageIds, id);
		if (isWatched && poll.goneIds.includes(id) && chosenBefore.includes('deleted')) {
			due.push({ event: 'deleted', id, period: '', isDoubtful: false });
		}
	}
	return due;
}

/** Says what the next poll compares with. */
export function nowSeen(seen: Seen | undefined, poll: SuccessfulPoll): Seen {
	const { connection, events, imageIds, at, goneIds } = poll;
	const images = new Map(poll.images);
	if (seen?.connection === connection) {
		for (const [id, real] of seen.images) {
			if (!images.has(id) && !goneIds.includes(id) && covers(imageIds, id)) images.set(id, real);
		}
	}
	return { connection, events, imageIds, images, at };
}

const isOneOf =
	(events: TriggerEvent[]) =>
	({ event }: Due): boolean =>
		events.includes(event);

function changes(now: Real, before: Real | undefined, at: number, seenAt: number): Due[] {
	const { id } = now.image;
	const due: Due[] = [];
	const must = (event: TriggerEvent, period: string | number) =>
		due.push({ event, id, period: String(period), isDoubtful: false });
	if (!before) must('created', '');
	else if (before.image.osStatus !== now.image.osStatus) must('osStatusChanged', now.releases);

	const phase = phaseOf(now, at);
	const isSameDate = before?.image.expirationDate === now.image.expirationDate;
	const isKnownPhase = before !== undefined && isSameDate && phase === phaseOf(before, seenAt);
	if (phase !== 'later' && !isKnownPhase) must('expiring', `${now.dates} ${phase}`);

	if (!before || before.image.status !== now.image.status) due.push(...statusEvents(now, false));
	else if (now.image.status !== 'pending' && isVisible(now, before)) {
		if (before.uploads !== now.uploads) due.push(...statusEvents(now, before.edits !== now.edits));
		else if (before.dates !== now.dates) due.push(...statusEvents(now, true));
	}
	return due;
}

/** An answer shows that something happened. */
function isVisible({ image }: Real, before: Real): boolean {
	const shown = ['lastModifiedDateTime', 'errorCode'] as const;
	return shown.some((property) => image[property] !== before.image[property]);
}

function states(now: Real, at: number): Due[] {
	const due = statusEvents(now, false);
	const phase = phaseOf(now, at);
	if (phase !== 'later') {
		due.push({ event: 'expiring', id: now.image.id, period: `${now.dates} ${phase}`, isDoubtful: false });
	}
	return due.map((each) => ({ ...each, period: `existing ${each.period}` }));
}

const statusEvents = ({ image, uploads }: Real, isDoubtful: boolean): Due[] =>
	[image.status as TriggerEvent, 'statusChanged' as const].map((event) => ({
		event,
		id: image.id,
		period: String(uploads),
		isDoubtful,
	}));

function phaseOf({ image }: Real, at: number): string {
	const left = Date.parse(`${image.expirationDate ?? '9999-01-01'}T00:00:00Z`) - at;
	return left <= 0 ? 'expired' : left <= 30 * day ? 'soon' : 'later';
}
