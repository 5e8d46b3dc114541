import { choiceParameter } from '../../parameters/choice';
import { optionsParameter } from '../../parameters/options';
import { waitOptions } from '../../parameters/waitOptions';
import { waitStateParameter } from '../../parameters/waitState';
import { defineOperation } from '../operation';
import { lookAcrossRestarts } from './acrossRestarts';
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
			description: 'Continue only when the image is ready. Any other final status stops the node and explains why.',
		},
		{
			name: 'Upload Finished (Any Status)',
			value: 'settled',
			description: 'Continue with any status except pending',
		},
	],
	default: 'ready',
	description: 'Upload status to wait for',
	builderHint: {
		propertyHint: 'ready: a failed upload is an error with explanation and remedy. settled: any final status is output.',
	},
});

const waitModeParameter = choiceParameter<'inMemory' | 'durable'>({
	displayName: 'Wait Mode',
	name: 'waitMode',
	type: 'options',
	// n8n drops the stored value of a parameter that it hides.
	displayOptions: { hide: { '@tool': [true] } },
	options: [
		{
			name: 'Across Restarts',
			value: 'durable',
			description:
				'Store the wait in the database of n8n. All items wait together in executions of their own, which check every 66 seconds or less often.',
		},
		{
			name: 'In This Execution',
			value: 'inMemory',
			description: 'Keep the execution running. A restart of n8n ends the wait.',
		},
	],
	default: 'inMemory',
	description: 'Where the node waits',
	builderHint: {
		propertyHint: 'inMemory: the execution keeps running. durable: for uploads of hours; survives a restart of n8n. Both give the same output.',
	},
});

/** Get, repeated: https://learn.microsoft.com/graph/api/cloudpcdeviceimage-get */
export const waitForStatusOfDeviceImage = defineOperation({
	resource: deviceImage.value,
	value: 'waitForStatus',
	name: 'Wait for Status',
	action: 'Wait for status of device image',
	description: 'Wait until the upload of a device image finishes, and explain a failed upload',
	toolDescription:
		'Check whether the upload of a Windows 365 custom device image has finished. It checks once: settled is false while the upload runs. Device Image takes an ID, or in the mode By Name a name such as Finance 1.2.0. A failed upload is reported with the reason and the remedy.',
	access: 'read',
	api: 'v1.0',
	noun: deviceImage.noun,
	output: { ...deviceImage.properties, explanation: { type: 'text' }, remedy: { type: 'text' } },
	parameters: {
		imageId: imageIdParameter,
		waitUntil: waitUntilParameter,
		waitMode: waitModeParameter,
		waitState: waitStateParameter,
		options: optionsParameter(waitOptions),
	},
	batches: ({ waitMode }) => waitMode === 'durable',
	async run({ values: { imageId: id, waitMode, waitState, ...values }, ...input }) {
		const wait = { ...input, ...values, id, isNew: false };
		return [waitMode === 'durable' ? await lookAcrossRestarts(wait, waitState) : await waitForImage(wait)];
	},
});
