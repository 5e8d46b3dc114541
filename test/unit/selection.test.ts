import type { DeviceImage } from '../../nodes/CloudPcDeviceImage/images/deviceImage';
import { ImageRefusal } from '../../nodes/CloudPcDeviceImage/images/imageRefusal';
import { makeSelection, type KnownTenant, type Selection } from '../../nodes/CloudPcDeviceImage/images/selection';
import { findUsage } from '../../nodes/CloudPcDeviceImage/images/usage';

const now = Date.parse('2026-11-25T12:00:00Z');

const selected = (selection: Selection, tenant: Omit<KnownTenant, 'now'>): unknown[] =>
	tenant.images.filter(makeSelection(selection, { ...tenant, now })).map(({ id }) => id && shortOf(id));

const guidStart = '00000000-0000-4000-8000-';

/** Returns a GUID that holds a version; {@link selected} takes the rest of it away. */
const guidOf = (version: string): string => guidStart + version.split('-').map((part) => part.padStart(4, '0')).join('');

/** Returns the version in an ID. */
const shortOf = (id: string): string => (id.startsWith(guidStart) ? (id.slice(guidStart.length).match(/.{4}/g) ?? []).map(Number).join('-') : id);

/** Images of one name, with their versions in their IDs. */
const finance = (...images: Array<[version: string, status?: string | null]>): DeviceImage[] =>
	images.map(([version, status = 'ready']) => ({ id: guidOf(version.replaceAll('.', '-')), displayName: 'Finance', version, status }));

describe('a selection', () => {
	it('of nothing set is every image', () => {
		expect(selected({}, { images: [{}, ...finance(['1.0', null])] })).toEqual([undefined, '1-0']);
	});

	it('asks each of its values', () => {
		const images = finance(['1.0.0'], ['1.0.1'], ['1.0.2']).map((image, index) => ({
			...image,
			lastModifiedDateTime: index === 0 ? null : '2020-01-01T00:00:00Z',
		}));
		const use = findUsage([{ id: 'p', imageId: guidOf('1-0-2'), imageType: 'custom' }], []);
		expect(selected({ usage: 'unused', olderThanDays: 1, skipNewest: 1 }, { images, use })).toEqual(['1-0-1']);
	});
});

describe('Usage', () => {
	const images = finance(['1.0.0'], ['1.0.1', 'failed'], ['1.0.2', 'warning'], ['1.0.3', 'pending'], ['1.0.4', 'unknownFutureValue'], ['1.0.5', null], ['1.0.6', 'archived']);
	const inUse = (...ids: string[]) => findUsage([], ids.map((imageId) => ({ id: 'a', cloudPcConfiguration: { imageId: guidOf(imageId), imageType: 'custom' } })));

	it('unused selects what nothing uses, and whose upload is known to have ended', () => {
		expect(selected({ usage: 'unused' }, { images, use: inUse() })).toEqual(['1-0-0', '1-0-1', '1-0-2']);
		expect(selected({ usage: 'unused' }, { images, use: inUse('1-0-0', '1-0-2') })).toEqual(['1-0-1']);
	});

	it('used selects what something uses, whatever its status', () => {
		expect(selected({ usage: 'used' }, { images, use: inUse('1-0-0', '1-0-4', '9-9-9') })).toEqual(['1-0-0', '1-0-4']);
	});

	it.each(['unused', 'used'] as const)('%s selects no image without an ID', (usage) => {
		const nameless = [null, '', ' ', '../x'].map((id) => ({ ...images[0], id }));
		expect(selected({ usage }, { images: nameless, use: inUse() })).toEqual([]);
	});

	it.each(['unused', 'used'] as const)('%s is refused when the use is unknown, and when it was not read', (usage) => {
		for (const use of [findUsage([{ id: 'p' }], []), undefined]) {
			expect(() => makeSelection({ usage }, { images, use, now })).toThrow(ImageRefusal);
		}
	});

	it('that is unknown does not matter where it is not asked for', () => {
		expect(selected({ skipNewest: 0 }, { images, use: findUsage([{ id: 'p' }], []) })).toHaveLength(3);
	});
});

describe('Older Than', () => {
	const olderThan = (days: number, lastModifiedDateTime: string | null | undefined) =>
		selected({ olderThanDays: days }, { images: [{ id: 'x', lastModifiedDateTime }] }).length === 1;

	it.each([
		[30, '2026-10-26T12:00:00Z', false],
		[30, '2026-10-26T11:59:59.9999999Z', true],
		[30, '2026-10-26T13:59:59+02:00', true],
		[0, '2026-11-25T11:59:59Z', true],
		[0, '2026-11-25T12:00:01Z', false],
	])('%i days counts from now: %s is older: %s', (days, date, expected) => {
		expect(olderThan(days, date)).toBe(expected);
	});

	it.each([null, undefined, '', 'soon 1', '2020', '2020-01-01', '2020-13-01T00:00:00Z', '2020-01-01T00:00:00', '0001-01-01T00:00:00Z'])(
		'any number of days does not select the date %j',
		(date) => {
			expect(olderThan(0, date)).toBe(false);
		},
	);
});

describe('Skip Newest', () => {
	const skip = (skipNewest: number, images: DeviceImage[]) => selected({ skipNewest }, { images });

	it('leaves out the newest ready versions, and whatever is newer than they', () => {
		const images = finance(['1.0.9'], ['1.0.10'], ['1.0.8', 'failed'], ['1.0.11', 'failed'], ['2.0.0', 'warning'], ['1.0.7']);
		expect(skip(1, images)).toEqual(['1-0-9', '1-0-8', '1-0-7']);
		expect(skip(2, images)).toEqual(['1-0-8', '1-0-7']);
		expect(skip(3, images)).toEqual([]);
	});

	it('leaves out all of a name with fewer ready versions', () => {
		expect(skip(2, finance(['1.0.0', 'failed'], ['1.0.1'], ['1.0.2', 'failed']))).toEqual([]);
	});

	it('counts names in every case as one, and the same version twice as one', () => {
		const images = [
			...finance(['1.0.1'], ['1.0.2'], ['1.0.3']),
			{ id: 'again', displayName: ' FINANCE', version: '1.0.03', status: 'ready' },
			{ id: 'other', displayName: 'Sales', version: '0.0.1', status: 'ready' },
		];
		expect(skip(2, images)).toEqual(['1-0-1']);
	});

	it('selects nothing that is pending, cannot be compared or has no name, not even when it leaves out none', () => {
		const rest = [{ displayName: null }, { displayName: ' ' }, { displayName: 'Sales', version: null }, { displayName: 'Sales', status: 'pending' }];
		const images = [...finance(['1.0'], ['v1.0.0'], ['1.0.0']), ...rest.map((image) => ({ id: 'rest', version: '1.0.0', status: 'ready', ...image }))];
		expect(skip(0, images)).toEqual(['1-0-0']);
	});
});
