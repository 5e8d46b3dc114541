import type { Fault } from '../graph-server';

/** What a look of a wait may meet and time mends; the last one comes with a time limit of less than a second. */
export const transient: Array<[string, Fault]> = [
	['200 with a page of a gateway', { html: 200 }],
	['200 without a body', { emptyBody: 200 }],
	['204', { emptyBody: 204 }],
	['302 that leads nowhere', { emptyBody: 302 }],
	['JSON that breaks off', { cutJson: true }],
	['a list', { status: 200, body: [] }],
	['JSON of a portal', { status: 200, body: { message: 'Please sign in.' } }],
	['408', { status: 408 }],
	['429 without a time', { status: 429 }],
	['429 with a time', { status: 429, headers: { 'Retry-After': '1' } }],
	['500', { status: 500 }],
	['502 of a gateway', { html: 502 }],
	['503', { status: 503 }],
	['504', { status: 504 }],
	['a dropped connection', { reset: 'before' }],
	['a body that breaks off', { reset: 'midBody' }],
	['a body over the size limit', { hugeBodyBytes: 40 * 1024 * 1024 }],
	['nothing within the time limit', { delayMs: 1_500 }],
];
