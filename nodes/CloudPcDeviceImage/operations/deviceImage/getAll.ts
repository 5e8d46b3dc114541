import type { Query } from '../../graph/client';
import { deviceImagesPath } from '../../graph/paths';
import { listImages } from '../../images/hiddenWords';
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

/** https://learn.microsoft.com/graph/api/virtualendpoint-list-deviceimages */
export const getManyDeviceImages = defineOperation({
	resource: deviceImage.value,
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many device images',
	description: 'Retrieve a list of device images, filtered by name, status or expiry',
	toolDescription:
		'List the Windows 365 custom device images of the tenant with ID, name, version, status, operating system and expiration date; for a failed upload also the explanation and the remedy. Without filters it returns all. Status takes one or more of failed, pending, ready, warning; OS Status one or more of supported, supportedWithWarning, unknown; Display Name a part of the name.',
	access: 'read',
	api: 'v1.0',
	errorRules: getAllErrors,
	output: simplifiedOutput,
	parameters: {
		...listLimits,
		...outputParameters,
		filters: filtersParameter,
		options: optionsParameter({ odataFilter: odataFilterParameter }),
	},
	needsBeta: ({ filters, ...values }) =>
		betaOnlyField(values) ??
		(filters.status.includes('warning') ? { what: 'warning', parameter: 'Status' } : undefined),
	nothingFound: ({ filters, options }) =>
		nothingFound('device images', [
			inWords('status', filters.status),
			inWords('OS status', filters.osStatus),
			inWords('name containing', filters.displayName),
			inWords('days until they expire at most', filters.expiresWithinDays),
			inWords('OData filter', options.odataFilter),
		]),
	async run({ values, graph, beta, clock }) {
		const { odataFilter } = values.options;
		const filters = makeFilters(values.filters, clock.now());
		const $select = selectFor(values, [...filters.keys()]);
		const query: Query = { ...($select && { $select }), ...(odataFilter && { $filter: odataFilter }) };
		const listed = revealsWords(values) ? listImages({ graph, beta }, query) : graph.list(deviceImagesPath, query);
		const images = await collect(listed, values, (image) => [...filters.values()].every((fits) => fits(image)));
		return images.map((image) => shownImage(image, values));
	},
});
