import type { CloudPcDeviceImage } from '@microsoft/microsoft-graph-types-beta';
import type { IDataObject } from 'n8n-workflow';

/** A device image as Graph sends it: Microsoft's model, with enums open to newer members. */
export type DeviceImage = IDataObject &
	Partial<Record<Exclude<keyof CloudPcDeviceImage, 'sizeInGB' | 'scopeIds'>, string | null>>;

/** Every property of the resource; the last ones exist in beta only. Source: contract of cloudPcDeviceImage. */
export const imageProperties = [
	'id',
	'displayName',
	'version',
	'status',
	'errorCode',
	'operatingSystem',
	'osBuildNumber',
	'osVersionNumber',
	'osStatus',
	'expirationDate',
	'sizeInGB',
	'sourceImageResourceId',
	'lastModifiedDateTime',
	'statusDetails',
	'scopeIds',
] as const satisfies ReadonlyArray<keyof CloudPcDeviceImage>;

/** Properties that v1.0 does not know and would refuse in `$select`. */
export const betaOnlyProperties: readonly string[] = ['statusDetails', 'scopeIds'];

/** Names an image for people, e.g. `Finance 1.2.0`. */
export function imageLabel(image: DeviceImage): string {
	return [image.displayName ?? image.id, image.version].filter(Boolean).join(' ');
}
