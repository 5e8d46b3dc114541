import type { INodeProperties } from 'n8n-workflow';

import type { ApiVersion } from '../graph/client';
import type { WatchScope } from '../images/statusChanges';
import { triggerEvents } from '../images/statusEvents';
import { versionFor } from '../operations/apiVersion';
import { checkImageId, checkNumber } from '../operations/checks';
import { InvalidInput } from '../operations/operation';
import { apiVersionOption } from './optionsField';

/** The parameters of the trigger, besides n8n's own `pollTimes`. */
export const triggerFields: INodeProperties[] = [
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
	},
	{
		displayName: 'Device Image Names or IDs',
		name: 'imageIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getImages' },
		default: [],
		description:
			'Which images to watch; empty means all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			apiVersionOption('V1.0, or beta when the event Became Warning is chosen'),
			{
				displayName: 'Emit Existing Images',
				name: 'emitExisting',
				type: 'boolean',
				default: false,
				description:
					'Whether to also start the workflow once for images that match when the trigger begins to watch them',
			},
			{
				displayName: 'Expires Within (Days)',
				name: 'expiresWithinDays',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 30,
				description: 'From how many days before its expiration date an image counts as expiring',
			},
			{
				displayName: 'Full Image',
				name: 'fullImage',
				type: 'boolean',
				default: false,
				description:
					'Whether to output every property; when off, only ID, name, version, status, error code, OS status, expiration date and last change',
			},
		],
	},
];

/** The trigger's parameters, checked. */
export interface TriggerSettings {
	apiVersion: ApiVersion;
	scope: Omit<WatchScope, 'connection'>;
	emitExisting: boolean;
	fullImage: boolean;
}

/** An expression may give one text with commas instead of a list. */
function listOf(value: unknown): string[] {
	const values = Array.isArray(value) ? value : String(value ?? '').split(',');
	return [...new Set(values.map((each) => String(each).trim()).filter((each) => each !== ''))];
}

/** Graph writes IDs in lower case; other tools write the same ones in upper case. */
const readImageIds = (value: unknown): string[] => [
	...new Set(listOf(value).map((id) => checkImageId(id).toLowerCase())),
];

/**
 * Reads and checks the parameters of the trigger.
 *
 * @param parameter reads a parameter by its stored name, with a fallback
 * @throws InvalidInput when an event does not exist, none is chosen, or an image ID or a number makes no sense
 */
export function readTriggerSettings(
	parameter: (name: string, fallback: unknown) => unknown,
): TriggerSettings {
	const chosen = listOf(parameter('events', []));
	const unknown = chosen.find((event) => !triggerEvents.some((known) => known === event));
	if (chosen.length === 0 || unknown !== undefined) {
		throw new InvalidInput(
			'Trigger On',
			unknown,
			'which is not an event of this trigger',
			`Choose one or more of ${triggerEvents.join(', ')}`,
		);
	}
	const options = (parameter('options', {}) ?? {}) as Record<string, unknown>;
	const betaOnly = chosen.includes('warning') ? { what: 'warning', parameter: 'Trigger On' } : undefined;
	const days = checkNumber('Expires Within (Days)', options.expiresWithinDays ?? 30, 0, 36_500);
	return {
		apiVersion: versionFor(options.apiVersion, 'v1.0', betaOnly),
		scope: {
			imageIds: readImageIds(parameter('imageIds', [])),
			events: triggerEvents.filter((event) => chosen.includes(event)),
			expiresWithinDays: days,
		},
		emitExisting: options.emitExisting === true,
		fullImage: options.fullImage === true,
	};
}
