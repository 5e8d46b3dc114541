/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder outside the checkout that vanishes at the latest when this process ends. jest never tells a test of its
 * end: there the folder lies in the TMPDIR that testSteps gives, and vanishes with that.
 */
export interface TemporaryFolder {
	path: string;
	remove(): void;
}

/**
 * Makes an empty folder in the system's place for temporary files.
 * @param purpose a word for the folder's name
 */
export function makeTemporaryFolder(purpose: string): TemporaryFolder {
	const path = mkdtempSync(join(realpathSync(tmpdir()), `cloudpc-device-image-${purpose}-`));
	// Retries, each after 0.1 s more: a program that is just ending may still write.
	const remove = () => rmSync(path, { recursive: true, force: true, maxRetries: 10 });
	process.on('exit', remove);
	return {
		path,
		remove: () => {
			process.off('exit', remove);
			remove();
		},
	};
}
