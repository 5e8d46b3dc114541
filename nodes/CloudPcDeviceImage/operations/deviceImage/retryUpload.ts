import { optionsParameter } from '../../parameters/options';
import { defineOperation } from '../operation';
import { deviceImage } from './resource';
import { restartUpload } from './restartUpload';
import { retryUploadErrors } from './retryUploadErrors';
import { imageIdParameter } from './imageId';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-retryupload?view=graph-rest-beta */
export const retryUploadDeviceImage = defineOperation({
	resource: deviceImage.value,
	value: 'retryUpload',
	name: 'Retry Upload',
	action: 'Retry upload of device image',
	description: 'Upload a device image again whose upload failed',
	access: 'write',
	api: 'betaOnly',
	noun: deviceImage.noun,
	errorRules: retryUploadErrors,
	batches: true,
	parameters: { imageId: imageIdParameter, options: optionsParameter({}) },
	changes: ({ imageId }) => imageId.toLowerCase(),
	async run({ values: { imageId }, graph }) {
		return [await restartUpload(graph, imageId, 'retryUpload')];
	},
});
