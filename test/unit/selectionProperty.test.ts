import * as fc from 'fast-check';

import type { DeviceImage } from '../../nodes/CloudPcDeviceImage/images/deviceImage';
import { ImageRefusal } from '../../nodes/CloudPcDeviceImage/images/imageRefusal';
import { makeSelection, type Selection } from '../../nodes/CloudPcDeviceImage/images/selection';
import { findUsage, type AgentPool, type Policy } from '../../nodes/CloudPcDeviceImage/images/usage';
import { propertyRuns } from '../propertyRuns';

const now = Date.parse('2026-11-25T12:00:00Z');
const dayMs = 86_400_000;

interface Tenant {
	images: DeviceImage[];
	policies: Policy[];
	pools: AgentPool[];
}

type Select = (selection: Selection, tenant: Tenant) => DeviceImage[] | 'refused';

const select: Select = (selection, { images, policies, pools }) => {
	try {
		const fits = makeSelection(selection, { images, use: findUsage(policies, pools), now });
		return images.filter(fits);
	} catch (error) {
		expect(error).toBeInstanceOf(ImageRefusal);
		return 'refused';
	}
};

// The oracle: what must hold of each image by itself, written without a look at the rules under test.

const lower = (text: string | null | undefined): string => (text ?? '').toLowerCase();

const choices = ({ policies, pools }: Tenant) => [...policies, ...pools.map((pool) => pool.cloudPcConfiguration ?? {})];

const isUseUnknown = (tenant: Tenant): boolean =>
	choices(tenant).some(({ imageId, imageType }) => imageId?.split('-').length !== 5 && lower(imageType) !== 'gallery');

const isInUse = (image: DeviceImage, tenant: Tenant): boolean => choices(tenant).some(({ imageId }) => lower(imageId) === lower(image.id));

const isNewer = (a: string, b: string): boolean => {
	const [x = [], y = []] = [a, b].map((version) => version.split('.').map(Number));
	const place = x.findIndex((part, index) => part !== y[index]);
	return place >= 0 && Number(x[place]) > Number(y[place]);
};

const isComparable = (version: string | null | undefined): version is string =>
	typeof version === 'string' && version.split('.').length === 3 && version.split('.').every((part) => part !== '' && [...part].every((sign) => sign >= '0' && sign <= '9'));

function newerReadyVersions(image: DeviceImage, images: DeviceImage[]): string[] {
	const ready = images.filter((other) => other.status === 'ready' && lower(other.displayName).trim() === lower(image.displayName).trim());
	const newer = ready.flatMap(({ version }) => (isComparable(version) && isNewer(version, String(image.version)) ? [version] : []));
	return [...new Set(newer.map((version) => version.split('.').map(Number).join('.')))];
}

const mayBePending = ({ status }: DeviceImage): boolean => !['ready', 'failed', 'warning'].includes(String(status));

/** Returns why an image must not be among the selected ones; undefined when it must. */
function whyNot(image: DeviceImage, { usage, olderThanDays, skipNewest }: Selection, tenant: Tenant): string | undefined {
	if (usage === 'unused' && isInUse(image, tenant)) return 'in use';
	if (usage === 'used' && !isInUse(image, tenant)) return 'not in use';
	if ((usage === 'unused' || skipNewest !== undefined) && mayBePending(image)) return 'may be pending';
	if (skipNewest !== undefined) {
		if (!image.displayName) return 'without a name';
		if (!isComparable(image.version)) return 'cannot be compared';
		if (newerReadyVersions(image, tenant.images).length < skipNewest) return 'among the newest';
	}
	if (olderThanDays === undefined) return undefined;
	const day = /^(\d{4})-(\d\d)-(\d\d)T/.exec(image.lastModifiedDateTime ?? '')?.slice(1).map(Number);
	if (!day || !(now - Date.UTC(Number(day[0]), Number(day[1]) - 1, Number(day[2])) > olderThanDays * dayMs)) return 'not older';
	return undefined;
}

// Random tenants, small enough that names, versions and IDs meet.

const ids = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `aa000000-0000-4000-8000-00000000000${number}`);
const inAnyCase = (text: string) => fc.constantFrom(text, text.toUpperCase());
const version = fc.oneof(
	{ weight: 5, arbitrary: fc.tuple(fc.constantFrom(1, 2), fc.constantFrom(0, 9, 10), fc.constantFrom('0', '2', '9', '10', '010')).map((parts) => parts.join('.')) },
	{ weight: 1, arbitrary: fc.constantFrom('', '1.0', 'v1.2.3', '2025.01', '1.0.0-beta', null, undefined) },
);
const status = fc.oneof(
	{ weight: 5, arbitrary: fc.constant('ready') },
	{ weight: 3, arbitrary: fc.constantFrom('pending', 'failed', 'warning', 'unknownFutureValue', 'archived', null, undefined) },
);
const date = fc.oneof(
	fc.constantFrom(0, 1, 29, 30, 31, 400).map((days) => new Date(now - days * dayMs).toISOString().replace(/T.*/, 'T00:00:00.0000000Z')),
	fc.constantFrom(null, undefined, '', 'soon 1', '31'),
);
const image = (id: string): fc.Arbitrary<DeviceImage> =>
	fc.record({ id: inAnyCase(id), displayName: fc.constantFrom('Finance', 'FINANCE', 'finance ', 'Sales', null), version, status, lastModifiedDateTime: date });
