import { collect, listFields } from '../fields/listFields';
import { optionsField } from '../fields/optionsField';
import { sourceImagesPath } from '../graph/paths';
import type { Operation } from './operation';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-getsourceimages */
export const getManySourceImages: Operation = {
	resource: 'sourceImage',
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many source images',
	description: 'Retrieve a list of images in Azure that can be uploaded as device images',
	permission: 'CloudPC.Read.All',
	autoVersion: 'beta',
	fields: [...listFields, optionsField()],
	async run({ values, graph }) {
		return await collect(graph.listValues(sourceImagesPath), values);
	},
};
