/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits until something has happened, and returns it.
 *
 * @param what for the error
 * @param find returns undefined as long as it has not happened
 * @param limitMs longest wait, ms
 */
export async function untilFound<T>(what: string, find: () => Promise<T | undefined> | T | undefined, limitMs = 60_000): Promise<T> {
	const giveUpAt = performance.now() + limitMs;
	for (;;) {
		const found = await find();
		if (found !== undefined) return found;
		if (performance.now() > giveUpAt) throw new Error(`Not after ${limitMs / 1_000} s: ${what}`);
		await pause(250);
	}
}

/** n8n takes any other client for a preview of a link. */
export const browser = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** How long an answer may take, ms. n8n gives none before the execution ends, when another wait lies between. */
const answerLimitMs = 3_000;

/**
 * Answers the form of a Wait node, as a person does.
 *
 * @param link as it was sent to that person
 * @param root where n8n is now: a restarted one has another port here
 * @param decision the first field
 */
export async function answerForm(link: string, root: string, decision: string): Promise<void> {
	const { pathname, search } = new URL(link);
	const body = new FormData();
	body.append('field-0', decision);
	const signal = AbortSignal.timeout(answerLimitMs);
	const response = await fetch(new URL(pathname + search, root), { method: 'POST', body, headers: { 'user-agent': browser }, signal }).catch(
		(error: unknown) => {
			if (!signal.aborted) throw error;
			return undefined;
		},
	);
	if (response && !response.ok) throw new Error(`The form answered ${response.status}: ${await response.text()}`);
}
