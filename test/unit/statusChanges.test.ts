import fc from 'fast-check';

import type { DeviceImage } from '../../nodes/CloudPcDeviceImage/images/deviceImage';
import { knownErrorCodes } from '../../nodes/CloudPcDeviceImage/images/errorCodes';
import {
	findStatusChanges,
	missingIds,
	type Poll,
	type WatchScope,
	type WatchState,
} from '../../nodes/CloudPcDeviceImage/trigger/statusChanges';
import { triggerEvents } from '../../nodes/CloudPcDeviceImage/trigger/events';
import { propertyRuns } from '../propertyRuns';

const start = Date.UTC(2026, 10, 23, 3);
const minute = 60_000;
const day = 1440 * minute;

const image = (more: Partial<DeviceImage> = {}): DeviceImage => ({
	id: 'a',
	displayName: 'Finance',
	version: '1.0.0',
	status: 'ready',
	errorCode: null,
	osStatus: 'supported',
	expirationDate: '2028-04-11',
	lastModifiedDateTime: '2026-11-01T00:00:00Z',
	...more,
});

const later = { lastModifiedDateTime: '2026-11-02T00:00:00Z' };

/** A trigger on its own: one state, a clock that moves a minute with each poll. */
class Watcher {
	state: WatchState | undefined;
	now = start;

	constructor(public scope: Partial<WatchScope> = {}) {}

	/** Polls and gives `event id` of what was told. */
	poll(images: DeviceImage[], more: Partial<Poll> = {}): string[] {
		return this.events(images, more).map(({ event, image: { id } }) => `${event} ${id}`);
	}

	events(images: DeviceImage[], more: Partial<Poll> = {}) {
		this.now += minute;
		const found = findStatusChanges(this.state, {
			scope: {
				connection: 'c',
				imageIds: [],
				events: [...triggerEvents],
				expiresWithinDays: 30,
				...this.scope,
			},
			startedAt: this.now,
			readAt: this.now,
			images,
			goneIds: [],
			emitExisting: false,
			...more,
		});
		if (found) this.state = JSON.parse(JSON.stringify(found.state)) as WatchState;
		return found?.events ?? [];
	}
}

describe('the first poll', () => {
	it('takes the baseline and tells nothing', () => {
		const watcher = new Watcher();
		expect(watcher.poll([image({ status: 'failed' })])).toEqual([]);
		expect(watcher.poll([image({ status: 'failed' })])).toEqual([]);
	});

	it('tells once what is there already, when this is wanted', () => {
		const watcher = new Watcher({ events: ['ready', 'expiring', 'created', 'failed'] });
		const images = [image({ expirationDate: '2026-12-01' }), image({ id: 'b', status: 'pending' })];
		expect(watcher.poll(images, { emitExisting: true })).toEqual(['ready a', 'expiring a']);
		expect(watcher.poll(images, { emitExisting: true })).toEqual([]);
	});
});

describe('a status', () => {
	it('is told when it changes, with what it was before', () => {
		const watcher = new Watcher({ events: ['failed'] });
		watcher.poll([image({ status: 'pending' })]);
		const failed = image({ status: 'failed', errorCode: 'sourceImageNotGeneralized' });
		expect(watcher.events([failed])).toEqual([
			{
				event: 'failed',
				image: failed,
				previous: expect.objectContaining({ status: 'pending', errorCode: null, version: '1.0.0' }),
				detectedAt: '2026-11-23T03:02:00.000Z',
				explanation: 'The source image is not generalized.',
				remedy: expect.stringContaining('sysprep'),
			},
		]);
	});

	it('seen again is no event; failed, pending, failed is two', () => {
		const watcher = new Watcher({ events: ['failed'] });
		const told = ['pending', 'failed', 'failed', 'pending', 'failed'].map((status) =>
			watcher.poll([image({ status })]),
		);
		expect(told).toEqual([[], ['failed a'], [], [], ['failed a']]);
	});

	it('gives one item for each event that fits, in a fixed order', () => {
		const watcher = new Watcher();
		watcher.poll([]);
		const images = [image({ id: 'b', status: 'failed' }), image()];
		expect(watcher.poll(images)).toEqual([
			'created b',
			'failed b',
			'statusChanged b',
			'created a',
			'ready a',
			'statusChanged a',
		]);
	});

	it('that no version knows yet is a change like any other', () => {
		const watcher = new Watcher({ events: ['statusChanged', 'ready'] });
		watcher.poll([image({ status: 'pending' })]);
		expect(watcher.poll([image({ status: 'quarantined' })])).toEqual(['statusChanged a']);
	});

	it('that an answer lacks changes nothing, and hides no upload', () => {
		const watcher = new Watcher();
		watcher.poll([image()]);
		expect(watcher.poll([image({ status: undefined, ...later })])).toEqual([]);
		expect(watcher.poll([image({ status: null, ...later })])).toEqual([]);
		expect(watcher.events([image(later)])).toMatchObject([
			{ event: 'ready', reuploaded: true },
			{ event: 'statusChanged', reuploaded: true },
		]);
	});

	it('that the answer for a new image lacks is told when it is known', () => {
		const watcher = new Watcher();
		watcher.poll([]);
		expect(watcher.poll([image({ status: null })])).toEqual(['created a']);
		expect(watcher.poll([image()])).toEqual(['ready a', 'statusChanged a']);
	});

	it.each(['osStatus', 'expirationDate', 'lastModifiedDateTime'])('beside a missing %s is no event', (property) => {
		const watcher = new Watcher();
		watcher.poll([image({ expirationDate: '2026-12-01' })]);
		expect(watcher.poll([image({ expirationDate: '2026-12-01', [property]: undefined })])).toEqual([]);
		expect(watcher.poll([image({ expirationDate: '2026-12-01' })])).toEqual([]);
	});
});

