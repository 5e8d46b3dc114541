import fc from 'fast-check';

import {
	findStatusChanges,
	missingIds,
	type WatchState,
} from '../../nodes/CloudPcDeviceImage/trigger/statusChanges';
import type { StatusEvent } from '../../nodes/CloudPcDeviceImage/trigger/events';
import { propertyRuns } from '../propertyRuns';
import { covers, dueEvents, nowSeen, type Due, type Seen } from './expectedEvents';
import {
	change,
	choice,
	HistoricTenant,
	step,
	type Change,
	type Choice,
	type Reading,
	type Step,
} from './tenantHistory';

const second = 1_000;
const day = 86_400 * second;

/** The rules may keep what they were given, but never change it: a poll that fails later must change nothing. */
function frozen<T>(value: T): T {
	if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
	return value;
}

/** What one poll has read so far. */
type Read = Omit<Parameters<typeof findStatusChanges>[1], 'readAt'> & { reals: Seen['images'] };

/**
 * Two tenants, a trigger, and n8n, which saves static data only at activation and with an emission. Beside each poll
 * stands what an outsider expects of it.
 */
class World {
	readonly told: StatusEvent[] = [];
	/** All that had to be told, to see that nothing had to be told twice. */
	readonly due: string[] = [];
	private readonly tenants = [new HistoricTenant('a'), new HistoricTenant('b')];
	private now = Date.UTC(2026, 10, 23);
	private connection = { credential: 0, tenant: 0 };
	private chosen!: Pick<Choice, 'events' | 'emitExisting'> & { imageIds: string[] };
	/** Counts choices and connections: a new one takes a new baseline, and may see as new what another one had told. */
	private era = 0;
	private state: WatchState | undefined;
	private seen: Seen | undefined;
	private database: { state?: WatchState; seen?: Seen } = {};

	constructor(before: Change[], firstChoice: Choice, first: Reading) {
		for (const each of before) this.do(each);
		this.do({ kind: 'publish', reading: first, ...firstChoice });
	}

	do(next: Step): void {
		this.now += second;
		switch (next.kind) {
			case 'poll':
				return this.poll(next);
			case 'publish': {
				const imageIds = next.numbers.map((number) => this.tenant.idOf(number));
				this.chosen = { events: next.events, emitExisting: next.emitExisting, imageIds };
				this.era++;
				this.restart();
				this.poll(next.reading);
				return this.saveToDatabase();
			}
			case 'connect':
				this.connection = { credential: next.credential, tenant: next.tenant };
				this.era++;
				return;
			case 'restart':
				return this.restart();
			case 'overlap':
				return this.overlap(next);
			case 'days':
				this.now += next.days * day;
				return;
			default:
				return this.tenant.do(next, this.now);
		}
	}

	/** No image that was told as deleted exists: a deleted one never comes back. */
	expectNoWrongDeletion(): void {
		const gone = this.told.filter(({ event }) => event === 'deleted').map(({ image }) => String(image.id));
		expect(gone.filter((id) => this.tenants.some(({ images }) => images.has(id)))).toEqual([]);
	}

	private get tenant(): HistoricTenant {
		return this.tenants[this.connection.tenant] as HistoricTenant;
	}

	private restart(): void {
		({ state: this.state, seen: this.seen } = this.database);
	}

	private saveToDatabase(): void {
		this.database = { state: this.state, seen: this.seen };
	}

	private poll(reading: Reading): void {
		const read = this.begin(reading);
		if (read) this.end(read, this.now + reading.durationMs, false);
	}

	private overlap({ first, between, second: other, order }: Extract<Step, { kind: 'overlap' }>): void {
		const early = this.begin(first);
		for (const each of between) this.do(each);
		this.now++;
		if (order === 'firstEndsAsSecondBegins') this.end(early, this.now, false);
		const late = this.begin(other);
		if (order === 'firstThenSecond') this.end(early, this.now + 1, false);
		this.end(late, this.now + 2, order === 'firstThenSecond');
		if (order === 'secondThenFirst') this.end(early, this.now + 3, true);
	}

