import { optionsParameter } from '../../parameters/options';
import { defineOperation } from '../operation';
import { deviceImage } from './resource';
import { restartUpload } from './restartUpload';
import { reuploadErrors } from './reuploadErrors';
import { imageIdParameter } from './imageId';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-reupload?view=graph-rest-beta */
export const reuploadDeviceImage = defineOperation({
	resource: deviceImage.value,
	value: 'reupload',
	name: 'Reupload (Deprecated)',
	action: 'Reupload device image',
	description: 'Call an action whose retirement Microsoft announced for 2026-06-25 (use Retry Upload instead)',
	toolDescription:
		'Deprecated: use Retry Upload instead. Start the upload of a Windows 365 custom device image again. Device Image takes an ID, or in the mode By Name a name such as Finance 1.2.0.',
	access: 'write',
	api: 'betaOnly',
	noun: deviceImage.noun,
	errorRules: reuploadErrors,
	parameters: { imageId: imageIdParameter, options: optionsParameter({}) },
	changes: ({ imageId }) => imageId.toLowerCase(),
	async run({ values: { imageId }, graph }) {
		return [await restartUpload(graph, imageId, 'reupload')];
	},
});
