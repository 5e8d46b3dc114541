/** A measured value beside the most it may be. */
export interface Check {
	/** What was measured, with its unit. */
	measure: string;
	atMost: number;
	measured: number;
}

/** What the package may cost at most; 1 KB is 1024 bytes. */
export const limits = {
	loadMs: 10,
	loadHeapMb: 1,
	/** Packages that loading asks for, besides n8n-workflow. */
	otherPackages: 0,
	actionDescriptionKb: 45,
	triggerDescriptionKb: 15,
	tarballKb: 120,
	requestsFor200Gets: 10,
	/** Our wall time divided by that of the HTTP Request node. */
	oneItemRatio: 1,
	/** The same for 200 times Get, when an answer takes 20 ms or more. */
	gets200Ratio: 0.5,
	/** The same for 200 times Delete where no error ends the run; otherwise a first batch goes ahead. */
	deletes200Ratio: 0.7,
	/** 200 times Get of 20 images. At 20 ms, n8n's own evaluation of 200 expressions is a third of our time. */
	requestsForSameGets: 1,
	sameGetsRatio: { 20: 0.2, 100: 0.35 },
	/** Set Image on 20 policies. */
	requestsForSetImage: 5,
	requestsForUse: 3,
	/** 10,000 Cloud PCs, 100 per page, when an answer takes 20 ms. */
	cloudPcsRatio: 1.1,
	/** Processor time of our own code. */
	poll20CpuMs: 1,
	poll10000CpuMs: 50,
} as const;

/** What is not a number is not kept. */
export const isKept = ({ measured, atMost }: Check): boolean => measured <= atMost;