	/** Lists the tenant and looks again at what is missing; undefined when one of them fails. */
	private begin({ hidden, inconclusive, fails }: Reading): Read | undefined {
		const { credential, tenant } = this.connection;
		const { events, imageIds, emitExisting } = this.chosen;
		const scope = { connection: `${credential} ${tenant}`, events, imageIds, expiresWithinDays: 30 };
		const isListed = (id: string) => !hidden.some((number) => this.tenant.idOf(number) === id);
		const isUnclear = (id: string) => inconclusive.some((number) => this.tenant.idOf(number) === id);
		const { images: all } = this.tenant;
		const watched = [...all.keys()].filter((id) => covers(imageIds, id));
		const listed = watched.filter(isListed);
		if (fails === 'list') return undefined;
		const imageOf = (id: string) => frozen({ ...all.get(id)?.image });
		const missing = missingIds(this.state, scope, listed.map(imageOf));
		const known = this.seen?.connection === scope.connection ? [...this.seen.images.keys()] : [];
		const lacking = known.filter((id) => covers(imageIds, id) && !listed.includes(id));
		expect([...missing].sort()).toEqual(lacking.sort());
		if (fails === 'secondLook') return undefined;
		const clear = lacking.filter((id) => !isUnclear(id));
		const visible = [...listed, ...clear.filter((id) => all.has(id))];
		return {
			scope,
			startedAt: this.now,
			images: visible.map(imageOf),
			goneIds: clear.filter((id) => !all.has(id)),
			emitExisting,
			reals: new Map([...all].filter(([id]) => visible.includes(id))),
		};
	}

	/** @param isStale whether another poll that began later, or ended earlier, has been there */
	private end(read: Read | undefined, readAt: number, isStale: boolean): void {
		if (!read) throw new Error('Polls that overlap do not fail');
		const { reals, ...rest } = read;
		const found = findStatusChanges(this.state, { ...rest, readAt });
		if (isStale) return expect(found).toBeUndefined();
		if (!found) throw new Error('A poll was dropped');
		const { connection, events, imageIds } = read.scope;
		const poll = { ...read, connection, events, imageIds, images: reals, at: readAt };
		const due = dueEvents(this.seen, poll);
		this.expectTold(found.events, due);
		this.seen = nowSeen(this.seen, poll);
		this.state = frozen(JSON.parse(JSON.stringify(found.state)) as WatchState);
		expect(Object.keys(this.state.images).sort()).toEqual([...this.seen.images.keys()].sort());
		this.told.push(...found.events);
		if (found.events.length > 0) this.saveToDatabase();
	}

	private expectTold(events: StatusEvent[], due: Due[]): void {
		const told = events.map(({ event, image }) => `${event} ${String(image.id)}`);
		const nameOf = ({ event, id }: Due): string => `${event} ${id}`;
		const doubtful = due.filter(({ isDoubtful }) => isDoubtful).map(nameOf);
		const certain = due.filter(({ isDoubtful }) => !isDoubtful);
		expect(told.filter((each) => !doubtful.includes(each)).sort()).toEqual(certain.map(nameOf).sort());
		expect(new Set(told).size).toBe(told.length);
		for (const { image, previous } of events) {
			const before = this.seen?.images.get(String(image.id))?.image;
			expect([image.id, previous?.status]).toEqual([image.id, before?.status]);
		}
		this.due.push(...certain.map((each) => `${this.era} ${nameOf(each)} ${each.period}`));
	}
}

const history = fc.record({
	before: fc.array(change, { maxLength: 6 }),
	first: fc.record({ choice, hidden: fc.subarray([0, 1, 2, 3], { maxLength: 1 }) }),
	steps: fc.array(step, { minLength: 1, maxLength: 40 }),
});

describe('for any history of images, polls, failures, choices, overlaps and restarts', () => {
	it('every visible change is told exactly once for each chosen event, and deleted of no image that exists', () => {
		fc.assert(
			fc.property(history, ({ before, first, steps }) => {
				const world = new World(before, first.choice, { hidden: first.hidden, inconclusive: [], durationMs: 0 });
				for (const each of steps) {
					world.do(each);
					world.expectNoWrongDeletion();
				}
				expect(new Set(world.due).size).toBe(world.due.length);
			}),
			propertyRuns(),
		);
	});
});