describe('unknownFutureValue', () => {
	it.each([
		['status', 'unknownFutureValue', 'warning'],
		['status', 'warning', 'unknownFutureValue'],
		['osStatus', 'unknownFutureValue', 'notSupported'],
		['errorCode', 'unknownFutureValue', 'startMenuAppLimitExceeded'],
		['errorCode', 'paidSourceImageNotSupport', 'unknownFutureValue'],
	])('as %s is another spelling of the same: %s, then %s', (property, before, now) => {
		const watcher = new Watcher();
		watcher.poll([image({ [property]: before })]);
		expect(watcher.poll([image({ [property]: now })])).toEqual([]);
		expect(watcher.poll([image({ [property]: before, ...later })])).not.toEqual([]);
	});

	it.each([
		['status', 'pending', 'unknownFutureValue', ['statusChanged a']],
		['status', 'unknownFutureValue', 'pending', ['pending a', 'statusChanged a']],
		['status', 'unknownFutureValue', 'ready', ['ready a', 'statusChanged a']],
		['status', 'unknownFutureValue', 'failed', ['failed a', 'statusChanged a']],
		['osStatus', 'supported', 'unknownFutureValue', ['osStatusChanged a']],
		['osStatus', 'unknownFutureValue', 'supportedWithWarning', ['osStatusChanged a']],
		['osStatus', 'unknownFutureValue', 'unknown', ['osStatusChanged a']],
		['osStatus', null, 'unknownFutureValue', ['osStatusChanged a']],
		['errorCode', 'unknownFutureValue', 'sourceImageInvalid', ['ready a', 'statusChanged a']],
		['errorCode', 'unknownFutureValue', null, ['ready a', 'statusChanged a']],
	])('as %s never stands for what every version knows: %s, then %s', (property, before, now, told) => {
		const watcher = new Watcher();
		watcher.poll([image({ [property]: before })]);
		expect(watcher.poll([image({ [property]: now })])).toEqual(told);
	});
});

