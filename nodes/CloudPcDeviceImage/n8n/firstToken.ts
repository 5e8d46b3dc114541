import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { HttpResponse } from '../graph/errors';

/** Sends a request with n8n's authenticated request helper. */
export type Send = (request: IHttpRequestOptions, requestLine: string) => Promise<HttpResponse>;

/**
 * Requests under way, by credential, that get its first token. As long as none is stored, n8n asks for one with each
 * request, so that one goes ahead, and the others, those of other executions too, learn from it whether there is a token now.
 */
const pendingTokenRequests = new Map<string, Promise<boolean>>();

/**
 * Makes what sends requests so that a credential without a token gets a single one.
 *
 * @param key tells the credential from others
 * @param hasStoredToken whether n8n keeps a token already
 * @param cancelSignal ends a wait with the execution
 * @param send sends at once
 */
export function withFirstToken(
	key: string,
	hasStoredToken: boolean,
	cancelSignal: AbortSignal | undefined,
	send: Send,
): Send {
	let hasToken = hasStoredToken;
	return async (request, requestLine) => {
		const ahead = hasToken ? undefined : pendingTokenRequests.get(key);
		if (ahead) {
			const limitMs = request.timeout ?? 60_000;
			const startedAt = Date.now();
			hasToken = (await withTimeout(ahead, limitMs, cancelSignal)) === true;
			const timeout = Math.max(1, limitMs - (Date.now() - startedAt));
			// Where that one failed, nobody waits for another to fail.
			return await send({ ...request, timeout }, requestLine);
		}
		if (hasToken) return await send(request, requestLine);
		const responding = send(request, requestLine);
		const goesAhead = responding.then(
			() => true,
			() => false,
		);
		pendingTokenRequests.set(key, goesAhead);
		hasToken = await goesAhead;
		pendingTokenRequests.delete(key);
		return await responding;
	};
}

/** Waits for a promise, but no longer than a request may take, and not beyond the end of the execution. */
async function withTimeout<T>(
	promise: Promise<T>,
	limitMs: number,
	cancelSignal: AbortSignal | undefined,
): Promise<T | undefined> {
	const timeLimit = AbortSignal.timeout(limitMs);
	const signal = cancelSignal ? AbortSignal.any([timeLimit, cancelSignal]) : timeLimit;
	const over = new Promise<undefined>((resolve) => {
		signal.addEventListener('abort', () => resolve(undefined), { once: true });
	});
	return await Promise.race([promise, over]);
}

/** Returns the signal of a node's execution; triggers and pickers have none. */
export const cancelSignalOf = (context: object): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context
		? (context as IExecuteFunctions).getExecutionCancelSignal()
		: undefined;
