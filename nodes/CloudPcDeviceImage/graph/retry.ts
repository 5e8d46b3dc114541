import type { Clock } from '../images/clock';
import { GraphError, type GraphFailure } from './errors';
import { isSignIn } from './failureTests';

/**
 * How a request may be sent again. `safe`: as often as needed, it reads, deletes, or sets values.
 * `ifNotDone`: only when the service said that it did not act on it.
 */
export type Repeat = 'safe' | 'ifNotDone';

/** Gives a number from 0 to below 1: a new one for each attempt, which requests that travel together may share. */
export type Random = (attempt: number) => number;

/** Longest pause without a word of the service, ms. Source: Microsoft's own Graph client caps at 180 s. */
const longestBackOffMs = 30_000;

const firstBackOffMs = 1_000;

/** Connections that were there and broke; an address that does not exist is not among them. */
const dropped = new Set([
	'ECONNRESET',
	'ECONNABORTED',
	'EPIPE',
	'ETIMEDOUT',
	'EAI_AGAIN',
	'ERR_STREAM_PREMATURE_CLOSE',
]);

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
 * Gives the pause that the service asked for. A date is one of the service's clock, so the answer's own `Date` is its now.
 *
 * @param failure what came back
 * @param now ms since 1970, UTC, for an answer without `Date`
 * @returns ms; undefined when it named none
 */
export function askedPauseMs({ retryAfter, answeredAt }: GraphFailure, now: number): number | undefined {
	return readRetryAfter(retryAfter, Date.parse(answeredAt ?? '') || now);
}

/**
 * Gives a pause for a service that names none: exponential, with full jitter, so that clients do not come in step.
 *
 * @param attempt how often the request was sent, from 1 on
 * @param random gives a number from 0 to below 1 for an attempt
 * @returns ms
 */
export function backOffMs(attempt: number, random: Random): number {
	return Math.round(random(attempt) * Math.min(longestBackOffMs, firstBackOffMs * 2 ** (attempt - 1)));
}

/** Whether the service said that it did not act on the request: 429, or 503 with a time to come back. */
const saidNotDone = ({ status, retryAfter }: GraphFailure): boolean =>
	status === 429 || (status === 503 && retryAfter !== undefined);

/** Whether nobody knows if the service acted: no answer came, or it broke over the request or an earlier try of it. */
export function isOutcomeUnknown(error: unknown): error is GraphError {
	if (!(error instanceof GraphError)) return false;
	const { status, mayBeDone } = error.failure;
	if (mayBeDone) return true;
	if (saidNotDone(error.failure) || isSignIn(error.failure)) return false;
	if (status === undefined) return true;
	return status >= 500 || status < 400;
}

/**
 * Whether sending the same request again can help, and is safe.
 *
 * @param failure what came back
 * @param repeat what kind of request it is
 */
export function mayRetry(failure: GraphFailure, repeat: Repeat): boolean {
	const { status, code } = failure;
	// Without a token nothing was asked of Graph.
	if (code === 'SignInUnavailable') return status !== undefined;
	if (saidNotDone(failure)) return true;
	if (repeat === 'ifNotDone') return false;
	return status === 503 || status === 504 || (status === undefined && dropped.has(code));
}

/**
 * Sends until it succeeds, may not be sent again, or the budget is used up. A server's delay is never shortened:
 * one that does not fit into the budget ends it at once.
 *
 * @param send sends once
 * @param repeat what kind of request it is
 * @param budgetMs how long to go on in all, ms; 0 sends once
 * @param clock tells the time and pauses
 * @param random gives a number from 0 to below 1 for an attempt
 * @throws GraphError the last one, with `waitedMs` when there was a wait (0 when none fitted in); Cancelled from the clock
 */
export async function withRetry<T>(
	send: () => Promise<T>,
	repeat: Repeat,
	budgetMs: number,
	clock: Clock,
	random: Random,
): Promise<T> {
	const start = clock.now();
	let mayBeDone = false;
	for (let attempt = 1; ; attempt++) {
		const outcome = await send().then(
			(value) => ({ value }),
			(error: unknown) => ({ error }),
		);
		if ('value' in outcome) return outcome.value;
		const { error } = outcome;
		if (!(error instanceof GraphError)) throw error;
		const waitedMs = clock.now() - start;
		const failure: GraphFailure = { ...error.failure, ...(attempt > 1 && { waitedMs, mayBeDone }) };
		if (!mayRetry(failure, repeat)) throw new GraphError(failure);
		// No time, or one that is over already, is no rest for a service in trouble.
		const pauseMs = askedPauseMs(failure, clock.now()) || backOffMs(attempt, random);
		if (waitedMs + pauseMs > budgetMs) throw new GraphError({ waitedMs: 0, ...failure });
		mayBeDone ||= !saidNotDone(failure) && !isSignIn(failure);
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
	const waited = waitedMs ? `It was tried again for ${Math.round(waitedMs / 100) / 10} seconds.` : '';
	const unit = retryAfter && /^[\d.]+$/.test(retryAfter.trim()) ? ' seconds' : '';
	const asked = retryAfter ? `The service asked to wait${unit ? '' : ' until'} ${retryAfter}${unit}.` : '';
	const raise = waitedMs === undefined || !canRaise ? '' : "Raise 'Retry Budget (Seconds)' to wait longer.";
	return [waited, asked, raise].filter(Boolean).join(' ');
}