describe('an upload between two polls', () => {
	it.each(['ready', 'failed', 'warning'])('that ended as %s again is told as such', (status) => {
		const watcher = new Watcher({ events: ['ready', 'failed', 'warning'] });
		watcher.poll([image({ status })]);
		expect(watcher.events([image({ status, ...later })])).toMatchObject([
			{ event: status, reuploaded: true, previous: { status } },
		]);
		expect(watcher.poll([image({ status, ...later })])).toEqual([]);
	});

	it.each([
		['another release', { osStatus: 'supportedWithWarning', expirationDate: '2029-04-11' }],
		['a release with another end', { expirationDate: '2029-04-11' }],
		['a release whose end was not known', { expirationDate: null }],
	])('is told when it brought %s', (_, more) => {
		const watcher = new Watcher({ events: ['ready'] });
		watcher.poll([image()]);
		expect(watcher.events([image({ ...more, ...later })])).toMatchObject([
			{ event: 'ready', reuploaded: true },
		]);
	});

	it.each([
		['the same date', {}],
		['an older date', { lastModifiedDateTime: '2026-10-01T00:00:00Z' }],
	])('that failed for another reason is told with %s, too', (_, more) => {
		const watcher = new Watcher({ events: ['failed'] });
		watcher.poll([image({ status: 'failed', errorCode: 'internalServerError' })]);
		const failed = image({ status: 'failed', errorCode: 'sourceImageNotFound', ...more });
		expect(watcher.events([failed])).toMatchObject([{ event: 'failed', reuploaded: true }]);
	});

	it('is not what made a pending image newer, nor a renamed one, nor the end of a release', () => {
		const watcher = new Watcher({ events: ['pending', 'ready', 'statusChanged'] });
		watcher.poll([image({ status: 'pending' }), image({ id: 'b' }), image({ id: 'c' }), image({ id: 'd' })]);
		expect(
			watcher.poll([
				image({ status: 'pending', ...later }),
				image({ id: 'b', displayName: 'Finance 2', ...later }),
				image({ id: 'c', version: '1.0.1', ...later }),
				image({ id: 'd', osStatus: 'supportedWithWarning', ...later }),
			]),
		).toEqual([]);
	});

	it.each([
		['an older date, as of a copy that lags behind', '2026-10-01T00:00:00Z'],
		['the same date in another spelling', '2026-11-01T00:00:00.0000000Z'],
	])('is not proven by %s', (_, lastModifiedDateTime) => {
		const watcher = new Watcher({ events: ['ready'] });
		watcher.poll([image()]);
		expect(watcher.poll([image({ lastModifiedDateTime })])).toEqual([]);
		expect(watcher.poll([image()])).toEqual([]);
		expect(watcher.poll([image(later)])).toEqual(['ready a']);
	});

	it.each([
		['known at last', null, '2026-11-02T00:00:00Z', ['ready a']],
		['gone', '2026-11-02T00:00:00Z', null, []],
	])('is told at most once when the date is %s', (_, before, after, told) => {
		const watcher = new Watcher({ events: ['ready'] });
		watcher.poll([image({ lastModifiedDateTime: before })]);
		const now = [image({ lastModifiedDateTime: after })];
		expect(watcher.poll(now)).toEqual(told);
		expect(watcher.poll(now)).toEqual([]);
		expect(watcher.poll(now)).toEqual([]);
	});

	it('keeps the whole of a date with a fraction and a zone', () => {
		const watcher = new Watcher({ events: ['ready'] });
		watcher.poll([image({ lastModifiedDateTime: '2026-11-01T10:00:00.1234567+00:00' })]);
		const newer = image({ lastModifiedDateTime: '2026-11-01T10:00:09.1234567+00:00' });
		expect(watcher.poll([newer])).toEqual(['ready a']);
	});
});

describe('whatever Graph answers', () => {
	const date = fc.integer({ min: 0, max: 5 }).map((days) => new Date(start + days * day).toISOString());
	/** Properties come with a value, as null, or not at all. */
	const answer = fc.record(
		{
			id: fc.constantFrom('a', 'b'),
			status: fc.constantFrom('pending', 'ready', 'failed', 'warning', 'unknownFutureValue', 'other', null),
			errorCode: fc.constantFrom(...knownErrorCodes.slice(0, 3), 'unknownFutureValue', null),
			osStatus: fc.constantFrom('supported', 'supportedWithWarning', 'unknownFutureValue', null),
			expirationDate: fc.oneof(date.map((each) => each.slice(0, 10)), fc.constant(null)),
			lastModifiedDateTime: fc.oneof(date, fc.constantFrom(null, '', 'soon')),
			version: fc.constantFrom('1.0.0', '1.0.1', null),
			displayName: fc.oneof(fc.constantFrom('Finance', null), fc.string({ maxLength: 200 })),
		},
		{ requiredKeys: ['id'] },
	) as fc.Arbitrary<DeviceImage>;
	const answers = fc.uniqueArray(answer, { selector: ({ id }) => id, maxLength: 2 });

	it('is told once: the same answer again tells nothing', () => {
		fc.assert(
			fc.property(fc.array(answers, { minLength: 1, maxLength: 5 }), (history) => {
				const watcher = new Watcher();
				for (const images of history) watcher.poll(images);
				const last = history.at(-1) ?? [];
				expect(watcher.poll(last)).toEqual([]);
				expect(watcher.poll(last)).toEqual([]);
			}),
			propertyRuns(),
		);
	});
});

describe('expiry', () => {
	it('is told when it comes near, and once more when it has come', () => {
		const watcher = new Watcher({ events: ['expiring'] });
		const images = [image({ expirationDate: '2026-12-24' })];
		expect(watcher.poll(images)).toEqual([]);
		watcher.now += day;
		expect(watcher.events(images)).toMatchObject([{ event: 'expiring', expired: false }]);
		watcher.now += 20 * day;
		expect(watcher.poll(images)).toEqual([]);
		watcher.now += 10 * day;
		expect(watcher.events(images)).toMatchObject([{ event: 'expiring', expired: true }]);
		watcher.now += day;
		expect(watcher.poll(images)).toEqual([]);
	});

	it('is told again for another date', () => {
		const watcher = new Watcher({ events: ['expiring'] });
		watcher.poll([image({ expirationDate: '2026-12-01' })]);
		expect(watcher.poll([image({ expirationDate: '2026-12-02' })])).toEqual(['expiring a']);
		expect(watcher.poll([image({ expirationDate: null })])).toEqual([]);
	});
});

