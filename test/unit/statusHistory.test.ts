import fc from 'fast-check';

import type { DeviceImage } from '../../nodes/CloudPcDeviceImage/images/deviceImage';
import {
	findStatusChanges,
	missingIds,
	type WatchScope,
	type WatchState,
} from '../../nodes/CloudPcDeviceImage/images/statusChanges';
import {
	triggerEvents,
	type StatusEvent,
	type TriggerEvent,
} from '../../nodes/CloudPcDeviceImage/images/statusEvents';

const second = 1_000;
const day = 86_400 * second;

/** Something that happens in the tenant or in n8n; ids are small numbers, so that they meet. */
type Step =
	| { kind: 'create'; id: number; status: string }
	| { kind: 'status'; id: number; status: string }
	| { kind: 'osStatus'; id: number; osStatus: string }
	| { kind: 'expiration'; id: number; days: number }
	| { kind: 'delete'; id: number }
	| { kind: 'days'; days: number }
	| { kind: 'poll'; hidden: number[] }
	| { kind: 'failedPoll' }
	| { kind: 'restart' }
	| { kind: 'overlap'; between: Step[]; firstSavesFirst: boolean };

/** An image of the tenant, with a number for every period in which one of its facts held. */
interface Real {
	image: DeviceImage;
	osPeriod: number;
	datePeriod: number;
}

const id = fc.integer({ min: 0, max: 3 });
const status = fc.constantFrom('pending', 'ready', 'failed', 'warning');
const change: fc.Arbitrary<Step> = fc.oneof(
	fc.record({ kind: fc.constant('create' as const), id, status }),
	fc.record({ kind: fc.constant('status' as const), id, status }),
	fc.record({
		kind: fc.constant('osStatus' as const),
		id,
		osStatus: fc.constantFrom('supported', 'supportedWithWarning'),
	}),
	fc.record({ kind: fc.constant('expiration' as const), id, days: fc.integer({ min: -5, max: 60 }) }),
	fc.record({ kind: fc.constant('delete' as const), id }),
	fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 20 }) }),
);
const poll: fc.Arbitrary<Step> = fc.record({
	kind: fc.constant('poll' as const),
	hidden: fc.array(id, { maxLength: 2 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 6, arbitrary: change },
	{ weight: 5, arbitrary: poll },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('failedPoll' as const) }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('overlap' as const),
			between: fc.array(change, { maxLength: 3 }),
			firstSavesFirst: fc.boolean(),
		}),
	},
);

/** A tenant, a trigger that watches it, and n8n, which saves static data only at activation and with an emission. */
class World {
	readonly tenant = new Map<string, Real>();
	readonly told: StatusEvent[] = [];
	/** What each successful poll saw, as an outsider notes it down; `saved` is what n8n's database knows of it. */
	seen: Map<string, Real> | undefined;
	private seenAt = 0;
	private state: WatchState | undefined;
	private database: { state?: string; seen?: Map<string, Real>; seenAt: number } = { seenAt: 0 };
	/** Period by period, what had to be told; a key that occurs twice would have to be told twice. */
	readonly expected: string[] = [];
	private now = Date.UTC(2026, 10, 23);
	private periods = 0;
	private created = 0;

	constructor(private readonly scope: WatchScope) {}

	do(step: Step): void {
		this.now += second;
		switch (step.kind) {
			case 'create':
				return this.create(step.id, step.status);
			case 'status':
				return this.change(step.id, (real) => {
					real.image.status = step.status;
					real.image.errorCode = step.status === 'failed' ? 'internalServerError' : null;
				});
			case 'osStatus':
				return this.change(step.id, (real) => {
					if (real.image.osStatus === step.osStatus) return;
					real.image.osStatus = step.osStatus;
					real.osPeriod = ++this.periods;
				});
			case 'expiration':
				return this.change(step.id, (real) => {
					const date = new Date(this.now + step.days * day).toISOString().slice(0, 10);
					if (real.image.expirationDate === date) return;
					real.image.expirationDate = date;
					real.datePeriod = ++this.periods;
				});
			case 'delete':
				this.tenant.delete(this.idOf(step.id));
				return;
			case 'days':
				this.now += step.days * day;
				return;
			case 'poll':
				return this.save(this.read(step.hidden));
			case 'failedPoll':
				return;
			case 'restart':
				this.state = this.database.state ? (JSON.parse(this.database.state) as WatchState) : undefined;
				this.seen = this.database.seen && new Map(this.database.seen);
				this.seenAt = this.database.seenAt;
				return;
			case 'overlap': {
				const first = this.read([]);
				for (const each of step.between) if (each.kind !== 'days') this.do(each);
				// The second begins before the first has read its last answer.
				const other = { ...this.read([]), startedAt: first.startedAt + 1 };
				const later = { ...first, readAt: this.now + 1 };
				const polls = step.firstSavesFirst ? [first, other] : [other, later];
				first.readAt = first.startedAt + 2;
				for (const each of polls) this.save(each);
			}
		}
	}

	/** The first poll, at activation, after which n8n saves. */
	activate(): void {
		this.do({ kind: 'poll', hidden: [] });
		this.saveToDatabase();
	}

	private idOf = (number: number): string => `image-${number}-${this.generation.get(number) ?? 0}`;

	/** A deleted image never comes back: Graph makes a new id. */
	private generation = new Map<number, number>();

	private create(number: number, newStatus: string): void {
		if (this.tenant.has(this.idOf(number))) return;
		this.generation.set(number, ++this.created);
		const imageId = this.idOf(number);
		this.tenant.set(imageId, {
			osPeriod: ++this.periods,
			datePeriod: ++this.periods,
			image: {
				id: imageId,
				displayName: `Image ${number}`,
				version: '1.0.0',
				status: newStatus,
				errorCode: newStatus === 'failed' ? 'internalServerError' : null,
				osStatus: 'supported',
				expirationDate: null,
				lastModifiedDateTime: new Date(this.now).toISOString(),
			},
		});
	}

