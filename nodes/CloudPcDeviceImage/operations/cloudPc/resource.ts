import type { EntityProperties } from '../../graph/entityProperties';
import type { Resource } from '../resource';

/** What v1.0 and beta have; beta adds more, which is passed on as it comes. */
const properties = {
	id: { type: 'id' },
	displayName: { type: 'text' },
	status: { type: 'text' },
	userPrincipalName: { type: 'text' },
	imageDisplayName: { type: 'text' },
	provisioningPolicyId: { type: 'text' },
	provisioningPolicyName: { type: 'text' },
	provisioningType: { type: 'text' },
	provisionedDateTime: { type: 'text' },
	servicePlanId: { type: 'text' },
	servicePlanName: { type: 'text' },
	aadDeviceId: { type: 'text' },
	managedDeviceId: { type: 'text' },
	managedDeviceName: { type: 'text' },
	onPremisesConnectionName: { type: 'text' },
	gracePeriodEndDateTime: { type: 'text' },
	lastModifiedDateTime: { type: 'text' },
	statusDetail: { type: 'object' },
	productType: { type: 'text' },
	servicePlanType: { type: 'text' },
	osVersion: { type: 'text' },
	userAccountType: { type: 'text' },
	powerState: { type: 'text' },
	deviceRegionName: { type: 'text' },
	scopeIds: { type: 'texts' },
	userExperienceType: { type: 'text' },
} as const satisfies EntityProperties;

/** https://learn.microsoft.com/graph/api/resources/cloudpc?view=graph-rest-beta */
export const cloudPc = {
	value: 'cloudPc',
	name: 'Cloud PC',
	noun: 'Cloud PC',
	properties,
	pickers: {},
} as const satisfies Resource;
