import { imageLocator } from '../fields/imageLocator';
import { optionsField } from '../fields/optionsField';
import { checkImageId } from './checks';
import { reuploadErrors } from './deviceImage/reuploadErrors';
import type { Operation } from './operation';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-reupload?view=graph-rest-beta */
export const reuploadDeviceImage: Operation = {
	resource: 'deviceImage',
	value: 'reupload',
	name: 'Reupload (Deprecated)',
	action: 'Reupload device image',
	description: 'Call the action that Microsoft announced to retire on 2026-06-25; use Retry Upload instead',
	permission: 'CloudPC.ReadWrite.All',
	noun: 'device image',
	errorRules: reuploadErrors,
	autoVersion: 'beta',
	betaOnly: true,
	fields: [imageLocator, optionsField()],
	async run({ values, graph }) {
		const id = checkImageId(values.imageId);
		const { uploadAgain } = await import('./uploadAgain');
		return [await uploadAgain(graph, id, 'reupload')];
	},
};