	private change(number: number, how: (real: Real) => void): void {
		const real = this.tenant.get(this.idOf(number));
		if (!real) return;
		const copy = { ...real, image: { ...real.image } };
		how(copy);
		copy.image.lastModifiedDateTime = new Date(this.now).toISOString();
		this.tenant.set(this.idOf(number), copy);
	}

	/** Lists the tenant; the list may lack images, and a second look by id then finds those that exist. */
	private read(hidden: number[]) {
		const startedAt = this.now;
		const hiddenIds = hidden.map(this.idOf);
		const real = new Map(this.tenant);
		const images = [...real.values()].map(({ image }) => image);
		const listed = images.filter((image) => !hiddenIds.includes(String(image.id)));
		const missing = missingIds(this.state, this.scope, listed);
		const again = images.filter((image) => missing.includes(String(image.id)));
		const goneIds = missing.filter((each) => !real.has(each));
		const read = [...listed, ...again];
		return { startedAt, readAt: startedAt, images: read, goneIds, real };
	}

	private save({ real, ...read }: ReturnType<World['read']>): void {
		const found = findStatusChanges(this.state, {
			...read,
			scope: this.scope,
			emitExisting: false,
		});
		if (!found) return;
		this.state = found.state;
		this.told.push(...found.events);
		const visible = new Map(read.images.map(({ id: each }) => [String(each), real.get(String(each)) as Real]));
		this.expect(visible, read.readAt, read.goneIds);
		this.seen = visible;
		this.seenAt = read.readAt;
		if (found.events.length > 0) this.saveToDatabase();
	}

	private saveToDatabase(): void {
		this.database = {
			state: JSON.stringify(this.state),
			seen: new Map(this.seen),
			seenAt: this.seenAt,
		};
	}

	/** Notes what this poll must tell, from what the last remembered one saw. */
	private expect(visible: Map<string, Real>, at: number, goneIds: string[]): void {
		if (!this.seen) return;
		for (const [imageId, now] of visible) {
			const before = this.seen.get(imageId);
			if (!before) this.must('created', imageId, '');
			this.expectStatus(now, before);
			if (before && before.image.osStatus !== now.image.osStatus) {
				this.must('osStatusChanged', imageId, now.osPeriod);
			}
			const phase = phaseOf(now, at);
			const phaseBefore = before?.datePeriod === now.datePeriod && phaseOf(before, this.seenAt);
			const sameDate = before?.image.expirationDate === now.image.expirationDate;
			if (phase !== 'later' && phase !== phaseBefore && !(sameDate && !phaseBefore)) {
				this.must('expiring', imageId, `${now.datePeriod} ${phase}`);
			}
		}
		for (const imageId of goneIds) if (this.seen.has(imageId)) this.must('deleted', imageId, '');
	}

	private expectStatus({ image }: Real, before: Real | undefined): void {
		const imageId = String(image.id);
		const modified = String(image.lastModifiedDateTime);
		if (before && before.image.status === image.status) {
			// An upload that has not ended is no news, and one beside another change cannot be told from it.
			const alone =
				before.image.osStatus === image.osStatus || before.image.expirationDate !== image.expirationDate;
			const again = modified !== before.image.lastModifiedDateTime;
			if (image.status === 'pending' || !again || !alone) return;
		}
		this.must(image.status as TriggerEvent, imageId, modified);
		this.must('statusChanged', imageId, modified);
	}

	private must(event: TriggerEvent, imageId: string, period: number | string): void {
		if (this.scope.events.includes(event)) this.expected.push(`${event} ${imageId} ${period}`);
	}
}

function phaseOf({ image }: Real, at: number): string {
	const until = Date.parse(`${image.expirationDate ?? '9999-01-01'}T00:00:00Z`) - at;
	return until <= 0 ? 'expired' : until <= 30 * day ? 'soon' : 'later';
}

const history = fc.record({
	before: fc.array(change, { maxLength: 6 }),
	steps: fc.array(step, { minLength: 1, maxLength: 40 }),
	events: fc.subarray([...triggerEvents], { minLength: 1 }),
});

function play({ before, steps, events }: { before: Step[]; steps: Step[]; events: TriggerEvent[] }) {
	const world = new World({ connection: 'c', imageIds: [], events, expiresWithinDays: 30 });
	for (const each of before) world.do(each);
	world.activate();
	const wrongDeletions: string[] = [];
	for (const each of steps) {
		const tellsFrom = world.told.length;
		world.do(each);
		if (each.kind === 'overlap') continue;
		for (const { event, image } of world.told.slice(tellsFrom)) {
			if (event === 'deleted' && world.tenant.has(String(image.id))) wrongDeletions.push(String(image.id));
		}
	}
	return { world, wrongDeletions };
}

const runs = { numRuns: 3_000 };

describe('for any history of images, polls, failures, overlaps and restarts', () => {
	it('every visible change is told exactly once for each chosen event', () => {
		fc.assert(
			fc.property(history, (given) => {
				const { world } = play(given);
				expect(world.told.map(({ event, image }) => `${event} ${String(image.id)}`).sort()).toEqual(
					world.expected.map((key) => key.split(' ').slice(0, 2).join(' ')).sort(),
				);
				expect(new Set(world.expected).size).toBe(world.expected.length);
			}),
			runs,
		);
	});

	it('deleted is never told of an image that exists', () => {
		fc.assert(
			fc.property(history, (given) => {
				expect(play(given).wrongDeletions).toEqual([]);
			}),
			runs,
		);
	});
});
