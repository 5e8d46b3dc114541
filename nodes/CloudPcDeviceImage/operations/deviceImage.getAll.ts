import type { INodeProperties } from 'n8n-workflow';

import { collect, listFields } from '../fields/listFields';
import { optionsField } from '../fields/optionsField';
import { selectOption, selectQuery } from '../fields/selectOption';
import type { Query } from '../graph/client';
import { deviceImagesPath } from '../graph/paths';
import type { DeviceImage } from '../images/deviceImage';
import { expiryPhase, expiryWindow } from '../images/expiry';
import { optionValue } from './apiVersion';
import { checkNumber, checkODataFilter } from './checks';
import { getAllErrors } from './deviceImage/getAllErrors';
import type { Operation } from './operation';
import { parameterText } from './parameterText';

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Display Name',
			name: 'displayName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Finance',
			description: 'Text that the name contains, in upper or lower case',
		},
		{
			displayName: 'Expires Within (Days)',
			name: 'expiresWithinDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 30,
			description: 'Only images that expire within this many days, or have expired already',
		},
		{
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
		},
		{
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
		},
	],
};

const odataFilter: INodeProperties = {
	displayName: 'OData Filter',
	name: 'odataFilter',
	type: 'string',
	default: '',
	placeholder: "e.g. contains(displayName,'Finance')",
	description: 'Sent to Microsoft Graph as $filter, just as it is',
};

type Filter = (image: DeviceImage) => boolean;

const oneOf = (chosen: unknown): string[] => [chosen].flat().map(parameterText);

/**
 * Graph documents $filter without saying which properties it takes, so the package filters by itself.
 *
 * @param chosen the collection `filters`
 * @param now ms since 1970, UTC
 * @returns for each property looked at, whether an image fits
 */
function readFilters(chosen: Record<string, unknown>, now: number): Map<string, Filter> {
	const found = new Map<string, Filter>();
	const name = parameterText(chosen.displayName).toLowerCase();
	if (name !== '') {
		found.set('displayName', (image) => image.displayName?.toLowerCase().includes(name) === true);
	}
	for (const property of ['status', 'osStatus'] as const) {
		const wanted = chosen[property];
		if (wanted === undefined || (Array.isArray(wanted) && wanted.length === 0)) continue;
		found.set(property, (image) => oneOf(wanted).includes(String(image[property] ?? 'unknown')));
	}
	if (chosen.expiresWithinDays !== undefined) {
		const days = checkNumber('Expires Within (Days)', chosen.expiresWithinDays, 0, 36_500);
		const soon = expiryWindow(now, days);
		found.set('expirationDate', (image) => expiryPhase(image.expirationDate, soon) !== 'later');
	}
	return found;
}

/** https://learn.microsoft.com/graph/api/virtualendpoint-list-deviceimages */
export const getManyDeviceImages: Operation = {
	resource: 'deviceImage',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many device images',
	description: 'Retrieve a list of device images, filtered by name, status or expiry',
	permission: 'CloudPC.Read.All',
	errorRules: getAllErrors,
	autoVersion: 'v1.0',
	fields: [...listFields, filters, optionsField([selectOption, odataFilter])],
	async run({ values, graph, clock }) {
		const chosen = (values.filters ?? {}) as Record<string, unknown>;
		const active = readFilters(chosen, clock.now());
		const fields = optionValue(values, 'fields');
		const select = selectQuery(fields, [...active.keys()]);
		const filter = checkODataFilter(optionValue(values, 'odataFilter'));
		const query: Query = {
			...(select && { $select: select }),
			...(filter && { $filter: filter }),
		};
		const fits = (image: DeviceImage): boolean =>
			[...active.values()].every((matches) => matches(image));
		const images = await collect(graph.list(deviceImagesPath, query), values, fits);
		const returned = selectQuery(fields)?.split(',');
		if (!returned) return images;
		return images.map((image) =>
			Object.fromEntries(Object.entries(image).filter(([property]) => returned.includes(property))),
		);
	},
};
