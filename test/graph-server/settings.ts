const minute = 60_000;

/** What the next uploads end as. `status` may be a member that no schema knows yet. */
export interface UploadOutcome {
	status: 'ready' | 'failed' | 'warning' | (string & Record<never, never>);
	errorCode?: string;
}

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
		imageLimit: 20,
		tokenLifetimeMs: 60 * minute,
		deviceCodeIntervalSeconds: 5,
		nextTokenError: undefined,
		claimsChallenge: undefined,
		extraAudiences: [],
	};
}
