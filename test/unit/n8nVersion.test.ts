/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkoutRoot } from '../../scripts/checkout';
import { n8nVersion } from '../../scripts/installN8n';

it.each([
	['docs/development/demo.md', `fetches n8n ${n8nVersion} into`],
	['docs/development/testing.md', `fetches n8n ${n8nVersion} (about 3 GB)`],
	['README.md', `runs the tarball in n8n ${n8nVersion}:`],
	['README.md', `| ${n8nVersion} (newest) |`],
	['.github/ISSUE_TEMPLATE/bug_report.yml', `placeholder: ${n8nVersion}`],
])('%s names the n8n that the tests start: %s', (file, words) => {
	expect(readFileSync(join(checkoutRoot, file), 'utf8')).toContain(words);
});
