import fc from 'fast-check';

import type { DeviceImage } from '../../nodes/CloudPcDeviceImage/images/deviceImage';
import { triggerEvents, type TriggerEvent } from '../../nodes/CloudPcDeviceImage/trigger/events';

const day = 86_400_000;

/** What somebody, or the calendar, does to the tenant. Images are small numbers, so that steps meet. */
export type Change =
	| { kind: 'create'; number: number; status: string }
	/** An upload ends or begins; with the status that it has already it ran between two polls. */
	| { kind: 'upload'; number: number; status: string; brings: 'nothing' | 'otherDate' | 'otherRelease' }
	/** A failed upload fails for another reason, and the service keeps the date of the change. */
	| { kind: 'otherError'; number: number }
	/** The support of its release ends. */
	| { kind: 'calendar'; number: number; modifies: boolean }
	| { kind: 'rename'; number: number; property: 'displayName' | 'version' }
	| { kind: 'expiration'; number: number; days: number; modifies: boolean }
	| { kind: 'delete'; number: number }
	| { kind: 'days'; days: number };

/** What one poll meets: the list lacks images, and a second look at some of them says neither that they exist nor that they do not. */
export interface Reading {
	hidden: number[];
	inconclusive: number[];
	/** Where it breaks off, if it does. */
	fails?: 'list' | 'secondLook';
	/** ms from its start to its last answer. */
	durationMs: number;
}

/** What the user chooses; n8n polls at once and saves. */
export interface Choice {
	events: TriggerEvent[];
	/** Empty means all. */
	numbers: number[];
	emitExisting: boolean;
}

export type Step =
	| Change
	| ({ kind: 'poll' } & Reading)
	| ({ kind: 'publish'; reading: Reading } & Choice)
	/** Another credential, or a user of another tenant. */
	| { kind: 'connect'; credential: number; tenant: number }
	/** n8n ends at once and starts again with what it had saved. */
	| { kind: 'restart' }
	| {
			kind: 'overlap';
			first: Reading;
			between: Change[];
			second: Reading;
			/** Which of the two has read everything first; or the first at the very time at which the second begins. */
			order: 'firstThenSecond' | 'secondThenFirst' | 'firstEndsAsSecondBegins';
	  };

/** An image, with a count of everything that ever happened to it. */
export interface Real {
	image: DeviceImage & { id: string };
	/** Uploads that began or ended. */
	uploads: number;
	/** Other changes: a new name or version, the calendar, another date. */
	edits: number;
	/** Changes of its expiration date. */
	dates: number;
	/** Changes of its OS status. */
	releases: number;
}

/** A tenant of Windows 365. */
export class HistoricTenant {
	readonly images = new Map<string, Real>();
	/** A deleted image never comes back: Graph makes a new ID. */
	private readonly generations = new Map<number, number>();

	constructor(private readonly name: string) {}

	idOf(number: number): string {
		return `${this.name}-${number}-${this.generations.get(number) ?? 0}`;
	}

	/** @param now ms since 1970, UTC */
	do(change: Exclude<Change, { kind: 'days' }>, now: number): void {
		const id = this.idOf(change.number);
		const real = this.images.get(id);
		if (change.kind === 'create') {
			if (!real) this.create(change.number, change.status, now);
		} else if (change.kind === 'delete') {
			this.images.delete(id);
		} else if (real) {
			const changed = { ...real, image: { ...real.image } };
			if (happen(changed, change, now)) changed.image.lastModifiedDateTime = new Date(now).toISOString();
			this.images.set(id, changed);
		}
	}

	private create(number: number, status: string, now: number): void {
		this.generations.set(number, (this.generations.get(number) ?? 0) + 1);
		const id = this.idOf(number);
		this.images.set(id, {
			image: {
				id,
				displayName: `Image ${number}`,
				version: '1.0.0',
				status,
				errorCode: errorOf(status),
				osStatus: 'supported',
				expirationDate: null,
				lastModifiedDateTime: new Date(now).toISOString(),
			},
			uploads: 0,
			edits: 0,
			dates: 0,
			releases: 0,
		});
	}
}

const errorOf = (status: string): string | null => (status === 'failed' ? 'internalServerError' : null);

