import type { Clock } from './clock';
import { sampleImageIds, seedImages } from './sample';
import type { Tenant } from './tenant';

/** The provisioning policies of the sample tenant. */
export const samplePolicyIds = {
	/** "Standard Cloud PCs", with `sampleImageIds.ready`. */
	production: 'b0110000-0000-4000-8000-000000000001',
	/** "Pilot Cloud PCs", with `sampleImageIds.warning`. */
	pilot: 'b0110000-0000-4000-8000-000000000002',
	/** "Gallery Cloud PCs", with an image of Microsoft's gallery in another case than the gallery's own. */
	gallery: 'b0110000-0000-4000-8000-000000000003',
} as const;

/** The policy that uses `sampleImageIds.ready`. */
export const samplePolicyId = samplePolicyIds.production;

/** The images of Microsoft's gallery in the sample tenant, by their status. */
export const sampleGalleryImageIds = {
	/** Windows 11 25H2. */
	supported: 'microsoftwindowsdesktop_windows-ent-cpc_win11-25h2-ent-cpc-m365',
	/** Windows 11 24H2, used by a policy. */
	inUse: 'MicrosoftWindowsDesktop_windows-ent-cpc_win11-24H2-ent-cpc-m365',
	/** Windows 11 23H2: Cloud PCs can still be provisioned. */
	supportedWithWarning: 'microsoftwindowsdesktop_windows-ent-cpc_win11-23h2-ent-cpc-m365',
	/** Windows 10 21H2. */
	notSupported: 'microsoftwindowsdesktop_windows-ent-cpc_win10-21h2-ent-cpc-m365-g2',
} as const;

/** A pool that uses `sampleImageIds.ready`. */
export const sampleAgentPoolId = 'a9001000-0000-4000-8000-000000000001';

/** Adds the sample images, what uses them, and a few Cloud PCs. */
export function seedTenant(tenant: Tenant, clock: Clock): void {
	seedImages(tenant, clock);
	seedGallery(tenant);
	const { production, pilot, gallery } = samplePolicyIds;
	tenant.addPolicy({ id: production, displayName: 'Standard Cloud PCs', imageId: sampleImageIds.ready });
	tenant.addPolicy({ id: pilot, displayName: 'Pilot Cloud PCs', imageId: sampleImageIds.warning, assignments: [groupAssignment(pilot)] });
	tenant.addPolicy({
		id: gallery,
		displayName: 'Gallery Cloud PCs',
		imageId: sampleGalleryImageIds.inUse.toLowerCase(),
		imageType: 'gallery',
	});
	tenant.addAgentPool({
		id: sampleAgentPoolId,
		displayName: 'Development Agents',
		cloudPcConfiguration: {
			imageId: sampleImageIds.ready,
			imageType: 'custom',
			imageDisplayName: 'Windows 11 24H2 Standard',
			osLocale: 'en-US',
		},
	});
	tenant.provisionCloudPcs(production, 3);
	tenant.provisionCloudPcs(pilot, 1);
	tenant.provisionCloudPcs(gallery, 1);
}

function groupAssignment(policyId: string) {
	const groupId = '64080000-0000-4000-8000-000000000001';
	const target = { '@odata.type': '#microsoft.graph.cloudPcManagementGroupAssignmentTarget', groupId, servicePlanId: null } as const;
	return { id: `${policyId}_${groupId}`, target };
}

function seedGallery(tenant: Tenant): void {
	tenant.addGalleryImage({ id: sampleGalleryImageIds.supported, displayName: 'Windows 11 Enterprise + Microsoft 365 Apps 25H2' });
	tenant.addGalleryImage({
		id: sampleGalleryImageIds.inUse,
		displayName: 'Windows 11 Enterprise + Microsoft 365 Apps 24H2',
		startDate: '2024-10-01',
		endDate: '2027-10-12',
		expirationDate: '2028-04-12',
		osVersionNumber: '10.0.26100.7171',
	});
	tenant.addGalleryImage({
		id: sampleGalleryImageIds.supportedWithWarning,
		displayName: 'Windows 11 Enterprise + Microsoft 365 Apps 23H2',
		status: 'supportedWithWarning',
		startDate: '2023-10-31',
		endDate: '2026-11-10',
		expirationDate: '2027-05-10',
		osVersionNumber: '10.0.22631.6199',
	});
	tenant.addGalleryImage({
		id: sampleGalleryImageIds.notSupported,
		displayName: 'Windows 10 Enterprise + Microsoft 365 Apps 21H2',
		status: 'notSupported',
		startDate: '2021-11-16',
		endDate: '2024-06-11',
		expirationDate: '2024-12-11',
		osVersionNumber: '10.0.19044.4529',
		offerDisplayName: 'Windows 10 Enterprise',
	});
}
