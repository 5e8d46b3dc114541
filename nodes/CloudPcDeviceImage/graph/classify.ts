import type { Failure } from 'n8n-workflow';

import { isTransientStatus } from '../../../credentials/entra/transientStatus';
import type { FailureKind, GraphFailure } from './errors';

/** What follows from a failure for everything that has to decide whether to go on. */
export interface Classification {
	/** Time alone can fix it: a wait goes on, a trigger polls again. */
	isTransient: boolean;
	/** The service did not act on the request; of anything else nobody knows. */
	wasNotProcessed: boolean;
	/** Which requests may be sent again within seconds: all, those that may be executed twice, or those that only read. */
	repeatable: 'all' | 'idempotent' | 'reads' | 'none';
	/** Why it failed, in the words of n8n, whose durable polls go by it. */
	cause: Failure['cause'];
}

/** Connections that were there and broke; an address that does not exist or refuses is not among them. */
const brokenConnections: readonly string[] = [
	'ECONNRESET',
	'ECONNABORTED',
	'EPIPE',
	'ETIMEDOUT',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETDOWN',
	'ENETRESET',
	'ENETUNREACH',
	'ERR_STREAM_PREMATURE_CLOSE',
];

/** Whether a network code says that a connection broke, which the next one need not. */
export const isBrokenConnection = (code: string): boolean => brokenConnections.includes(code);

const transient: Classification = {
	isTransient: true,
	wasNotProcessed: false,
	repeatable: 'none',
	cause: 'temporarily-unavailable',
};

/** Refused, and again each time. */
const refused: Classification = {
	isTransient: false,
	wasNotProcessed: true,
	repeatable: 'none',
	cause: 'configuration-invalid',
};

const byKind: Record<FailureKind, (failure: GraphFailure) => Classification> = {
	signInFailed: () => ({ ...refused, cause: 'credential-invalid' }),
	// Without a token nothing was asked of Graph.
	signInUnavailable: ({ status, code }) => ({
		...transient,
		wasNotProcessed: true,
		repeatable: status !== undefined || isBrokenConnection(code) ? 'all' : 'none',
	}),
	timeout: () => ({ ...transient, repeatable: 'idempotent' }),
	noResponse: ({ code }) => ({ ...transient, repeatable: isBrokenConnection(code) ? 'idempotent' : 'none' }),
	unusableResponse: () => ({ ...transient, repeatable: 'reads' }),
	refusedNextLink: () => transient,
	tooLarge: () => transient,
};

/** What DELETE and PATCH are sent again after, too; after another 5xx a change is looked up instead. */
const idempotentStatuses: readonly number[] = [503, 504];

function byStatus(failure: GraphFailure): Classification {
	const { status, retryAfter } = failure;
	if (status === undefined) return byKind.noResponse(failure);
	if (status < 400) return byKind.unusableResponse(failure);
	if (status === 401) return { ...refused, cause: 'credential-invalid' };
	if (status === 429) return { ...transient, wasNotProcessed: true, repeatable: 'all', cause: 'rate-limited' };
	// A service that names a time to come back has turned the request away (docs/adr/0006-writes-are-not-doubled.md).
	if (status === 503 && retryAfter !== undefined) return { ...transient, wasNotProcessed: true, repeatable: 'all' };
	if (isTransientStatus(status)) {
		return { ...transient, repeatable: idempotentStatuses.includes(status) ? 'idempotent' : 'reads' };
	}
	return { ...refused, wasNotProcessed: status < 500 };
}

/**
 * Tells of a failure whether time can fix it and whether the service acted. Retry, waits, the trigger, batches and n8n's
 * own back-off all go by this.
 */
export const classify = (failure: GraphFailure): Classification =>
	failure.kind ? byKind[failure.kind](failure) : byStatus(failure);
