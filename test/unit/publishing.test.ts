/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkoutRoot, cleanEnvironment, readPackageJson } from '../../scripts/checkout';
import { runCommand } from '../../scripts/processGroups';

const workflow = readFileSync(join(checkoutRoot, '.github/workflows/publish.yml'), 'utf8');
const { scripts = {} } = readPackageJson(checkoutRoot) as { scripts?: Record<string, string> };

describe('publishing', () => {
	it.each([
		['by hand is refused: `dist` would be missing, or not what the tag holds', undefined, 1],
		['by the release command goes on', 'true', 0],
	])('%s', async (_, RELEASE_MODE, code) => {
		const options = { cwd: checkoutRoot, env: cleanEnvironment({ RELEASE_MODE }) };
		expect((await runCommand('npm', ['run', 'prepublishOnly'], options)).code).toBe(code);
	}, 30_000);

	it('happens in GitHub Actions, after all tests, with provenance and without a token', () => {
		const commands = [...workflow.matchAll(/- run: (.*)/g)].map(([, command]) => command);
		expect(commands).toEqual(['npm test', 'npm run release']);
		expect(scripts.release).toBe('n8n-node release');
		expect(workflow).toContain('id-token: write');
		expect(workflow).not.toMatch(/secrets\.|TOKEN/);
	});
});
