/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
/**
 * `npm run test:editor`: the nodes in n8n's editor, in headless Chromium.
 * `npm run screenshots` does the same and keeps the pictures for README in docs/images.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkoutRoot } from './checkout';
import { installChromium } from './installChromium';
import { installN8n } from './installN8n';
import { makeTemporaryFolder } from './temporaryFolder';
import { jest, skip, step, type Tally } from './testSteps';

/**
 * Runs the editor tests, or says why they cannot run.
 * @param reportFile where jest writes its report
 * @param env variables for the tests
 */
export async function testEditor(
	reportFile: string,
	env: Record<string, string> = {},
): Promise<Tally> {
	const chromium = await installChromium(console.log);
	if (chromium.missing !== undefined) return skip(chromium.missing);
	await installN8n(console.log);
	return await jest(['test/editor'], reportFile, {
		...env,
		CLOUDPC_CHROMIUM: chromium.executable,
		// Not env's TMPDIR, which goes with the run.
		CLOUDPC_FAILURES: tmpdir(),
	});
}

async function main(): Promise<number> {
	const temporary = makeTemporaryFolder('editor');
	const env: Record<string, string> = process.argv.includes('--screenshots')
		? { CLOUDPC_SCREENSHOTS: join(checkoutRoot, 'docs', 'images') }
		: {};
	const result = await step("The nodes in n8n's editor", async () => {
		return await testEditor(join(temporary.path, 'editor.json'), env);
	});
	for (const reason of result.skipped) console.log(`  skipped: ${reason}`);
	// Pictures that were asked for and not made are a failure.
	return result.failed > 0 || ('CLOUDPC_SCREENSHOTS' in env && result.passed === 0) ? 1 : 0;
}

if (require.main === module) {
	main().then(
		(code) => process.exit(code),
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		},
	);
}
