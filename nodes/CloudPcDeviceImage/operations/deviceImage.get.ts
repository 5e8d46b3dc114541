import { imageLocator } from '../fields/imageLocator';
import { optionsField } from '../fields/optionsField';
import { selectOption, selectQuery } from '../fields/selectOption';
import { deviceImagePath } from '../graph/paths';
import { optionValue } from './apiVersion';
import { checkImageId } from './checks';
import type { Operation } from './operation';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-get */
export const getDeviceImage: Operation = {
	resource: 'deviceImage',
	value: 'get',
	name: 'Get',
	action: 'Get device image',
	description: 'Retrieve a device image with its status and, after a failed upload, its error code',
	permission: 'CloudPC.Read.All',
	noun: 'device image',
	autoVersion: 'v1.0',
	batches: true,
	fields: [imageLocator, optionsField([selectOption])],
	async run({ values, graph }) {
		const path = deviceImagePath(checkImageId(values.imageId));
		const select = selectQuery(optionValue(values, 'fields'));
		return [await graph.get(path, select ? { $select: select } : undefined)];
	},
};
