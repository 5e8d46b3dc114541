/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { checkoutRoot, cleanEnvironment, node24, readPackageJson } from '../../scripts/checkout';
import { runCommand, type CommandResult } from '../../scripts/processGroups';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import { publishWorkflow } from '../unit/workflowFile';

const { jobs } = publishWorkflow();
const { version } = readPackageJson(checkoutRoot);

describe('npm publish', () => {
	it.each([
		['by hand is refused: `dist` would be missing, or not what the tag holds', undefined, 1],
		['by the release command goes on', 'true', 0],
	])('%s', async (_, RELEASE_MODE, code) => {
		const options = { cwd: checkoutRoot, env: cleanEnvironment({ RELEASE_MODE }) };
		expect((await runCommand('npm', ['run', 'prepublishOnly'], options)).code).toBe(code);
	}, 30_000);
});

describe('a version tag', () => {
	it.each([
		['of the version in package.json goes on', version, 0],
		['of another version ends', '98.0.0', 1],
	])('%s', async (_, GITHUB_REF_NAME, code) => {
		const command = stepOf('The tag is the version');
		const options = { cwd: checkoutRoot, env: cleanEnvironment({ GITHUB_REF_NAME }) };
		expect((await runCommand('bash', ['-e', '-c', command], options)).code).toBe(code);
	});
});

describe('what only the owner of the package can fill in', () => {
	const script = join(checkoutRoot, 'scripts', 'refusePlaceholders.mjs');
	const placeholders = JSON.parse(readFileSync(join(checkoutRoot, 'scripts', 'placeholders.json'), 'utf8')) as Record<string, string>;
	const unfilled = {
		author: { name: placeholders['author.name'], email: placeholders['author.email'] },
		homepage: placeholders.homepage,
		repository: { url: placeholders['repository.url'] },
	};
	const filled = {
		author: { name: 'Ada', email: 'ada@contoso.com' },
		homepage: 'https://contoso.com',
		repository: { url: 'git+https://contoso.com/images.git' },
	};
	const named = (places: string[]): string => places.map((place) => `package.json: ${place} is a placeholder.`).join();

	it.each([
		['refuses placeholders, and names each', unfilled, Object.keys(placeholders)],
		['refuses what is missing', {}, Object.keys(placeholders)],
		['refuses an author without an email address', { ...filled, author: { name: 'Ada', email: '' } }, ['author.email']],
		['goes on when everything is filled in', filled, []],
	])('%s', async (_, manifest, places) => {
		const folder = makeTemporaryFolder('placeholders');
		try {
			writeFileSync(join(folder.path, 'package.json'), JSON.stringify(manifest));
			const { code, output } = await runCommand(node24, [script], { cwd: folder.path, env: cleanEnvironment() });
			expect([code, [...output.matchAll(/package\.json: \S+ is a placeholder\./g)].join()]).toEqual([places.length > 0 ? 1 : 0, named(places)]);
		} finally {
			folder.remove();
		}
	});
});

describe('the release', () => {
	const token = 'a-token-of-the-first-publish';

	it('of a package that no registry knows takes the token, and never writes it down', async () => {
		const { calls, npmrc, output } = await release({ NPM_TOKEN: token, KNOWN: '1' });
		expect(calls.at(-1)).toBe('run release');
		expect(npmrc).toBe('//packages.example/npm/:_authToken=${NPM_TOKEN}\n');
		expect(output).not.toContain(token);
	});

	it('of a package that exists leaves a token alone: it has a Trusted Publisher', async () => {
		const { calls, npmrc } = await release({ NPM_TOKEN: token, KNOWN: '0' });
		expect(calls).toEqual(['view n8n-nodes-cloudpc-device-image version', 'run release']);
		expect(npmrc).toBeUndefined();
	});

	it('without a token goes on without one', async () => {
		const { calls, npmrc } = await release({ NPM_TOKEN: '', KNOWN: '1' });
		expect(calls).toEqual(['run release']);
		expect(npmrc).toBeUndefined();
	});

	it('ends with an error when npm does', async () => {
		expect((await release({ NPM_TOKEN: '', KNOWN: '0', RELEASED: '1' })).code).toBe(1);
	});
});

const stepOf = (wanted: string): string => jobs.publish?.steps?.find(({ name }) => name === wanted)?.run ?? 'false';

/** Stands in for npm: writes down how it was called; KNOWN and RELEASED are the exit codes of its answers. */
const fakeNpm = `#!/bin/sh
echo "$*" >> "$HOME/calls"
case "$1" in
	view) exit "$KNOWN" ;;
	config) echo https://packages.example/npm/ ;;
	run) exit "\${RELEASED:-0}" ;;
esac
`;

interface Release extends CommandResult {
	calls: string[];
	npmrc?: string;
}

/** Runs the step that releases, as GitHub does, with another npm and an empty home. */
async function release(variables: Record<string, string>): Promise<Release> {
	const home = makeTemporaryFolder('release');
	try {
		writeFileSync(join(home.path, 'npm'), fakeNpm);
		chmodSync(join(home.path, 'npm'), 0o755);
		const PATH = `${home.path}${delimiter}${cleanEnvironment().PATH}`;
		const env = cleanEnvironment({ ...variables, HOME: home.path, PATH });
		const result = await runCommand('bash', ['-e', '-c', stepOf('Release')], { cwd: checkoutRoot, env });
		const calls = readFileSync(join(home.path, 'calls'), 'utf8').trim().split('\n');
		const npmrc = join(home.path, '.npmrc');
		return { ...result, calls, ...(existsSync(npmrc) && { npmrc: readFileSync(npmrc, 'utf8') }) };
	} finally {
		home.remove();
	}
}