describe('a deletion', () => {
	it('needs a complete list and a second look', () => {
		const watcher = new Watcher({ events: ['deleted'] });
		watcher.poll([image(), image({ id: 'b' })]);
		const scope = watcher.state?.scope as WatchScope;
		expect(missingIds(watcher.state, scope, [image()])).toEqual(['b']);
		expect(watcher.poll([image()])).toEqual([]);
		expect(watcher.events([image()], { goneIds: ['b'] })).toMatchObject([
			{ event: 'deleted', image: { id: 'b', displayName: 'Finance', status: 'ready' } },
		]);
		expect(watcher.state?.images).not.toHaveProperty('b');
		expect(watcher.poll([image()], { goneIds: ['b'] })).toEqual([]);
	});

	it('is not looked for in another tenant, nor outside the filter', () => {
		const watcher = new Watcher();
		watcher.poll([image()]);
		const scope = watcher.state?.scope as WatchScope;
		expect(missingIds(watcher.state, { ...scope, connection: 'other' }, [])).toEqual([]);
		expect(missingIds(watcher.state, { ...scope, imageIds: ['b'] }, [])).toEqual([]);
		expect(missingIds(undefined, scope, [])).toEqual([]);
	});
});

describe('a change of the scope', () => {
	const pending = [image({ status: 'pending' }), image({ id: 'b', status: 'pending' })];
	const failed = [image({ status: 'failed' }), image({ id: 'b', status: 'failed' })];

	it('of the filter makes a baseline for what it adds, and keeps the rest', () => {
		const watcher = new Watcher({ events: ['failed'], imageIds: ['a'] });
		watcher.poll([image({ status: 'pending' })]);
		watcher.scope = { events: ['failed'], imageIds: ['a', 'b'] };
		expect(watcher.poll(failed)).toEqual(['failed a']);
		watcher.scope = { events: ['failed'], imageIds: ['b'] };
		expect(watcher.poll(failed.slice(1))).toEqual([]);
		expect(Object.keys(watcher.state?.images ?? {})).toEqual(['b']);
	});

	it('of the filter takes an ID as Graph writes it, in whatever case', () => {
		const watcher = new Watcher({ events: ['failed'], imageIds: ['a1'] });
		watcher.poll([]);
		expect(watcher.poll([image({ id: 'A1', status: 'failed' })])).toEqual(['failed A1']);
	});

	it('of the events makes a baseline for the new ones, and keeps the old ones', () => {
		const watcher = new Watcher({ events: ['failed'] });
		watcher.poll(pending);
		watcher.scope = { events: ['failed', 'ready'] };
		expect(watcher.poll([image({ status: 'failed' }), image({ id: 'b', status: 'ready' })])).toEqual([
			'failed a',
		]);
		expect(watcher.poll([image({ status: 'ready' }), image({ id: 'b', status: 'ready' })])).toEqual([
			'ready a',
		]);
	});

	it('of the credential or cloud makes a baseline for images it did not know', () => {
		const watcher = new Watcher({ events: ['failed', 'created', 'deleted'] });
		watcher.poll([image({ status: 'pending' }), image({ id: 'gone' })]);
		watcher.scope = { ...watcher.scope, connection: 'other' };
		expect(watcher.poll(failed, { goneIds: ['gone'] })).toEqual(['failed a']);
		expect(Object.keys(watcher.state?.images ?? {})).toEqual(['a', 'b']);
	});
});

describe('overlapping polls', () => {
	it('tell a change once: the one that began before the other had read is dropped', () => {
		const watcher = new Watcher({ events: ['failed'] });
		watcher.poll([image({ status: 'pending' })]);
		const at = watcher.now + minute;
		const failed = [image({ status: 'failed' })];
		expect(watcher.poll(failed, { startedAt: at, readAt: at + 10 })).toEqual(['failed a']);
		expect(
			watcher.poll([image({ status: 'pending' })], { startedAt: at + 5, readAt: at + 20 }),
		).toEqual([]);
		expect(watcher.poll(failed)).toEqual([]);
	});

	it('do not stop the trigger when the clock was set back', () => {
		const watcher = new Watcher({ events: ['failed'] });
		watcher.poll([image({ status: 'pending' })]);
		watcher.now -= day;
		expect(watcher.poll([image({ status: 'failed' })])).toEqual(['failed a']);
	});
});
