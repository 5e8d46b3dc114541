import type { ApiVersion, EntityType } from '../odata/entityType';

const properties = {
	id: 'string',
	displayName: 'string',
	description: 'string',
	imageId: 'string',
	imageType: 'string',
	imageDisplayName: 'string',
	provisioningType: 'string',
	domainJoinConfigurations: 'complex',
	windowsSetting: 'complex',
	autopatch: 'complex',
	microsoftManagedDesktop: 'complex',
	enableSingleSignOn: 'boolean',
	localAdminEnabled: 'boolean',
	gracePeriodInHours: 'number',
	cloudPcNamingTemplate: 'string',
	cloudPcGroupDisplayName: 'string',
	alternateResourceUrl: 'string',
} as const satisfies EntityType['properties'];

const dedicatedOrShared = ['dedicated', 'shared'];
const imageType = { known: ['gallery', 'custom'], evolved: [] };

/** The provisioning types of policies and Cloud PCs, per version. */
export const provisioningTypes = {
	'v1.0': { known: dedicatedOrShared, evolved: [] },
	beta: { known: dedicatedOrShared, evolved: ['sharedByUser', 'sharedByEntraGroup', 'reserve'] },
};

const policy = { name: 'cloudPcProvisioningPolicy', navigations: ['assignments'] };

/** cloudPcProvisioningPolicy: v1.0 as its schema has it, which lacks managedBy although its page shows it (life cycle contract 1.2). */
export const provisioningPolicyType: Record<ApiVersion, EntityType> = {
	'v1.0': { ...policy, properties, enums: { imageType, provisioningType: provisioningTypes['v1.0'] } },
	beta: {
		...policy,
		properties: {
			...properties,
			managedBy: 'string',
			createdBy: 'string',
			createdDateTime: 'dateTime',
			lastModifiedBy: 'string',
			lastModifiedDateTime: 'dateTime',
			scopeIds: 'collection',
			autopilotConfiguration: 'complex',
			userExperienceType: 'string',
			userSettingsPersistenceConfiguration: 'complex',
			snapshotResetMode: 'string',
			windowsSettings: 'complex',
		},
		enums: {
			imageType,
			provisioningType: provisioningTypes.beta,
			managedBy: { known: ['windows365', 'devBox'], evolved: ['rpaBox', 'microsoft365Opal', 'microsoft365BizChat'] },
			userExperienceType: { known: ['cloudPc', 'cloudApp'], evolved: [] },
			snapshotResetMode: { known: ['notApplicable', 'enabled', 'disabled'], evolved: [] },
		},
	},
};
