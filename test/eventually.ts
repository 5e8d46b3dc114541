/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';

const limitMs = 20_000;

/**
 * Reads until the value is the expected one, then asserts it: a page shows things a moment later.
 * @param read looks at the page
 * @param expected compared deeply
 */
export async function eventually<T>(read: () => T | Promise<T>, expected: T): Promise<void> {
	const giveUpAt = Date.now() + limitMs;
	let found = await read();
	while (!isDeepStrictEqual(found, expected) && Date.now() < giveUpAt) {
		await pause(100);
		found = await read();
	}
	expect(found).toEqual(expected);
}
