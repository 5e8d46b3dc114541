import type { INodeProperties } from 'n8n-workflow';

import { imageLocator } from '../fields/imageLocator';
import { optionsField } from '../fields/optionsField';
import { waitOptions } from '../fields/waitFields';
import { deviceImagePath } from '../graph/paths';
import { checkImageId } from './checks';
import type { Operation } from './operation';

const waitUntil: INodeProperties = {
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
};

/** Get, repeated: https://learn.microsoft.com/graph/api/cloudpcdeviceimage-get */
export const waitForStatusOfDeviceImage: Operation = {
	resource: 'deviceImage',
	value: 'waitForStatus',
	name: 'Wait for Status',
	action: 'Wait for status of device image',
	description: 'Wait until the upload of a device image has ended, and explain a failure',
	permission: 'CloudPC.Read.All',
	noun: 'device image',
	autoVersion: 'v1.0',
	fields: [imageLocator, waitUntil, optionsField(waitOptions)],
	async run({ values, graph, clock }) {
		const { lookAt, readWaitOptions, waitForStatus } = await import('./waiting');
		const path = deviceImagePath(checkImageId(values.imageId));
		const until = values.waitUntil === 'settled' ? 'settled' : 'ready';
		const options = readWaitOptions(values, until, false);
		return [await waitForStatus(lookAt(graph, path), options, clock)];
	},
};
