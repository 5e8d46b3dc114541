/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { makeTemporaryFolder } from '../scripts/temporaryFolder';
import { createKeys } from './graph-server/keys';

/** Runs before all test files: makes the keys of their local Graphs once, where jest would make them once per file. */
export default async function shareKeys(): Promise<void> {
	// `npm run test:watch` comes here before each of its runs.
	if (process.env.CLOUDPC_KEYS_FILE !== undefined) return;
	const file = join(makeTemporaryFolder('keys').path, 'keys.json');
	writeFileSync(file, JSON.stringify(await createKeys()), { mode: 0o600 });
	process.env.CLOUDPC_KEYS_FILE = file;
}
