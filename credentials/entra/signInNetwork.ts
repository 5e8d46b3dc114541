import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { sleep, type IHttpRequestHelper, type IN8nHttpFullResponse } from 'n8n-workflow';

import { noResponse, transientResponse, tooLate } from './hostIdentityErrors';
import { isTransientStatus } from './transientStatus';

export type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

type Method = 'GET' | 'POST';

/** Time limit of a whole sign-in, with its requests, its pauses and its wait for others, ms. */
const signInLimitMs = 30_000;

/** How long a request waits for the next byte, ms: n8n's `timeout` limits no more than that. */
const silenceLimitMs = 15_000;

/** Pauses before an identity endpoint is asked again, ms. MSAL's own may last an hour (Retry-After), and nothing ends them. */
const pausesMs = [1_000, 2_000, 4_000];

/** One sign-in under way, with the request helper of the execution that wants it. */
export class SignIn {
	/** Last transient failure; MSAL's errors don't expose it. */
	trouble?: Error;

	private readonly deadline = AbortSignal.timeout(signInLimitMs);

	private readonly late = new Promise<never>((_, reject) => {
		this.deadline.addEventListener('abort', () => reject(tooLate(signInLimitMs)), { once: true });
	});

	constructor(private readonly httpRequest: HttpRequest) {
		this.late.catch(() => undefined);
	}

	/** Waits for a part of the sign-in, but not beyond its time limit. @throws HostIdentityError when time is up */
	async withDeadline<T>(part: () => Promise<T>): Promise<T> {
		if (this.deadline.aborted) throw tooLate(signInLimitMs);
		return await Promise.race([part(), this.late]);
	}

	/** Sends a request of MSAL's; an identity endpoint that is out of order is asked again. */
	async send<T>(
		method: Method,
		url: string,
		options?: NetworkRequestOptions,
	): Promise<NetworkResponse<T>> {
		for (let attempt = 0; ; attempt++) {
			const { statusCode: status, headers, body } = await this.sendOnce(method, url, options);
			const isDown = isOutOfOrder(url, status);
			if (!isDown && isOfService(status, body)) {
				this.trouble = undefined;
				return { status, headers: headers as Record<string, string>, body: body as T };
			}
			this.trouble = transientResponse(url, status, body);
			const pauseMs = method === 'GET' && isDown ? pausesMs[attempt] : undefined;
			// MSAL would take such a response for a refusal, and refuse the next sign-ins for a minute unasked.
			if (pauseMs === undefined) throw this.trouble;
			await this.withDeadline(async () => await sleep(pauseMs));
		}
	}

	private async sendOnce(
		method: Method,
		url: string,
		options?: NetworkRequestOptions,
	): Promise<IN8nHttpFullResponse> {
		this.trouble = noResponse(url, `not within ${signInLimitMs / 1_000} seconds`);
		const asking = async (): Promise<IN8nHttpFullResponse> =>
			await this.httpRequest({
				method,
				url,
				headers: options?.headers,
				body: options?.body,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				// An assertion or an identity header must not travel on with a redirect.
				disableFollowRedirect: true,
				timeout: silenceLimitMs,
				abortSignal: this.deadline,
			});
		try {
			return await this.withDeadline(asking);
		} catch (error) {
			if (!this.deadline.aborted) this.trouble = noResponse(url, error);
			// The error itself would carry the request along.
			throw this.trouble;
		}
	}
}

/** Whether the service is out of order for a while. IMDS responds with 404 while its machine starts, and with 410 while it is replaced. */
const isOutOfOrder = (url: string, status: number): boolean =>
	isTransientStatus(status) || status === 410 || (status === 404 && url.includes('/metadata/identity/'));

/** Whether a sign-in service has responded: with a token, or in JSON why there is none. */
function isOfService(status: number, body: unknown): boolean {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
	return status >= 400 || 'access_token' in body;
}

/** MSAL's way to the network. It has room for one sign-in; the next ones wait for their turn. */
export class SignInNetwork implements INetworkModule {
	private current?: SignIn;

	private lastTurn: Promise<unknown> = Promise.resolve();

	/** The sign-in whose turn it is. @throws Error when it is nobody's */
	get signIn(): SignIn {
		if (!this.current) throw new Error('No execution requests a token');
		return this.current;
	}

	/**
	 * Does something of MSAL's with the request helper of one sign-in.
	 *
	 * @param signIn whose helper it is; when its time is up before its turn comes, nothing is done
	 * @param ask what asks MSAL for a token
	 */
	async runExclusive<T>(signIn: SignIn, ask: () => Promise<T>): Promise<T> {
		const turn = this.lastTurn.then(
			async () =>
				await signIn.withDeadline(async () => {
					this.current = signIn;
					return await ask();
				}),
		);
		this.lastTurn = turn.catch(() => undefined).finally(() => (this.current = undefined));
		return await turn;
	}

	async sendGetRequestAsync<T>(
		url: string,
		options?: NetworkRequestOptions,
	): Promise<NetworkResponse<T>> {
		return await this.signIn.send('GET', url, options);
	}

	async sendPostRequestAsync<T>(
		url: string,
		options?: NetworkRequestOptions,
	): Promise<NetworkResponse<T>> {
		return await this.signIn.send('POST', url, options);
	}
}
