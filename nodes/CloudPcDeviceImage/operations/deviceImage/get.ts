import { deviceImagePath } from '../../graph/paths';
import { revealWords } from '../../images/hiddenWords';
import { optionsParameter } from '../../parameters/options';
import { defineOperation } from '../operation';
import { imageIdParameter } from './imageId';
import { betaOnlyField, outputParameters, revealsWords, selectFor, shownImage, simplifiedOutput } from './output';
import { deviceImage } from './resource';

/** https://learn.microsoft.com/graph/api/cloudpcdeviceimage-get */
export const getDeviceImage = defineOperation({
	resource: deviceImage.value,
	value: 'get',
	name: 'Get',
	action: 'Get device image',
	description: 'Retrieve a device image with its status and, after a failed upload, why it failed and what to do',
	toolDescription:
		'Get one Windows 365 custom device image of the tenant: status (pending, ready, warning, or failed), why an upload failed and what to do, operating system, and expiration date. Device Image takes an ID, or in the mode By Name a name such as Finance, or Finance 1.2.0 where several versions exist.',
	access: 'read',
	api: 'v1.0',
	noun: deviceImage.noun,
	batches: true,
	output: simplifiedOutput,
	parameters: { imageId: imageIdParameter, ...outputParameters, options: optionsParameter({}) },
	needsBeta: betaOnlyField,
	async run({ values: { imageId, ...values }, ...clients }) {
		const $select = selectFor(values);
		const image = await clients.graph.get(deviceImagePath(imageId), $select ? { $select } : undefined);
		return [shownImage(revealsWords(values) ? await revealWords(image, clients) : image, values)];
	},
});
