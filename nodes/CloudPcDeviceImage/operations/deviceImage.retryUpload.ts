import { imageLocator } from '../fields/imageLocator';
import { optionsField } from '../fields/optionsField';
import { checkImageId } from './checks';
import { retryUploadErrors } from './deviceImage/retryUploadErrors';
import type { Operation } from './operation';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-retryupload?view=graph-rest-beta */
export const retryUploadDeviceImage: Operation = {
	resource: 'deviceImage',
	value: 'retryUpload',
	name: 'Retry Upload',
	action: 'Retry upload of device image',
	description: 'Upload a device image again whose upload failed',
	permission: 'CloudPC.ReadWrite.All',
	noun: 'device image',
	errorRules: retryUploadErrors,
	autoVersion: 'beta',
	betaOnly: true,
	batches: true,
	fields: [imageLocator, optionsField()],
	async run({ values, graph }) {
		const id = checkImageId(values.imageId);
		const { uploadAgain } = await import('./uploadAgain');
		return [await uploadAgain(graph, id, 'retryUpload')];
	},
};
