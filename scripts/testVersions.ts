/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
/** `npm run test:versions`, with `-- --write` to put the table into README. */
import { join } from 'node:path';

import { engineVersions } from './engineVersions';
import { buildPackage } from './packPackage';
import { makeTemporaryFolder } from './temporaryFolder';
import { step } from './testSteps';

const temporary = makeTemporaryFolder('versions');
const write = process.argv.includes('--write');

void step('n8n versions', async () => {
	await buildPackage();
	return await engineVersions((name) => join(temporary.path, `${name}.json`), write);
}).then(({ failed }) => process.exit(failed === 0 ? 0 : 1));
