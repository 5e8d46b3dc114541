import type { Query } from '../../graph/client';
import { deviceImagesPath } from '../../graph/paths';
import { listImages } from '../../images/hiddenWords';
import { booleanParameter } from '../../parameters/boolean';
import { listLimits } from '../../parameters/listLimits';
import { odataFilterParameter } from '../../parameters/odataFilter';
import { optionsParameter } from '../../parameters/options';
import { collect } from '../collect';
import { inWords, nothingFound } from '../nothingFound';
import { defineOperation } from '../operation';
import { getAllErrors } from './getAllErrors';
import { filtersParameter, makeFilters } from './filters';
import { betaOnlyField, outputParameters, revealsWords, selectFor, shownImage, simplifiedOutput } from './output';
import { deviceImage } from './resource';
import { isSelection, selectImages, selectionProperties } from './selectImages';

const includeUsageParameter = booleanParameter({
	displayName: 'Include Usage',
	name: 'includeUsage',
	type: 'boolean',
	default: false,
	description: 'Whether to add the provisioning policies and agent pools that use each image',
});

/** https://learn.microsoft.com/graph/api/virtualendpoint-list-deviceimages */
export const getManyDeviceImages = defineOperation({
	resource: deviceImage.value,
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many device images',
	description: 'Retrieve a list of device images, filtered by name, status, expiration, age, or use',
	toolDescription:
		'List the Windows 365 custom device images of the tenant with ID, name, version, status, operating system, and expiration date; for a failed upload also the explanation and the remedy. Without filters it returns all. Status takes one or more of failed, pending, ready, warning; OS Status one or more of supported, supportedWithWarning, unknown; Display Name a part of the name.',
	access: 'read',
	api: 'v1.0',
	errorRules: getAllErrors,
	output: { ...simplifiedOutput, usedBy: { type: 'object' } },
	parameters: {
		...listLimits,
		...outputParameters,
		filters: filtersParameter,
		options: optionsParameter({ includeUsage: includeUsageParameter, odataFilter: odataFilterParameter }),
	},
	needsBeta: ({ filters, ...values }) =>
		betaOnlyField(values) ??
		(filters.status.includes('warning') ? { what: 'warning', parameter: 'Status' } : undefined),
	nothingFound: ({ filters, options }) =>
		nothingFound('device images', [
			inWords('status', filters.status),
			inWords('OS status', filters.osStatus),
			inWords('name containing', filters.displayName),
			inWords('days until expiration at most', filters.expiresWithinDays),
			inWords('use', filters.usage),
			inWords('days since last change more than', filters.olderThanDays),
			inWords('newest versions left out', filters.skipNewest),
			inWords('OData filter', options.odataFilter),
		]),
	async run({ values, graph, beta, clock }) {
		const { odataFilter, includeUsage: includesUsage } = values.options;
		const { filters: selection } = values;
		const now = clock.now();
		const clients = { graph, beta };
		const filters = makeFilters(selection, now);
		const selects = isSelection(selection) || includesUsage;
		const $select = selectFor(values, [...filters.keys(), ...(selects ? selectionProperties : [])]);
		const query: Query = { ...($select && { $select }), ...(odataFilter && { $filter: odataFilter }) };
		const listed = revealsWords(values) ? listImages(clients, query) : graph.list(deviceImagesPath, query);
		const selected = selects ? await selectImages({ clients, selection, includesUsage, listed, query, now }) : listed;
		const images = await collect(selected, values, (image) => [...filters.values()].every((fits) => fits(image)));
		return images.map(({ usedBy, ...image }) => ({ ...shownImage(image, values), ...(usedBy ? { usedBy } : {}) }));
	},
});
