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
				description: 'The upload failed; the item says why and what to do',
			},
			{
				name: 'Became Pending',
				value: 'pending',
				action: 'On device image pending',
				description: 'An upload or a new try of it began',
			},
			{
				name: 'Became Ready',
				value: 'ready',
				action: 'On device image ready',
				description: 'The upload ended and the image can be used',
			},
			{
				name: 'Became Warning',
				value: 'warning',
				action: 'On device image with warning',
				description: 'The upload ended with a warning; only the beta version of Microsoft Graph tells it',
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
				description: 'An image does not exist any more; the item holds what was last known of it',
			},
			{
				name: 'Image Expiring',
				value: 'expiring',
				action: 'On device image expiring',
				description:
					'The expiration date of an image comes near, told once, and once more when the day has come',
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
				description: 'The status of an image changed, to whatever value',
			},
		],
		default: ['failed', 'ready'],
		builderHint: {
			propertyHint:
				'failed, ready, pending, warning: the status became this. created, deleted: the image appeared or is gone. expiring: its expiration date is near. osStatusChanged: the support state of its Windows changed. statusChanged: any status change.',
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
			'Which images to watch; empty means all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
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
		apiVersion: apiVersionParameter('V1.0, or beta when the event Became Warning is chosen'),
		emitExisting: booleanParameter({
			displayName: 'Emit Existing Images',
			name: 'emitExisting',
			type: 'boolean',
			default: false,
			description:
				'Whether to also start the workflow once for images that match when the trigger begins to watch them',
		}),
		expiresWithinDays: numberParameter(
			{
				displayName: 'Expires Within (Days)',
				name: 'expiresWithinDays',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 30,
				description: 'From how many days before its expiration date an image counts as expiring',
			},
			{ min: 0, max: 36_500, example: 30 },
		),
		fullImage: booleanParameter({
			displayName: 'Full Image',
			name: 'fullImage',
			type: 'boolean',
			default: false,
			description:
				'Whether to output every property; when off, only ID, name, version, status, error code, OS status, expiration date and last change',
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
