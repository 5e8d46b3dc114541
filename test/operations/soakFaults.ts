import type { Fault, RecordedRequest } from '../graph-server';

/** What hits in the soak; each alone is one that the node must survive, or tell. */
export const soakFaults = {
	throttled: { status: 429, headers: { 'Retry-After': '0.1' } },
	refused: { status: 503, headers: { 'Retry-After': '0.1' } },
	unavailable: { status: 503 },
	timedOut: { status: 504 },
	dropped: { reset: 'before' },
	brokenOff: { reset: 'midBody' },
	lost: { lostAnswer: true },
	gateway: { html: 502 },
} satisfies Record<string, Fault>;

/** Returns whether one of some faults hit one of the requests. */
export const isHit = (requests: readonly RecordedRequest[], ...names: Array<keyof typeof soakFaults>): boolean =>
	requests.some(({ fault }) => names.some((name) => fault === soakFaults[name]));

export const withMethod = (requests: readonly RecordedRequest[], method: string): RecordedRequest[] =>
	requests.filter((request) => request.method === method);
