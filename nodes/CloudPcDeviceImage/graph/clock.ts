import { sleep } from 'n8n-workflow';

/** Clock abstraction; tests inject a fake. */
export interface Clock {
	/** Milliseconds since 1970, UTC. */
	now(): number;
	/** Pauses for some ms. @throws Cancelled as soon as the execution is cancelled */
	sleep(ms: number): Promise<void>;
}

/** The user or n8n ended the execution. */
export class Cancelled extends Error {
	constructor() {
		super('The execution was canceled');
	}
}

/**
 * Makes the real clock, whose pauses end at once on cancellation.
 *
 * @param signal n8n's cancel signal of the execution, where there is one
 */
export function realClock(signal?: AbortSignal): Clock {
	return {
		now: () => Date.now(),
		async sleep(ms) {
			if (signal?.aborted) throw new Cancelled();
			let stop = (): void => {};
			const cancelled = new Promise<never>((_, reject) => {
				stop = () => reject(new Cancelled());
				signal?.addEventListener('abort', stop, { once: true });
			});
			try {
				await Promise.race([sleep(ms), cancelled]);
			} finally {
				signal?.removeEventListener('abort', stop);
			}
		},
	};
}
