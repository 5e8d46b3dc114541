import type { CloudPcDeviceImage } from '@microsoft/microsoft-graph-types-beta';
import type { IDataObject } from 'n8n-workflow';

import type { EntityProperties } from '../graph/entityProperties';

/** A device image as Graph sends it: Microsoft's model, with enums open to newer members. */
export type DeviceImage = IDataObject &
	Partial<Record<Exclude<keyof CloudPcDeviceImage, 'sizeInGB' | 'scopeIds'>, string | null>>;

/** Every property of the resource. Source: https://learn.microsoft.com/graph/api/resources/cloudpcdeviceimage */
export const deviceImageProperties = {
	id: { type: 'id' },
	displayName: { type: 'text' },
	version: { type: 'text' },
	status: { type: 'text' },
	errorCode: { type: 'text' },
	operatingSystem: { type: 'text' },
	osBuildNumber: { type: 'text' },
	osVersionNumber: { type: 'text' },
	osStatus: { type: 'text' },
	expirationDate: { type: 'text' },
	sizeInGB: { type: 'number' },
	sourceImageResourceId: { type: 'text' },
	lastModifiedDateTime: { type: 'text' },
	statusDetails: { type: 'text', isBetaOnly: true },
	scopeIds: { type: 'texts', isBetaOnly: true },
} as const satisfies EntityProperties & Record<Exclude<keyof CloudPcDeviceImage, '@odata.type'>, unknown>;

type ImageProperty = keyof typeof deviceImageProperties;

/** The names of every property. */
export const imageProperties = Object.keys(deviceImageProperties) as ImageProperty[];

/** Properties that v1.0 does not know. */
export const betaOnlyProperties: readonly string[] = imageProperties.filter(
	(name) => 'isBetaOnly' in deviceImageProperties[name],
);

/** Returns a name of an image for people, e.g. `Finance 1.2.0`. */
export function imageLabel(image: DeviceImage): string {
	return [image.displayName ?? image.id, image.version].filter(Boolean).join(' ');
}
