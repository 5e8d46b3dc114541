/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
/** `npm run test:watch`: jest on the unit and contract tests of what has changed since the last commit, again and again. */
import { spawnSync } from 'node:child_process';

import { checkoutRoot, cleanEnvironment, node24 } from './checkout';
import { jestArguments } from './jestArguments';
import { jestProgram, quickFolders } from './testSteps';

const args = [...jestProgram, '--watch', ...jestArguments(quickFolders, process.argv.slice(2))];
// In this process group and on its terminal, so that jest gets the keys and Ctrl-C.
const { status } = spawnSync(node24, args, { cwd: checkoutRoot, env: cleanEnvironment(), stdio: 'inherit' });
process.exit(status ?? 1);
