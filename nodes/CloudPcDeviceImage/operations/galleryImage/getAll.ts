import { galleryImagesPath } from '../../graph/paths';
import { listLimits } from '../../parameters/listLimits';
import { optionsParameter } from '../../parameters/options';
import { collect } from '../collect';
import { nothingFound } from '../nothingFound';
import { defineOperation } from '../operation';
import { galleryImage } from './resource';

/** https://learn.microsoft.com/graph/api/virtualendpoint-list-galleryimages */
export const getManyGalleryImages = defineOperation({
	resource: galleryImage.value,
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many gallery images',
	description: 'Retrieve a list of the gallery images that Microsoft offers, with their end of support',
	toolDescription:
		"List the gallery images of Windows 365 that a provisioning policy can use, with the support state and the end of support. The ID has the form publisher_offer_sku and is a policy's image ID.",
	access: 'read',
	api: 'v1.0',
	parameters: { ...listLimits, options: optionsParameter({}) },
	nothingFound: () => nothingFound('gallery images', []),
	async run({ values, graph }) {
		return await collect(graph.list(galleryImagesPath), values);
	},
});
