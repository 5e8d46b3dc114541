import type { Query } from '../../graph/client';
import { deviceImagesPath } from '../../graph/paths';
import { listLimits } from '../../parameters/listLimits';
import { odataFilterParameter } from '../../parameters/odataFilter';
import { optionsParameter } from '../../parameters/options';
import { collect } from '../collect';
import { defineOperation } from '../operation';
import { getAllErrors } from './getAllErrors';
import { betaOnlyField, fieldsParameter, selectedProperties } from './fields';
import { filtersParameter, makeFilters } from './filters';
import { deviceImage } from './resource';

/** https://learn.microsoft.com/graph/api/virtualendpoint-list-deviceimages */
export const getManyDeviceImages = defineOperation({
	resource: deviceImage.value,
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many device images',
	description: 'Retrieve a list of device images, filtered by name, status or expiry',
	access: 'read',
	api: 'v1.0',
	errorRules: getAllErrors,
	parameters: {
		...listLimits,
		filters: filtersParameter,
		options: optionsParameter({ fields: fieldsParameter, odataFilter: odataFilterParameter }),
	},
	needsBeta: ({ filters, options }) =>
		betaOnlyField(options.fields) ??
		(filters.status.includes('warning') ? { what: 'warning', parameter: 'Status' } : undefined),
	async run({ values, graph, clock }) {
		const { fields, odataFilter } = values.options;
		const filters = makeFilters(values.filters, clock.now());
		const asked = selectedProperties(fields, [...filters.keys()]);
		const query: Query = {
			...(asked && { $select: asked.join(',') }),
			...(odataFilter && { $filter: odataFilter }),
		};
		const images = await collect(graph.list(deviceImagesPath, query), values, (image) =>
			[...filters.values()].every((fits) => fits(image)),
		);
		const returned = selectedProperties(fields);
		if (!returned) return images;
		return images.map((image) =>
			Object.fromEntries(Object.entries(image).filter(([property]) => returned.includes(property))),
		);
	},
});
