import { deviceImagePath } from '../../graph/paths';
import { optionsParameter } from '../../parameters/options';
import { defineOperation } from '../operation';
import { betaOnlyField, fieldsParameter, selectedProperties } from './fields';
import { imageIdParameter } from './imageId';
import { deviceImage } from './resource';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-get */
export const getDeviceImage = defineOperation({
	resource: deviceImage.value,
	value: 'get',
	name: 'Get',
	action: 'Get device image',
	description: 'Retrieve a device image with its status and, after a failed upload, its error code',
	access: 'read',
	api: 'v1.0',
	noun: deviceImage.noun,
	batches: true,
	parameters: {
		imageId: imageIdParameter,
		options: optionsParameter({ fields: fieldsParameter }),
	},
	needsBeta: ({ options }) => betaOnlyField(options.fields),
	async run({ values: { imageId, options }, graph }) {
		const select = selectedProperties(options.fields)?.join(',');
		return [await graph.get(deviceImagePath(imageId), select ? { $select: select } : undefined)];
	},
});
