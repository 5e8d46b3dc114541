import { choiceParameter } from '../../parameters/choice';
import { optionsParameter } from '../../parameters/options';
import { waitOptions } from '../../parameters/waitOptions';
import { defineOperation } from '../operation';
import { imageIdParameter } from './imageId';
import { deviceImage } from './resource';
import { waitForImage } from './waiting';

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
	builderHint: {
		propertyHint: 'ready: a failed upload is an error with explanation and remedy. settled: every end of the upload is output.',
	},
});

/** Get, repeated: https://learn.microsoft.com/graph/api/cloudpcdeviceimage-get */
export const waitForStatusOfDeviceImage = defineOperation({
	resource: deviceImage.value,
	value: 'waitForStatus',
	name: 'Wait for Status',
	action: 'Wait for status of device image',
	description: 'Wait in memory until the upload of a device image has ended, and explain a failure',
	toolDescription:
		'Check whether the upload of a Windows 365 custom device image has ended. It checks once: settled is false while the upload runs. Device Image takes an ID, or in the mode By Name a name such as Finance 1.2.0. A failed upload is reported with the reason and the remedy.',
	access: 'read',
	api: 'v1.0',
	noun: deviceImage.noun,
	output: { ...deviceImage.properties, explanation: { type: 'text' }, remedy: { type: 'text' } },
	parameters: {
		imageId: imageIdParameter,
		waitUntil: waitUntilParameter,
		options: optionsParameter(waitOptions),
	},
	async run({ values: { imageId: id, waitUntil, options }, ...input }) {
		return [await waitForImage({ ...input, id, waitUntil, options, isNew: false })];
	},
});
