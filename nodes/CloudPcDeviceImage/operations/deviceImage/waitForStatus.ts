import { deviceImagePath } from '../../graph/paths';
import { waitForStatus } from '../../images/waitForStatus';
import { choiceParameter } from '../../parameters/choice';
import { optionsParameter } from '../../parameters/options';
import { waitOptions } from '../../parameters/waitOptions';
import { defineOperation } from '../operation';
import { imageIdParameter } from './imageId';
import { deviceImage } from './resource';
import { lookAt, makeWaitOptions } from './waiting';

const waitUntilParameter = choiceParameter<'ready' | 'settled'>({
	displayName: 'Wait Until',
	name: 'waitUntil',
	type: 'options',
	options: [
		{
			name: 'Ready',
			value: 'ready',
			description: 'Any other end stops the node with an error that says why and what to do',
		},
		{
			name: 'Settled',
			value: 'settled',
			description: 'Any status but pending is success',
		},
	],
	default: 'ready',
	description: 'Which end of the upload counts as success',
});

/** Get, repeated: https://learn.microsoft.com/graph/api/cloudpcdeviceimage-get */
export const waitForStatusOfDeviceImage = defineOperation({
	resource: deviceImage.value,
	value: 'waitForStatus',
	name: 'Wait for Status',
	action: 'Wait for status of device image',
	description: 'Wait until the upload of a device image has ended, and explain a failure',
	access: 'read',
	api: 'v1.0',
	noun: deviceImage.noun,
	parameters: {
		imageId: imageIdParameter,
		waitUntil: waitUntilParameter,
		options: optionsParameter(waitOptions),
	},
	async run({ values: { imageId, waitUntil, options }, graph, clock }) {
		const wait = makeWaitOptions(options, waitUntil, false);
		return [await waitForStatus(lookAt(graph, deviceImagePath(imageId)), wait, clock)];
	},
});
