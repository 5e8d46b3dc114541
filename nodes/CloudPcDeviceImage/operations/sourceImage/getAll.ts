import { sourceImagesPath } from '../../graph/paths';
import { listLimits } from '../../parameters/listLimits';
import { optionsParameter } from '../../parameters/options';
import { collect } from '../collect';
import { nothingFound } from '../nothingFound';
import { defineOperation } from '../operation';
import { sourceImage } from './resource';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-getsourceimages */
export const getManySourceImages = defineOperation({
	resource: sourceImage.value,
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many source images',
	description: 'Retrieve a list of images in Azure that can be uploaded as device images',
	toolDescription:
		'List the images in Azure that can be uploaded to Windows 365 as device images, managed images and versions in an Azure Compute Gallery, with the resource ID that Create takes.',
	access: 'read',
	api: 'beta',
	parameters: { ...listLimits, options: optionsParameter({}) },
	nothingFound: () => nothingFound('source images', []),
	async run({ values, graph }) {
		return await collect(graph.listValues(sourceImagesPath), values);
	},
});