/** @returns whether the service counts it as a modification */
function happen(
	real: Real,
	change: Exclude<Change, { kind: 'days' | 'create' | 'delete' }>,
	now: number,
): boolean {
	const { image } = real;
	const isSupported = image.osStatus === 'supported';
	switch (change.kind) {
		case 'upload':
			real.uploads++;
			image.status = change.status;
			image.errorCode = errorOf(change.status);
			if (change.brings !== 'nothing') {
				real.dates++;
				image.expirationDate = dateAt(now + (100 + real.dates) * day);
			}
			if (change.brings === 'otherRelease') {
				real.releases++;
				image.osStatus = isSupported ? 'supportedWithWarning' : 'supported';
			}
			return true;
		case 'otherError':
			if (image.status !== 'failed') return false;
			real.uploads++;
			image.errorCode = image.errorCode === 'sourceImageInvalid' ? 'sourceImageNotFound' : 'sourceImageInvalid';
			return false;
		case 'calendar':
			if (!isSupported) return false;
			real.edits++;
			real.releases++;
			image.osStatus = 'supportedWithWarning';
			return change.modifies;
		case 'rename':
			real.edits++;
			image[change.property] = `2.0.${real.edits}`;
			return true;
		case 'expiration': {
			const date = dateAt(now + change.days * day);
			if (date === image.expirationDate) return false;
			real.edits++;
			real.dates++;
			image.expirationDate = date;
			return change.modifies;
		}
	}
}

const dateAt = (time: number): string => new Date(time).toISOString().slice(0, 10);

const number = fc.integer({ min: 0, max: 3 });
const numbers = fc.uniqueArray(number, { maxLength: 3 });
const status = fc.constantFrom('pending', 'ready', 'failed', 'warning');
const kind = <K extends string>(name: K) => fc.constant(name);

export const change: fc.Arbitrary<Change> = fc.oneof(
	{ weight: 3, arbitrary: fc.record({ kind: kind('create'), number, status }) },
	{
		weight: 4,
		arbitrary: fc.record({
			kind: kind('upload'),
			number,
			status,
			brings: fc.constantFrom('nothing' as const, 'nothing' as const, 'otherDate' as const, 'otherRelease' as const),
		}),
	},
	{ weight: 1, arbitrary: fc.record({ kind: kind('otherError'), number }) },
	{ weight: 1, arbitrary: fc.record({ kind: kind('calendar'), number, modifies: fc.boolean() }) },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: kind('rename'),
			number,
			property: fc.constantFrom('displayName' as const, 'version' as const),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			kind: kind('expiration'),
			number,
			days: fc.integer({ min: -5, max: 60 }),
			modifies: fc.boolean(),
		}),
	},
	{ weight: 2, arbitrary: fc.record({ kind: kind('delete'), number }) },
	{ weight: 1, arbitrary: fc.record({ kind: kind('days'), days: fc.integer({ min: 1, max: 20 }) }) },
);

const reading: fc.Arbitrary<Reading> = fc.record({
	hidden: numbers,
	inconclusive: fc.oneof({ weight: 2, arbitrary: fc.constant<number[]>([]) }, { weight: 1, arbitrary: numbers }),
	fails: fc.oneof(
		{ weight: 6, arbitrary: fc.constant(undefined) },
		{ weight: 1, arbitrary: fc.constantFrom('list' as const, 'secondLook' as const) },
	),
	durationMs: fc.integer({ min: 0, max: 900 }),
});

/** A poll that an overlap is about does not fail. */
const goodReading = reading.map((each): Reading => ({ ...each, fails: undefined }));

export const choice: fc.Arbitrary<Choice> = fc.record({
	events: fc.subarray([...triggerEvents], { minLength: 1 }),
	numbers: fc.oneof({ weight: 2, arbitrary: fc.constant<number[]>([]) }, { weight: 1, arbitrary: numbers }),
	emitExisting: fc.boolean(),
});

export const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 12, arbitrary: change },
	{ weight: 9, arbitrary: reading.map((each): Step => ({ kind: 'poll', ...each })) },
	{ weight: 2, arbitrary: fc.record({ kind: kind('restart') }) },
	{
		weight: 2,
		arbitrary: fc.tuple(choice, reading).map(
			([chosen, first]): Step => ({ kind: 'publish', reading: first, ...chosen }),
		),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: kind('connect'),
			credential: fc.integer({ min: 0, max: 1 }),
			tenant: fc.integer({ min: 0, max: 1 }),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			kind: kind('overlap'),
			first: goodReading,
			between: fc.array(change, { maxLength: 3 }),
			second: goodReading,
			order: fc.constantFrom(
				'firstThenSecond' as const,
				'secondThenFirst' as const,
				'firstEndsAsSecondBegins' as const,
			),
		}),
	},
);
