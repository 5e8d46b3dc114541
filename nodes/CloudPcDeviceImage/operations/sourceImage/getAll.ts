import { sourceImagesPath } from '../../graph/paths';
import { listLimits } from '../../parameters/listLimits';
import { optionsParameter } from '../../parameters/options';
import { collect, collectAll } from '../collect';
import { newestSourceImages } from '../../images/sourceImages';
import { inWords, nothingFound } from '../nothingFound';
import { defineOperation } from '../operation';
import { filtersParameter, fitsFilters } from './filters';
import { sourceImage } from './resource';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-getsourceimages */
export const getManySourceImages = defineOperation({
	resource: sourceImage.value,
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many source images',
	description: 'Retrieve a list of images in Azure that can be uploaded as device images',
	toolDescription:
		'List the images in Azure that can be uploaded to Windows 365 as device images, with the resource ID that Create takes. Includes managed images and versions in an Azure Compute Gallery.',
	access: 'read',
	api: 'beta',
	parameters: { ...listLimits, filters: filtersParameter, options: optionsParameter({}) },
	needsBeta: ({ filters }) => (filters.category ? { what: 'category', parameter: 'Filters' } : undefined),
	nothingFound: ({ filters }) =>
		nothingFound('source images', [inWords('category', filters.category), inWords('name containing', filters.displayName)]),
	async run({ values: { filters, ...limits }, graph }) {
		const sources = await collectAll(graph.listValues(sourceImagesPath));
		return await collect(filters.newestOnly ? newestSourceImages(sources) : sources, limits, fitsFilters(filters));
	},
});
