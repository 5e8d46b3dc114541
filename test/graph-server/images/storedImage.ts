import type { UploadOutcome } from '../settings';

/** An upload under way. `endsAt` is milliseconds since 1970 on the server's clock. */
export interface Upload {
	endsAt: number;
	outcome: UploadOutcome;
}

/** A cloudPcDeviceImage as the tenant keeps it: every property of beta, unmasked. */
export interface StoredImage {
	id: string;
	displayName: string;
	version: string;
	sourceImageResourceId: string;
	status: string;
	/** Deprecated in beta and null there today (contract 2.1). */
	statusDetails: string | null;
	errorCode: string | null;
	operatingSystem: string | null;
	osBuildNumber: string | null;
	osVersionNumber: string | null;
	osStatus: string | null;
	/** `YYYY-MM-DD` */
	expirationDate: string | null;
	sizeInGB: number | null;
	lastModifiedDateTime: string;
	scopeIds: string[];
	upload?: Upload;
}

/** The operating system inside a source image, which the service reads out of it. */
export interface OperatingSystem {
	operatingSystem: string;
	osBuildNumber: string;
	osVersionNumber: string;
	expirationDate: string;
}

/** A managed image or a gallery version in Azure, and what is inside it. */
export interface SourceImage {
	resourceId: string;
	displayName: string;
	subscriptionId: string;
	subscriptionDisplayName: string;
	category: 'managedImage' | 'azureComputeGallery';
	/** Default: Windows 11 Enterprise 24H2. */
	contains?: OperatingSystem;
}
