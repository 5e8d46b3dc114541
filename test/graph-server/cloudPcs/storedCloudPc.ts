import { randomUUID } from 'node:crypto';

import type { CloudPC } from '@microsoft/microsoft-graph-types-beta';

import type { StoredPolicy } from '../policies/storedPolicy';

/** A Cloud PC: the properties of v1.0, and those of beta that say what it is and how it stands. */
export interface StoredCloudPc
	extends Required<
		Pick<
			CloudPC,
			| 'aadDeviceId'
			| 'displayName'
			| 'deviceRegionName'
			| 'gracePeriodEndDateTime'
			| 'lastModifiedDateTime'
			| 'managedDeviceId'
			| 'managedDeviceName'
			| 'onPremisesConnectionName'
			| 'osVersion'
			| 'powerState'
			| 'productType'
			| 'provisioningPolicyName'
			| 'scopeIds'
			| 'servicePlanId'
			| 'servicePlanName'
			| 'servicePlanType'
			| 'statusDetail'
			| 'userAccountType'
			| 'userExperienceType'
			| 'userPrincipalName'
		>
	> {
	id: string;
	/** Of the image that the policy had when this was provisioned, at most 50 characters. */
	imageDisplayName: string;
	provisioningPolicyId: string;
	provisioningType: string;
	/** May be a member that no schema knows yet. */
	status: string;
	/** When it was last provisioned, ISO time. */
	provisionedDateTime: string | null;
}

/**
 * Returns a Cloud PC as a policy provisions it.
 *
 * @param number counts within the tenant
 * @param now the clock's time
 */
export function newCloudPc(policy: StoredPolicy, number: number, domain: string, now: Date): StoredCloudPc {
	const name = `CPC-${String(number).padStart(5, '0')}`;
	const at = now.toISOString();
	return {
		id: randomUUID(),
		displayName: `Cloud PC ${number}`,
		aadDeviceId: randomUUID(),
		managedDeviceId: randomUUID(),
		managedDeviceName: name,
		// Whether a custom image stands here with its version, and what is done at the 50th character, is unknown ([U]).
		imageDisplayName: policy.imageDisplayName.slice(0, 50),
		provisioningPolicyId: policy.id,
		provisioningPolicyName: policy.displayName,
		provisioningType: policy.provisioningType,
		servicePlanId: '662009bc-6732-4f6f-8726-4ac7e9a1b3f1',
		servicePlanName: 'Cloud PC Enterprise 4vCPU/16GB/128GB',
		servicePlanType: 'enterprise',
		userPrincipalName: `user${number}@${domain}`,
		onPremisesConnectionName: null,
		gracePeriodEndDateTime: null,
		lastModifiedDateTime: at,
		status: 'provisioned',
		statusDetail: null,
		productType: 'enterprise',
		provisionedDateTime: at,
		osVersion: 'windows11',
		userAccountType: 'standardUser',
		powerState: 'running',
		deviceRegionName: 'westus2',
		scopeIds: ['0'],
		userExperienceType: 'cloudPc',
	};
}
