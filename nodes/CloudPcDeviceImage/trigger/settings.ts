import type { ApiVersion } from '../graph/client';
import type { WatchScope } from './statusChanges';
import { triggerEvents, type TriggerEvent } from './events';
import { apiVersionParameter, chooseApiVersion } from '../parameters/apiVersion';
import { booleanParameter } from '../parameters/boolean';
import { choicesParameter } from '../parameters/choice';
import { collectionParameter } from '../parameters/collection';
import { readImageId } from '../parameters/entityId';
import { numberParameter } from '../parameters/number';
import type { Parameter, ValuesOf } from '../parameters/parameter';
import { listOf } from '../parameters/rawValue';

const eventsParameter = choicesParameter<TriggerEvent>(
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: [
			{
				name: 'Became Failed',
				value: 'failed',
				action: 'On device image failed',
				description: 'The upload failed. The item explains why and what to do.',
			},
			{
				name: 'Became Pending',
				value: 'pending',
				action: 'On device image pending',
				description: 'An upload or a retry started',
			},
			{
				name: 'Became Ready',
				value: 'ready',
				action: 'On device image ready',
				description: 'The upload finished and the image can be used',
			},
			{
				name: 'Became Warning',
				value: 'warning',
				action: 'On device image with warning',
				description: 'The upload finished with a warning. Reported only by the beta version of Microsoft Graph.',
			},
			{
				name: 'Image Created',
				value: 'created',
				action: 'On device image created',
				description: 'An image appeared in the tenant',
			},
			{
				name: 'Image Deleted',
				value: 'deleted',
				action: 'On device image deleted',
				description: 'An image was deleted. The item contains its last known properties.',
			},
			{
				name: 'Image Expiring',
				value: 'expiring',
				action: 'On device image expiring',
				description: 'An image expires soon. Sent when the warning period starts and again on the expiration date.',
			},
			{
				name: 'OS Status Changed',
				value: 'osStatusChanged',
				action: 'On OS status of device image changed',
				description: 'The support state of the operating system of an image changed',
			},
			{
				name: 'Status Changed (Any)',
				value: 'statusChanged',
				action: 'On status of device image changed (any)',
				description: 'The status of an image changed to any value',
			},
		],
		default: ['failed', 'ready'],
		builderHint: {
			propertyHint:
				'failed, ready, pending, warning: the new status. created, deleted: the image appeared or disappeared. expiring: it expires soon. osStatusChanged: the support state of its Windows changed. statusChanged: any status change.',
		},
	},
	true,
);

/** Graph writes IDs in lower case; other tools write the same ones in upper case. */
const imageIdsParameter: Parameter<string[]> = {
	property: {
		displayName: 'Device Image Names or IDs',
		name: 'imageIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getImages' },
		default: [],
		description:
			'Images to watch. Leave empty to watch all images. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	read: (raw) => [
		...new Set(listOf(raw).map((id) => readImageId('Device Image Names or IDs', id).toLowerCase())),
	],
};

const optionsParameter = collectionParameter(
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
	},
	{
		apiVersion: apiVersionParameter('Uses v1.0, or beta if the event Became Warning is selected'),
		emitExisting: booleanParameter({
			displayName: 'Include Existing Images',
			name: 'emitExisting',
			type: 'boolean',
			default: false,
			description:
				'Whether to also start the workflow once for images that already match when the trigger starts to watch them',
		}),
		expiresWithinDays: numberParameter(
			{
				displayName: 'Expires Within (Days)',
				name: 'expiresWithinDays',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 30,
				description: 'Number of days before the expiration date to send the event',
			},
			{ min: 0, max: 36_500, example: 30 },
		),
		fullImage: booleanParameter({
			displayName: 'Full Image',
			name: 'fullImage',
			type: 'boolean',
			default: false,
			description:
				'Whether to output every property. If turned off, the output has ID, name, version, status, error code, OS status, expiration date, and last change.',
		}),
	},
);

/** The parameters of the trigger, besides `authentication` and n8n's own `pollTimes`. */
export const triggerParameters = {
	events: eventsParameter,
	imageIds: imageIdsParameter,
	options: optionsParameter,
};

/** What a trigger does. */
export interface TriggerSettings {
	apiVersion: ApiVersion;
	scope: Omit<WatchScope, 'connection'>;
	emitExisting: boolean;
	fullImage: boolean;
}

/**
 * Returns what the parameters ask a trigger to do.
 *
 * @param values the read parameters
 * @throws InvalidInput when v1.0 is asked for an event that only beta tells
 */
export function settingsOf({ events, imageIds, options }: ValuesOf<typeof triggerParameters>): TriggerSettings {
	const betaOnly = events.includes('warning') ? { what: 'warning', parameter: 'Trigger On' } : undefined;
	return {
		apiVersion: chooseApiVersion(options.apiVersion, 'v1.0', betaOnly),
		scope: {
			imageIds,
			events: triggerEvents.filter((event) => events.includes(event)),
			expiresWithinDays: options.expiresWithinDays,
		},
		emitExisting: options.emitExisting,
		fullImage: options.fullImage,
	};
}
