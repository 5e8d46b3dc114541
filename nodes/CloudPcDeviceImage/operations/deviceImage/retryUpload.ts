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
	description: 'Retry the upload of a failed device image',
	toolDescription:
		'Start the upload of a Windows 365 custom device image again after it failed. Fix the cause first: Get reports it with a remedy. Device Image takes an ID, or in the mode By Name a name such as Finance 1.2.0.',
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
