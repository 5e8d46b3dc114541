import type { Clock } from './clock';
import { classify } from './classify';
import { GraphError, type GraphFailure } from './errors';

/**
 * What a second execution of a request would do. `read`: nothing. `idempotent`: nothing that the first did not, as it deletes or
 * sets values. `nonIdempotent`: the work again.
 */
export type Idempotence = 'read' | 'idempotent' | 'nonIdempotent';

/** Returns a number from 0 to below 1: a new one for each attempt, which requests that travel together may share. */
export type Random = (attempt: number) => number;

/** Longest pause without a word of the service, ms. Source: Microsoft's own Graph client caps at 180 s. */
const maxBackOffMs = 30_000;

const firstBackOffMs = 1_000;

/** RFC 9110 has one form of a date to write and two older ones to read; only the last has no zone, and means UTC too. */
const httpDate = /^[A-Z][a-z]{2,8},? .*\d( GMT)?$/;

/**
 * Reads a `Retry-After` header: seconds, fractions of them (Microsoft's own sample is 2.128), or an HTTP date.
 *
 * @param header the header as sent
 * @param now ms since 1970, UTC
 * @returns how long to wait, ms; undefined when it says nothing that makes sense
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
	const match = httpDate.exec(text);
	if (!match) return undefined;
	const date = Date.parse(match[1] ? text : `${text} GMT`);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Returns the pause that the service asked for, ms. A date is one of the service's clock, so the response's own `Date` is its now.
 *
 * @param failure what came back
 * @param now ms since 1970, UTC, for a response without `Date`
 * @returns undefined when it named none
 */
export function retryAfterMs({ retryAfter, respondedAt }: GraphFailure, now: number): number | undefined {
	return readRetryAfter(retryAfter, Date.parse(respondedAt ?? '') || now);
}

/**
 * Returns a pause for a service that names none, ms: exponential, with full jitter, so that clients do not come in step.
 *
 * @param attempt how often the request was sent, from 1 on
 * @param random gives a number from 0 to below 1 for an attempt
 */
export function backOffMs(attempt: number, random: Random): number {
	return Math.round(random(attempt) * Math.min(maxBackOffMs, firstBackOffMs * 2 ** (attempt - 1)));
}

/** Whether nobody knows if the service acted on a change, or on an earlier try of it. */
export function isAmbiguousWrite(error: unknown): error is GraphError {
	if (!(error instanceof GraphError)) return false;
	const { failure } = error;
	return failure.mayHaveBeenProcessed === true || !classify(failure).wasNotProcessed;
}

/** Whether sending the same request again can help within seconds, and is safe. */
export function mayRetry(failure: GraphFailure, idempotence: Idempotence): boolean {
	const { repeatable } = classify(failure);
	if (repeatable === 'idempotent') return idempotence !== 'nonIdempotent';
	return repeatable === 'all' || (repeatable === 'reads' && idempotence === 'read');
}

/**
 * Sends until it succeeds, may not be sent again, or the budget is used up. A server's delay is never shortened:
 * one that does not fit into the budget ends it at once.
 *
 * @param send sends once
 * @param idempotence what a second execution would do
 * @param budgetMs how long to go on in all, ms; 0 sends once
 * @param clock gives the time and pauses
 * @param random gives a number from 0 to below 1 for an attempt
 * @throws GraphError the last one, with `waitedMs` when there was a wait (0 when none fitted in); Cancelled from the clock
 */
export async function withRetry<T>(
	send: () => Promise<T>,
	idempotence: Idempotence,
	budgetMs: number,
	clock: Clock,
	random: Random,
): Promise<T> {
	const start = clock.now();
	let mayHaveBeenProcessed = false;
	for (let attempt = 1; ; attempt++) {
		const outcome = await send().then(
			(value) => ({ value }),
			(error: unknown) => ({ error }),
		);
		if ('value' in outcome) return outcome.value;
		const { error } = outcome;
		if (!(error instanceof GraphError)) throw error;
		const waitedMs = clock.now() - start;
		const failure: GraphFailure = { ...error.failure, ...(attempt > 1 && { waitedMs, mayHaveBeenProcessed }) };
		if (!mayRetry(failure, idempotence)) throw new GraphError(failure);
		// Without a usable Retry-After, back off.
		const pauseMs = retryAfterMs(failure, clock.now()) || backOffMs(attempt, random);
		if (waitedMs + pauseMs > budgetMs) throw new GraphError({ waitedMs: 0, ...failure });
		mayHaveBeenProcessed ||= idempotence !== 'read' && !classify(failure).wasNotProcessed;
		await clock.sleep(pauseMs);
	}
}

/**
 * Tells how long a failed request was tried, and what the service asked for.
 *
 * @param failure what came back at last
 * @param canRaise whether the user has an option for the budget
 * @returns up to three sentences, or '' for a request that was sent once and asked for nothing
 */
export function describeRetry({ waitedMs, retryAfter }: GraphFailure, canRaise: boolean): string {
	const waited = waitedMs ? `n8n retried for ${Math.round(waitedMs / 100) / 10} seconds.` : '';
	const unit = retryAfter && /^[\d.]+$/.test(retryAfter.trim()) ? ' seconds' : '';
	const asked = retryAfter ? `Microsoft Graph asked to wait${unit ? '' : ' until'} ${retryAfter}${unit}.` : '';
	const raise = waitedMs === undefined || !canRaise ? '' : "Raise 'Max Retry Time (Seconds)' to wait longer.";
	return [waited, asked, raise].filter(Boolean).join(' ');
}
