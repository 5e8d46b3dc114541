/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
/** `npm run test:queue`: the packed package in n8n's queue mode, on this machine's PostgreSQL and Redis. */
import { join } from 'node:path';

import { makeTemporaryFolder } from './temporaryFolder';
import { queueMode, step } from './testSteps';

const temporary = makeTemporaryFolder('queue');
const report = join(temporary.path, 'queue.json');

void step('Queue mode', async () => await queueMode(report, { TMPDIR: temporary.path })).then(
	({ failed, skipped }) => {
		skipped.forEach((reason) => console.log(`skipped: ${reason}`));
		process.exit(failed === 0 ? 0 : 1);
	},
);
