import { sourceImagesPath } from '../../graph/paths';
import { listLimits } from '../../parameters/listLimits';
import { optionsParameter } from '../../parameters/options';
import { collect } from '../collect';
import { defineOperation } from '../operation';
import { sourceImage } from './resource';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-getsourceimages */
export const getManySourceImages = defineOperation({
	resource: sourceImage.value,
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many source images',
	description: 'Retrieve a list of images in Azure that can be uploaded as device images',
	access: 'read',
	api: 'beta',
	parameters: { ...listLimits, options: optionsParameter({}) },
	async run({ values, graph }) {
		return await collect(graph.listValues(sourceImagesPath), values);
	},
});
