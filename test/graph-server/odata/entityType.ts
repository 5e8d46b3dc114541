export type ApiVersion = 'v1.0' | 'beta';

/** How a property is written in `$filter`: strings and enum members are quoted, the rest is not. */
export type PropertyKind = 'string' | 'number' | 'date' | 'dateTime' | 'collection';

/** What the query options need to know of a type in one version. */
export interface EntityType {
	name: string;
	properties: Readonly<Record<string, PropertyKind>>;
}

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
	'v1.0': { name: 'cloudPcDeviceImage', properties: image },
	beta: {
		name: 'cloudPcDeviceImage',
		properties: { ...image, statusDetails: 'string', scopeIds: 'collection' },
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

/** The part of cloudPcProvisioningPolicy that says which image is in use (contract 7). */
export const provisioningPolicyType: EntityType = {
	name: 'cloudPcProvisioningPolicy',
	properties: {
		id: 'string',
		displayName: 'string',
		description: 'string',
		imageId: 'string',
		imageDisplayName: 'string',
		imageType: 'string',
		provisioningType: 'string',
	},
};
