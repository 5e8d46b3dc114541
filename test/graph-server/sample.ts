import { randomUUID } from 'node:crypto';

import type { Clock } from './clock';
import type { OperatingSystem, SourceImage, StoredImage } from './images/storedImage';
import type { App, Tenant, User } from './tenant';

const day = 86_400_000;

export const sampleTenant = {
	id: '7c1d0000-0000-4000-8000-000000000001',
	domain: 'local-graph.example',
} as const;

export const sampleUser: User = {
	id: '7c1d0000-0000-4000-8000-000000000002',
	displayName: 'Sample Administrator',
	userPrincipalName: `admin@${sampleTenant.domain}`,
};

function app(number: number, name: string, permissions: string[]): App {
	return {
		clientId: `a9900000-0000-4000-8000-00000000000${number}`,
		displayName: `Sample ${name}`,
		secrets: [`local-graph-secret-${name}`],
		certificates: [],
		applicationPermissions: permissions,
		delegatedPermissions: permissions,
		redirectUris: 'any-loopback',
	};
}

/** Three registrations; their secrets are `local-graph-secret-readwrite` and so on. */
export const sampleApps = {
	readWrite: app(1, 'readwrite', ['CloudPC.ReadWrite.All', 'CloudPC.Read.All']),
	readOnly: app(2, 'readonly', ['CloudPC.Read.All']),
	noConsent: app(3, 'noconsent', []),
} as const;

/** The images of the sample tenant, by what is special about them. */
export const sampleImageIds = {
	/** Ready, Windows 11 24H2, used by a policy and by an agent pool. */
	ready: '1a6e0000-0000-4000-8000-000000000001',
	/** Ready, the version before; used by nothing, free to update and delete. */
	free: '1a6e0000-0000-4000-8000-000000000002',
	/** Ready, but its Windows is out of support. */
	outOfSupport: '1a6e0000-0000-4000-8000-000000000003',
	/** Ready, expires in 20 days. */
	expiringSoon: '1a6e0000-0000-4000-8000-000000000004',
	/** Its upload starts with the server. */
	pending: '1a6e0000-0000-4000-8000-000000000005',
	/** Failed with sourceImageNotGeneralized: a retry of the same image makes no sense. */
	notGeneralized: '1a6e0000-0000-4000-8000-000000000006',
	/** Failed with internalServerError: a retry makes sense. */
	internalError: '1a6e0000-0000-4000-8000-000000000007',
	/** A status that only beta knows; used by the pilot policy since it was ready. */
	warning: '1a6e0000-0000-4000-8000-000000000008',
} as const;

const subscriptionId = '5b500000-0000-4000-8000-000000000001';
const compute = `/subscriptions/${subscriptionId}/resourceGroups/images/providers/Microsoft.Compute`;

function source(
	path: string,
	category: SourceImage['category'],
	contains?: OperatingSystem,
): SourceImage {
	return {
		resourceId: `${compute}/${path}`,
		displayName: path.split('/').at(-1) ?? path,
		subscriptionId,
		subscriptionDisplayName: 'Sample Subscription',
		category,
		contains,
	};
}

/** The source images in Azure that the sample tenant may upload. */
export const sampleSources = {
	managed: source('images/windows11-24h2', 'managedImage'),
	managed22H2: source('images/windows10-22h2', 'managedImage', {
		operatingSystem: 'Windows 10 Enterprise',
		osBuildNumber: '22H2',
		osVersionNumber: '10.0.19045.5965',
		expirationDate: '2026-04-14',
	}),
	gallery: source('galleries/cloudpc/images/windows11/versions/1.0.0', 'azureComputeGallery'),
	galleryNext: source('galleries/cloudpc/images/windows11/versions/1.1.0', 'azureComputeGallery'),
} as const;

/** Registers the sample apps and the sample user and puts the sample source images into Azure. */
export function seedDirectory(tenant: Tenant): void {
	for (const registration of Object.values(sampleApps)) {
		tenant.registerApp(structuredClone(registration));
	}
	tenant.users.set(sampleUser.id, { ...sampleUser });
	tenant.sourceImages.push(...Object.values(structuredClone(sampleSources)));
}

/** Adds an image in every status. */
export function seedImages(tenant: Tenant, clock: Clock): void {
	const now = clock.now();
	const dateIn = (days: number) => new Date(now.getTime() + days * day).toISOString().slice(0, 10);
	// Of one moment: which image is the newest must not depend on the speed of the machine.
	const add = (image: Partial<StoredImage>) =>
		Object.assign(tenant.addImage(image), { lastModifiedDateTime: now.toISOString() });
	const ready: Partial<StoredImage> = {
		displayName: 'Windows 11 24H2 Standard',
		sourceImageResourceId: sampleSources.managed.resourceId,
		status: 'ready',
		operatingSystem: 'Windows 11 Enterprise',
		osBuildNumber: '24H2',
		osVersionNumber: '10.0.26100.4349',
		osStatus: 'supported',
		expirationDate: dateIn(500),
	};
	const failed = { status: 'failed', sourceImageResourceId: sampleSources.managed.resourceId };
	add({ ...ready, id: sampleImageIds.ready, version: '1.1.0' });
	add({ ...ready, id: sampleImageIds.free, version: '1.0.0' });
	add({
		...ready,
		id: sampleImageIds.outOfSupport,
		displayName: 'Windows 10 22H2 Legacy',
		sourceImageResourceId: sampleSources.managed22H2.resourceId,
		operatingSystem: 'Windows 10 Enterprise',
		osBuildNumber: '22H2',
		osVersionNumber: '10.0.19045.5965',
		osStatus: 'supportedWithWarning',
		expirationDate: dateIn(-40),
	});
	add({
		...ready,
		id: sampleImageIds.expiringSoon,
		displayName: 'Windows 11 22H2 Finance',
		osBuildNumber: '22H2',
		osVersionNumber: '10.0.22621.5472',
		expirationDate: dateIn(20),
	});
	add({
		id: sampleImageIds.pending,
		displayName: 'Windows 11 24H2 Developers',
		sourceImageResourceId: sampleSources.gallery.resourceId,
	});
	add({
		...failed,
		id: sampleImageIds.notGeneralized,
		displayName: 'Windows 11 24H2 Kiosk',
		errorCode: 'sourceImageNotGeneralized',
	});
	add({
		...failed,
		id: sampleImageIds.internalError,
		displayName: 'Windows 11 24H2 Designers',
		errorCode: 'internalServerError',
	});
	add({
		...ready,
		id: sampleImageIds.warning,
		displayName: 'Windows 11 24H2 Trainees',
		status: 'warning',
	});
}

/** Registers a new app like `sampleApps.readWrite`, under a client ID of its own. */
export const registerNewApp = (tenant: Tenant, change: Partial<App> = {}): App =>
	tenant.registerApp({ ...structuredClone(sampleApps.readWrite), clientId: randomUUID(), ...change });
