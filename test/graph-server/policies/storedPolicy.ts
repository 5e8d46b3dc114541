import { randomUUID } from 'node:crypto';

import type { CloudPcProvisioningPolicy } from '@microsoft/microsoft-graph-types-beta';

type Policy = Required<Omit<CloudPcProvisioningPolicy, 'assignments' | 'provisioningType'>>;

/** A provisioning policy: every property of beta. `imageId` is the id of a device image when `imageType` is custom. */
export interface StoredPolicy extends Policy {
	/** May be a member that no schema knows yet. */
	provisioningType: string;
	/** Not in Microsoft's types yet (life cycle contract 1.2). */
	userSettingsPersistenceConfiguration: object | null;
	/** Not in Microsoft's types yet (life cycle contract 1.2). */
	snapshotResetMode: string;
	assignments: PolicyAssignment[];
}

/** Who gets Cloud PCs by a policy (life cycle contract 1.7). */
export interface PolicyAssignment {
	id: string;
	target: { '@odata.type': '#microsoft.graph.cloudPcManagementGroupAssignmentTarget'; groupId: string; servicePlanId: string | null };
}

/** What a new policy needs; the rest has the values of one that Intune makes for dedicated Cloud PCs. */
export type NewPolicy = Partial<StoredPolicy> & Pick<StoredPolicy, 'displayName' | 'imageId'>;

/**
 * Returns a policy with every property.
 *
 * @param now The clock's time.
 * @param imageDisplayName Default for the image's name.
 */
export function newPolicy(given: NewPolicy, now: Date, imageDisplayName: string): StoredPolicy {
	const at = now.toISOString();
	return {
		id: randomUUID(),
		description: null,
		imageDisplayName,
		imageType: 'custom',
		provisioningType: 'dedicated',
		managedBy: 'windows365',
		userExperienceType: 'cloudPc',
		// A policy that is sent back with the computed geographicLocationType is refused (life cycle contract 1.4).
		domainJoinConfigurations: [
			{ domainJoinType: 'azureADJoin', onPremisesConnectionId: null, regionGroup: 'usWest', regionName: 'automatic', geographicLocationType: 'usWest' },
		],
		enableSingleSignOn: true,
		localAdminEnabled: false,
		gracePeriodInHours: 4,
		cloudPcNamingTemplate: 'CPC-%USERNAME:5%-%RAND:5%',
		cloudPcGroupDisplayName: null,
		alternateResourceUrl: null,
		windowsSetting: { locale: 'en-US' },
		windowsSettings: { language: 'en-US' },
		autopatch: null,
		autopilotConfiguration: null,
		microsoftManagedDesktop: { managedType: 'notManaged', profile: null },
		userSettingsPersistenceConfiguration: null,
		snapshotResetMode: 'notApplicable',
		scopeIds: ['0'],
		createdBy: 'Sample Administrator',
		createdDateTime: at,
		lastModifiedBy: 'Sample Administrator',
		lastModifiedDateTime: at,
		assignments: [],
		...given,
	};
}
