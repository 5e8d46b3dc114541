import type { ApiVersion, EntityType } from '../odata/entityType';
import { enums } from './evolvableEnums';

const image = {
	id: 'string',
	displayName: 'string',
	osBuildNumber: 'string',
	operatingSystem: 'string',
	version: 'string',
	sourceImageResourceId: 'string',
	lastModifiedDateTime: 'dateTime',
	status: 'string',
	errorCode: 'string',
	osStatus: 'string',
	expirationDate: 'date',
	osVersionNumber: 'string',
	sizeInGB: 'number',
} as const satisfies EntityType['properties'];

const source = {
	resourceId: 'string',
	displayName: 'string',
	subscriptionId: 'string',
	subscriptionDisplayName: 'string',
} as const satisfies EntityType['properties'];

/** cloudPcDeviceImage (contract 2.1). */
export const deviceImageType: Record<ApiVersion, EntityType> = {
	'v1.0': { name: 'cloudPcDeviceImage', properties: image, enums: enums['v1.0'] },
	beta: {
		name: 'cloudPcDeviceImage',
		properties: { ...image, statusDetails: 'string', scopeIds: 'collection' },
		enums: enums.beta,
	},
};

/** cloudPcSourceDeviceImage (contract 1.6). */
export const sourceImageType: Record<ApiVersion, EntityType> = {
	'v1.0': { name: 'cloudPcSourceDeviceImage', properties: source },
	beta: {
		name: 'cloudPcSourceDeviceImage',
		properties: { ...source, id: 'string', category: 'string' },
	},
};