const choice = fc.oneof(
	{ weight: 40, arbitrary: fc.record({ imageId: fc.constantFrom(...ids).chain(inAnyCase), imageType: fc.constantFrom('custom', 'Custom', 'unknownFutureValue', null) }) },
	{ weight: 20, arbitrary: fc.record({ imageId: fc.constantFrom('publisher_offer_sku', null, ''), imageType: fc.constantFrom('gallery', 'Gallery') }) },
	{ weight: 1, arbitrary: fc.record({ imageId: fc.constantFrom('', 'automatic', 'aa000000-0000', null, undefined), imageType: fc.constantFrom('custom', 'unknownFutureValue', null) }) },
);
const tenants: fc.Arbitrary<Tenant> = fc.record({
	images: fc.subarray(ids).chain((each) => fc.tuple(...each.map(image))),
	policies: fc.array(choice, { maxLength: 4 }).map((each) => each.map((use, index) => ({ id: `p${index}`, displayName: 'Policy', ...use }))),
	pools: fc
		.array(fc.oneof({ weight: 30, arbitrary: choice }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) }), { maxLength: 2 })
		.map((each) => each.map((cloudPcConfiguration, index) => ({ id: `a${index}`, cloudPcConfiguration }))),
});
const selections: fc.Arbitrary<Selection> = fc.record({
	usage: fc.constantFrom('unused' as const, 'unused' as const, 'used' as const, undefined),
	skipNewest: fc.constantFrom(undefined, 0, 1, 1, 2, 3),
	olderThanDays: fc.constantFrom(undefined, undefined, 0, 1, 30),
});

/** Whether a way to select gives exactly the images for which there is no reason against it. */
const selectsRightly = (way: Select) =>
	fc.property(selections, tenants, (selection, tenant) => {
		const isRefused = selection.usage !== undefined && isUseUnknown(tenant);
		const expected = isRefused ? 'refused' : tenant.images.filter((each) => whyNot(each, selection, tenant) === undefined);
		expect(way(selection, tenant)).toEqual(expected);
	});

describe('a selection of any tenant', () => {
	it('has nothing in use, pending, among the newest or of unknown use, and everything else', () => {
		fc.assert(selectsRightly(select), propertyRuns());
	});

	it('is often not empty where unused images are selected without the newest', () => {
		const found = fc.sample(fc.tuple(tenants, fc.constantFrom(1, 2)), { numRuns: 1_000, seed: 1 }).map(([tenant, skipNewest]) => select({ usage: 'unused', skipNewest }, tenant));
		expect(found.filter((each) => each !== 'refused' && each.length > 0).length).toBeGreaterThan(100);
		expect(found.filter((each) => each === 'refused').length).toBeGreaterThan(10);
	});
});

/** Mistakes that a rule could make, each as other facts for the right rule. */
const mistakes: Record<string, Select> = {
	'without agent pools': (selection, tenant) => select(selection, { ...tenant, pools: [] }),
	'without policies': (selection, tenant) => select(selection, { ...tenant, policies: [] }),
	'with a policy that shows no image passed over': (selection, tenant) => select(selection, { ...tenant, policies: tenant.policies.filter(({ imageId }) => imageId) }),
	'with a pool without configuration passed over': (selection, tenant) => select(selection, { ...tenant, pools: tenant.pools.filter((pool) => pool.cloudPcConfiguration) }),
	'with only custom policies': (selection, tenant) => select(selection, { ...tenant, policies: tenant.policies.filter(({ imageType }) => imageType === 'custom') }),
	'with one newest version too few': (selection, tenant) => select({ ...selection, ...(selection.skipNewest && { skipNewest: selection.skipNewest - 1 }) }, tenant),
	'with one newest version too many': (selection, tenant) => select({ ...selection, ...(selection.skipNewest && { skipNewest: selection.skipNewest + 1 }) }, tenant),
	'with one day too many': (selection, tenant) => select({ ...selection, ...(selection.olderThanDays && { olderThanDays: selection.olderThanDays + 1 }) }, tenant),
};

/** The same for what images say: the rule looks at altered images, and gives the true ones. */
const alteredImages: Record<string, (image: DeviceImage) => DeviceImage> = {
	'with a hidden status taken for failed': (each) => (each.status === 'unknownFutureValue' ? { ...each, status: 'failed' } : each),
	'with no status taken for failed': (each) => ({ ...each, status: each.status ?? 'failed' }),
	'with a pending image taken for ready': (each) => (each.status === 'pending' ? { ...each, status: 'ready' } : each),
	'with a failed image counted as ready': (each) => (each.status === 'failed' ? { ...each, status: 'ready' } : each),
	'with names in two cases taken for two names': (each) => ({ ...each, displayName: each.displayName?.replace('FIN', 'N') }),
	'with versions compared by their characters': (each) => ({ ...each, version: each.version?.replace(/\b10$/, '1') }),
	'with two parts completed to a version': (each) => ({ ...each, version: each.version?.replace(/^(\d+\.\d+)$/, '$1.0') }),
	'with no date taken for an old one': (each) => ({ ...each, lastModifiedDateTime: each.lastModifiedDateTime ?? '2000-01-01T00:00:00Z' }),
};

const altered =
	(alter: (image: DeviceImage) => DeviceImage): Select =>
	(selection, tenant) => {
		const found = select(selection, { ...tenant, images: tenant.images.map(alter) });
		return found === 'refused' ? found : tenant.images.filter(({ id }) => found.some((each) => each.id === id));
	};

it.each([...Object.entries(mistakes), ...Object.entries(alteredImages).map(([name, alter]) => [name, altered(alter)] as const)])(
	'a selection %s does not pass the property',
	(_, mistaken) => {
		expect(fc.check(selectsRightly(mistaken), { numRuns: 10_000, endOnFailure: true })).toMatchObject({ failed: true });
	},
);
