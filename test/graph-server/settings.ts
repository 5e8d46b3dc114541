const minute = 60_000;

/** What the next uploads end as. `status` may be a member that no schema knows yet. */
export interface UploadOutcome {
	status: 'ready' | 'failed' | 'warning' | (string & Record<never, never>);
	errorCode?: string;
}

/** The methods that a Graph may lack. */
export type GraphMethod =
	| 'listImages'
	| 'createImage'
	| 'getImage'
	| 'updateImage'
	| 'deleteImage'
	| 'getSourceImages'
	| 'retryUpload'
	| 'reupload'
	| 'listPolicies'
	| 'getPolicy'
	| 'updatePolicy'
	| 'listGalleryImages'
	| 'getGalleryImage'
	| 'listCloudPcs'
	| 'listAgentPools'
	| 'getAgentPool';

/**
 * How a method that is not there is refused. `noRoute` was seen of Intune, for paths below deviceManagement, with 400; that
 * Cloud PC methods are refused so, and whether any of them comes with 404, is unknown ([U]).
 */
export type MissingMethodAnswer = 'noRoute' | 'noRoute404' | 'noSegment' | 'noSegment404' | 405 | 501;

/** What becomes of `$filter`. */
export type FilterSupport = 'works' | 'ignored' | 'refused';

/** How the server behaves from now on. Change any field at any time. */
export interface Settings {
	/** How long each request waits for its answer, real milliseconds; the parts of a batch wait once, together. */
	answerDelayMs: number;
	/** How long an upload stays pending, in milliseconds on the clock. Read when the upload starts. */
	uploadMs: number;
	/** Read when the upload starts; a source image the tenant lacks ends as failed all the same. */
	uploadOutcome: UploadOutcome;
	/** Images on a page; 0 never pages. */
	pageSize: number;
	/** What PATCH answers: unknown on the live service (contract 1.8, [U]). */
	patchAnswer: 200 | 204 | 400 | 405 | 501;
	/** What reupload answers: 204 as long as it lived, the others are our guesses for "removed" ([U]). */
	reuploadAnswer: 204 | 404 | 400 | 405 | 410;
	/** Methods that this Graph lacks, and how it says so. */
	missingMethods: Partial<Record<GraphMethod, MissingMethodAnswer>>;
	/**
	 * What `$filter` does on provisioning policies: documented as working, marked as unsupported by a Terraform provider that
	 * is tested on tenants; whether it is then ignored or refused is unknown ([U]).
	 */
	policyFilter: FilterSupport;
	/** What PATCH of a policy answers: 204 by today's pages, 200 with the entity by the SDKs and older pages ([U]). */
	policyPatchAnswer: 200 | 204;
	/** Whether PATCH of a policy does what it answers; no report of the contrary is known. */
	policyPatchHasEffect: boolean;
	/** How long reads of a policy show the values before a PATCH, in milliseconds on the clock: unknown ([U]). */
	policyReadLagMs: number;
	/**
	 * Which image a policy may be given: one that Cloud PCs can be provisioned from, any that is there, or any text. That
	 * the service refuses an image that is not ready is inferred; with which code, and what else it checks, is unknown ([U]).
	 */
	policyImageCheck: 'usable' | 'exists' | 'none';
	/** Policies, gallery images or agent pools on a page, documented nowhere ([U]); 0 never pages. */
	policyPageSize: number;
	/** What `$filter` does on Cloud PCs: seen working for some properties, on others a 400 is our guess ([U]). */
	cloudPcFilter: FilterSupport;
	/** Cloud PCs on a page; the service's own number is unknown ([U]); 0 never pages. */
	cloudPcPageSize: number;
	/** Whether the app may read agent pools although it may read Cloud PCs; a cloud that lacks them is `missingMethods`. */
	agentPoolsForbidden: boolean;
	/** Whether an image that an agent pool uses cannot be deleted: unknown ([U]). */
	agentPoolKeepsImage: boolean;
	/** Whether a single request without `User-Agent` gets 403: reported of Cloud PC endpoints, not on record ([U]). */
	requestsNeedUserAgent: boolean;
	/** The same for a part of a batch ([U]). */
	batchPartsNeedUserAgent: boolean;
	/** Whether a part has the batch's own `User-Agent`, where it names none: unknown ([U]). */
	batchPartsInheritUserAgent: boolean;
	/** Custom images a tenant may hold (contract 3.2). */
	imageLimit: number;
	/** Lifetime of an access token, in milliseconds on the clock. */
	tokenLifetimeMs: number;
	/** How long a device waits between two looks at its sign-in, in real seconds. */
	deviceCodeIntervalSeconds: number;
	/** The AADSTS number that the next token request is refused with; used once. */
	nextTokenError: number | undefined;
	/**
	 * What Graph asks every token to hold, as in `claims`: `{ acrs: { essential: true, value: 'c1' } }`. A token that was
	 * asked for with these claims does. Graph itself asks only clients that declared `cp1` (contract 4.5); here n8n is, too.
	 */
	claimsChallenge: Record<string, unknown> | undefined;
	/** Graph roots accepted besides the server's own origins, such as `https://graph.microsoft.com`. */
	extraAudiences: string[];
}

/** @returns Fresh settings, as Graph documents them. */
export function defaultSettings(): Settings {
	return {
		answerDelayMs: 0,
		uploadMs: 20 * minute,
		uploadOutcome: { status: 'ready' },
		pageSize: 0,
		patchAnswer: 200,
		reuploadAnswer: 204,
		missingMethods: {},
		policyFilter: 'works',
		policyPatchAnswer: 204,
		policyPatchHasEffect: true,
		policyReadLagMs: 0,
		policyImageCheck: 'usable',
		policyPageSize: 0,
		cloudPcFilter: 'works',
		cloudPcPageSize: 100,
		agentPoolsForbidden: false,
		agentPoolKeepsImage: false,
		requestsNeedUserAgent: false,
		batchPartsNeedUserAgent: false,
		batchPartsInheritUserAgent: false,
		imageLimit: 20,
		tokenLifetimeMs: 60 * minute,
		deviceCodeIntervalSeconds: 5,
		nextTokenError: undefined,
		claimsChallenge: undefined,
		extraAudiences: [],
	};
}
