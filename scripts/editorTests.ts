/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkoutRoot } from './checkout';
import { installChromium } from './installChromium';
import { installN8n } from './installN8n';
import { jestArguments } from './jestArguments';
import { jest, oneByOne, skip, type Tally } from './testSteps';

/**
 * Runs the tests in n8n's editor, in headless Chromium, or says why they cannot run.
 * @param env variables for the tests
 * @param args more arguments for jest
 */
export async function testEditor(env?: Record<string, string>, args: string[] = []): Promise<Tally> {
	const chromium = await installChromium(console.log);
	if (chromium.missing !== undefined) return skip(chromium.missing);
	await installN8n(console.log);
	return await jest([...jestArguments(['test/editor'], args), oneByOne], {
		...env,
		CLOUDPC_CHROMIUM: chromium.executable,
		// Not the TMPDIR of the tests, which goes with the run.
		CLOUDPC_FAILURES: tmpdir(),
	});
}

/** Does the same and keeps the pictures for the pages in docs/images. */
export async function takeScreenshots(): Promise<Tally> {
	const tally = await testEditor({ CLOUDPC_SCREENSHOTS: join(checkoutRoot, 'docs', 'images') });
	// Pictures that were asked for and not made are a failure.
	return tally.passed === 0 ? { ...tally, failed: Math.max(tally.failed, 1) } : tally;
}
