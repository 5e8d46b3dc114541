/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as pause } from 'node:timers/promises';

/** Returns what work gives. @throws when it has not ended in that time, ms; for what only time can show. */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
	const ended = new AbortController();
	const late = pause(limitMs, undefined, { signal: ended.signal }).then(() => {
		throw new Error(`It took more than ${limitMs} ms`);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		late.catch(() => undefined);
		ended.abort();
	}
}
