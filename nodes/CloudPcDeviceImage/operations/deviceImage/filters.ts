import type { DeviceImage } from '../../images/deviceImage';
import { expiryPhase, expiryWindow } from '../../images/expiry';
import { choiceParameter, choicesParameter } from '../../parameters/choice';
import { collectionParameter } from '../../parameters/collection';
import { optionalNumber } from '../../parameters/number';
import { optional, type Parameter } from '../../parameters/parameter';
import { contains, displayNameFilter } from '../clientFilters';

const entries = {
	displayName: displayNameFilter('Finance', 'Part of the name. Not case-sensitive.'),
	expiresWithinDays: optionalNumber(
		{
			displayName: 'Expires Within (Days)',
			name: 'expiresWithinDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 30,
			description: 'Only images that expire within this many days or have already expired',
		},
		{ min: 0, max: 36_500, example: 30 },
	),
	osStatus: choicesParameter({
		displayName: 'OS Status',
		name: 'osStatus',
		type: 'multiOptions',
		options: [
			{ name: 'Supported', value: 'supported' },
			{ name: 'Supported With Warning', value: 'supportedWithWarning' },
			{ name: 'Unknown', value: 'unknown' },
		],
		default: [],
		description: 'Support state of the operating system',
	}),
	olderThanDays: optionalNumber(
		{
			displayName: 'Older Than (Days)',
			name: 'olderThanDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 30,
			description: 'Only images that were last changed more than this many days ago',
		},
		{ min: 0, max: 36_500, example: 30 },
	),
	skipNewest: optionalNumber(
		{
			displayName: 'Skip Newest',
			name: 'skipNewest',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 2,
			description:
				"Number of newest ready versions to leave out for each display name. Images that are newer, pending, or have a version that can't be compared are left out too.",
		},
		{ min: 0, max: 1_000, isWhole: true, example: 2 },
	),
	status: choicesParameter({
		displayName: 'Status',
		name: 'status',
		type: 'multiOptions',
		options: [
			{ name: 'Failed', value: 'failed' },
			{ name: 'Pending', value: 'pending' },
			{ name: 'Ready', value: 'ready' },
			{ name: 'Warning', value: 'warning' },
		],
		default: [],
		description: 'State of the upload',
	}),
	usage: optional(
		choiceParameter<'unused' | 'used'>({
			displayName: 'Usage',
			name: 'usage',
			type: 'options',
			options: [
				{ name: 'Unused', value: 'unused', description: 'No provisioning policy or agent pool uses it, and its upload has finished' },
				{ name: 'Used', value: 'used', description: 'A provisioning policy or an agent pool uses it' },
			],
			default: 'unused',
			description: 'Whether a provisioning policy or an agent pool uses the image',
		}),
	),
};

/** The collection `filters` of Get Many. */
export const filtersParameter = collectionParameter(
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
	},
	entries,
);

type Filters = typeof filtersParameter extends Parameter<infer T> ? T : never;

type Filter = (image: DeviceImage) => boolean;

/**
 * Returns what the filters ask of an image: Graph documents $filter without saying which properties it takes,
 * so the package filters by itself.
 *
 * @param filters value of the collection
 * @param now ms since 1970, UTC
 * @returns for each property looked at, whether an image fits
 */
export function makeFilters(filters: Filters, now: number): Map<string, Filter> {
	const found = new Map<string, Filter>();
	const { displayName } = filters;
	if (displayName !== undefined) found.set('displayName', (image) => contains(image.displayName, displayName));
	for (const property of ['status', 'osStatus'] as const) {
		const wanted = filters[property];
		if (wanted.length === 0) continue;
		found.set(property, (image) => wanted.includes(String(image[property] ?? 'unknown')));
	}
	if (filters.expiresWithinDays !== undefined) {
		const window = expiryWindow(now, filters.expiresWithinDays);
		found.set('expirationDate', (image) => expiryPhase(image.expirationDate, window) !== 'later');
	}
	return found;
}
