import { describeEvent } from './describeEvent';
import type { DeviceImage } from '../images/deviceImage';
import { expiryWindow } from '../images/expiry';
import { comparedProperties, type SavedImage } from './savedImage';
import { isInState, type StatusEvent, type TriggerEvent } from './events';

/** An image with every property, for a tenant that has none to show. The values are those of Microsoft's samples. */
export const sampleImage: DeviceImage = {
	id: '11112222-bbbb-3333-cccc-4444dddd5555',
	displayName: 'Sample image (no image in your tenant matches)',
	version: '1.0.0',
	status: 'ready',
	errorCode: null,
	operatingSystem: 'Windows 11 Enterprise',
	osBuildNumber: '24H2',
	osVersionNumber: '10.0.26100.3194',
	osStatus: 'supported',
	expirationDate: '2028-04-11',
	sizeInGB: 64,
	sourceImageResourceId:
		'/subscriptions/11112222-bbbb-3333-cccc-4444dddd5555/resourceGroups/images/providers/Microsoft.Compute/images/win11-finance',
	lastModifiedDateTime: '2026-11-03T07:03:44.97Z',
	statusDetails: null,
	scopeIds: ['0'],
};

/** What the sample looks like for events that only a certain image can have. */
const sampleDetails: Partial<Record<TriggerEvent, Partial<DeviceImage>>> = {
	pending: { status: 'pending' },
	failed: { status: 'failed', errorCode: 'sourceImageNotGeneralized' },
	warning: { status: 'warning', osStatus: 'supportedWithWarning' },
	osStatusChanged: { osStatus: 'supportedWithWarning' },
	expiring: { osStatus: 'supportedWithWarning', expirationDate: '2024-06-11' },
};

/** The events that any image could have. */
const unconditional: readonly TriggerEvent[] = ['created', 'osStatusChanged', 'deleted'];

function previousOf(event: TriggerEvent, image: DeviceImage): SavedImage | null {
	if (event === 'created') return null;
	const same = Object.fromEntries(comparedProperties.map((property) => [property, image[property]]));
	const changed: Partial<SavedImage> =
		event === 'osStatusChanged'
			? { osStatus: image.osStatus === 'supported' ? 'unknown' : 'supported' }
			: event === 'expiring' || event === 'deleted'
				? {}
				: { status: image.status === 'pending' ? 'failed' : 'pending', errorCode: null };
	return { ...(same as SavedImage), ...changed };
}

/**
 * Makes the items of n8n's "Fetch test event": the newest image that fits a chosen event, else a sample.
 *
 * @param images every image that the trigger watches
 * @param events the chosen events, in the order in which they are told
 * @param now ms since 1970, UTC
 * @param expiresWithinDays from how many days before its expirationDate an image counts as expiring
 */
export function makeTestEvents(
	images: DeviceImage[],
	events: TriggerEvent[],
	now: number,
	expiresWithinDays: number,
): StatusEvent[] {
	const window = expiryWindow(now, expiresWithinDays);
	const fitting = (image: DeviceImage): TriggerEvent[] =>
		events.filter(
			(event) =>
				unconditional.includes(event) || isInState(event, image, window),
		);
	const modifiedAt = (image: DeviceImage): number => Date.parse(image.lastModifiedDateTime ?? '') || 0;
	const newest = images
		.filter((image) => fitting(image).length > 0)
		.reduce<DeviceImage | undefined>(
			(best, image) => (best && modifiedAt(best) >= modifiedAt(image) ? best : image),
			undefined,
		);
	const items: Array<[TriggerEvent, DeviceImage]> = newest
		? fitting(newest).map((event) => [event, newest])
		: events.map((event) => [event, { ...sampleImage, ...sampleDetails[event] }]);
	return items.map(([event, image]) => describeEvent(event, image, previousOf(event, image), now));
}
