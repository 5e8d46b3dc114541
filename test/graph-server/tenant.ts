import { randomUUID } from 'node:crypto';

import type { Clock } from './clock';
import { settle, startUpload } from './images/lifeCycle';
import { newAgentPool, type NewAgentPool, type StoredAgentPool } from './cloudPcs/agentPool';
import { newCloudPc, type StoredCloudPc } from './cloudPcs/storedCloudPc';
import { newGalleryImage, type NewGalleryImage, type StoredGalleryImage } from './images/galleryImage';
import type { SourceImage, StoredImage } from './images/storedImage';
import { newPolicy, type NewPolicy, type StoredPolicy } from './policies/storedPolicy';
import type { Settings } from './settings';

/** An app registration. Without secrets, certificates and federation it is a public client. */
export interface App {
	clientId: string;
	displayName: string;
	secrets: string[];
	/** ISO time from which on none of the secrets is good. */
	secretsExpireAt?: string;
	/** PEM */
	certificates: string[];
	/** Consented application permissions, such as `CloudPC.Read.All`. */
	applicationPermissions: string[];
	/** Consented delegated permissions. */
	delegatedPermissions: string[];
	redirectUris: string[] | 'any-loopback';
	/** External identities whose tokens stand in for the app's secret. */
	federatedCredentials?: FederatedCredential[];
}

/** Whose token the app accepts in place of a secret. */
export interface FederatedCredential {
	issuer: string;
	subject: string;
	audience: string;
	/** The issuer's key, PEM. */
	publicKey: string;
}

export interface User {
	id: string;
	displayName: string;
	userPrincipalName: string;
}

type NewImage = Partial<StoredImage>;

/** The state of the tenant: tests read it and change it directly. */
export class Tenant {
	readonly policies = new Map<string, StoredPolicy>();
	readonly agentPools = new Map<string, StoredAgentPool>();
	readonly cloudPcs = new Map<string, StoredCloudPc>();
	/** By their ids in lower case; `galleryImage` finds one in any case. */
	readonly galleryImages = new Map<string, StoredGalleryImage>();
	readonly sourceImages: SourceImage[] = [];
	readonly apps = new Map<string, App>();
	readonly users = new Map<string, User>();
	private readonly storedImages = new Map<string, StoredImage>();

	constructor(
		readonly id: string,
		readonly domain: string,
		private readonly clock: Clock,
		private readonly settings: Settings,
	) {}

	/** The images by id, as they stand now on the clock. */
	get images(): Map<string, StoredImage> {
		for (const id of this.storedImages.keys()) this.image(id);
		return this.storedImages;
	}

	/** One image, as it stands now on the clock; the others are left alone. */
	image(id: string): StoredImage | undefined {
		const image = this.storedImages.get(id);
		if (image) settle(image, this.clock.now(), this.sourceOf(image)?.contains);
		return image;
	}

	/**
	 * Adds an image as it is, past all checks of the service.
	 *
	 * @param given Default: a pending image whose upload starts now.
	 */
	addImage(given: NewImage = {}): StoredImage {
		const id = given.id ?? randomUUID();
		const image: StoredImage = {
			id,
			displayName: `Image ${this.storedImages.size + 1}`,
			version: '1.0.0',
			sourceImageResourceId: this.sourceImages[0]?.resourceId ?? '',
			status: 'pending',
			statusDetails: null,
			errorCode: null,
			operatingSystem: null,
			osBuildNumber: null,
			osVersionNumber: null,
			osStatus: null,
			expirationDate: null,
			sizeInGB: 64,
			lastModifiedDateTime: this.clock.now().toISOString(),
			scopeIds: [],
			...given,
		};
		if (image.status === 'pending' && !image.upload) this.startUpload(image);
		this.storedImages.set(id, image);
		return image;
	}

	/** Adds an image whose upload goes on until a test ends it by setting the status. */
	addEndlessUpload(displayName: string, version = '1.0.0'): StoredImage {
		return Object.assign(this.addImage({ displayName, version, status: 'pending' }), { upload: undefined });
	}

	/** Puts the image into pending; how it ends is decided here, from the settings. */
	startUpload(image: StoredImage): void {
		const { uploadMs, uploadOutcome } = this.settings;
		const outcome = this.sourceOf(image)
			? uploadOutcome
			: { status: 'failed', errorCode: 'sourceImageNotFound' };
		startUpload(image, this.clock.now(), uploadMs, outcome);
	}

	/** Adds a policy that provisions from the image; default a custom image, dedicated. */
	addPolicy(given: NewPolicy): StoredPolicy {
		const image = this.storedImages.get(given.imageId) ?? this.galleryImage(given.imageId);
		const policy = newPolicy(given, this.clock.now(), image?.displayName ?? given.imageId);
		this.policies.set(policy.id, policy);
		return policy;
	}

	/** Adds an image to Microsoft's gallery; default a supported one. */
	addGalleryImage(given: NewGalleryImage): StoredGalleryImage {
		const image = newGalleryImage(given);
		this.galleryImages.set(image.id.toLowerCase(), image);
		return image;
	}

	/** One image of the gallery; writers spell its id in different cases. */
	galleryImage(id: string): StoredGalleryImage | undefined {
		return this.galleryImages.get(id.toLowerCase());
	}

	/** Adds a pool of Cloud PCs for agents. */
	addAgentPool(given: NewAgentPool): StoredAgentPool {
		const pool = newAgentPool(given, this.clock.now());
		this.agentPools.set(pool.id, pool);
		return pool;
	}

	/**
	 * Adds Cloud PCs that were just provisioned, from the image that the policy has now.
	 *
	 * @throws Error when the tenant has no such policy.
	 */
	provisionCloudPcs(policyId: string, count: number): StoredCloudPc[] {
		const policy = this.policies.get(policyId);
		if (!policy) throw new Error(`There is no policy ${policyId}`);
		const now = this.clock.now();
		return Array.from({ length: count }, () => {
			const cloudPc = newCloudPc(policy, this.cloudPcs.size + 1, this.domain, now);
			this.cloudPcs.set(cloudPc.id, cloudPc);
			return cloudPc;
		});
	}

	/** Takes away all that `add` and `provision` added; apps, users and source images stay. */
	clear(): void {
		for (const all of [this.storedImages, this.policies, this.galleryImages, this.cloudPcs, this.agentPools]) all.clear();
	}

	/** Registers an app, in place of one with the same client id. */
	registerApp(app: App): App {
		this.apps.set(app.clientId, app);
		return app;
	}

	private sourceOf(image: StoredImage): SourceImage | undefined {
		// Azure Resource Manager ids compare without case.
		const wanted = image.sourceImageResourceId.toLowerCase();
		return this.sourceImages.find((source) => source.resourceId.toLowerCase() === wanted);
	}
}
