import type { ApiVersion, EntityType } from '../odata/entityType';
import { provisioningTypes } from '../policies/policyType';

const properties = {
	id: 'string',
	displayName: 'string',
	aadDeviceId: 'string',
	managedDeviceId: 'string',
	managedDeviceName: 'string',
	imageDisplayName: 'string',
	provisioningPolicyId: 'string',
	provisioningPolicyName: 'string',
	provisioningType: 'string',
	servicePlanId: 'string',
	servicePlanName: 'string',
	userPrincipalName: 'string',
	onPremisesConnectionName: 'string',
	gracePeriodEndDateTime: 'dateTime',
	lastModifiedDateTime: 'dateTime',
} as const satisfies EntityType['properties'];

const status = {
	known: [
		'notProvisioned',
		'provisioning',
		'provisioned',
		'inGracePeriod',
		'deprovisioning',
		'failed',
		'provisionedWithWarnings',
		'resizing',
		'restoring',
		'pendingProvision',
	],
	evolved: [
		'movingRegion',
		'resizePendingLicense',
		'updatingSingleSignOn',
		'modifyingSingleSignOn',
		'preparing',
		'refreshPolicyConfiguration',
		'failoverInProgress',
		'failbackInProgress',
	],
};

/** What filters were seen on (life cycle contract 2.2); imageDisplayName is not among it. */
const filterable = ['provisioningPolicyId', 'userPrincipalName', 'managedDeviceName'];

/** cloudPC (life cycle contract 2.1): v1.0 has no status. */
export const cloudPcType: Record<ApiVersion, EntityType> = {
	'v1.0': { name: 'cloudPC', properties, filterable, enums: { provisioningType: provisioningTypes['v1.0'] } },
	beta: {
		name: 'cloudPC',
		properties: {
			...properties,
			status: 'string',
			statusDetail: 'complex',
			productType: 'string',
			servicePlanType: 'string',
			provisionedDateTime: 'dateTime',
			osVersion: 'string',
			userAccountType: 'string',
			powerState: 'string',
			deviceRegionName: 'string',
			scopeIds: 'collection',
			userExperienceType: 'string',
		},
		filterable: [...filterable, 'servicePlanType', 'status', 'productType'],
		enums: { status, provisioningType: provisioningTypes.beta },
	},
};
