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
	/** Processor time of our own code. */
	poll20CpuMs: 1,
	poll10000CpuMs: 50,
} as const;

/** What is not a number is not kept. */
export const isKept = ({ measured, atMost }: Check): boolean => measured <= atMost;
