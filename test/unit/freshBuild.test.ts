/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { isBuilt } from '../../scripts/freshBuild';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';

const [before, builtAt, after] = [1_000, 2_000, 3_000];
const built = 'dist/credentials/entra/packageVersion.js';
const sources = ['credentials/a.ts', 'nodes/room/b.ts', 'icons/i.svg', 'gulpfile.js', 'tsconfig.json', 'package.json', 'package-lock.json'];

const temporary = makeTemporaryFolder('fresh-build');
const pathOf = (name: string): string => join(temporary.path, name);
const touch = (name: string, seconds: number): void => utimesSync(pathOf(name), seconds, seconds);

beforeEach(() => {
	for (const name of [...sources, built]) {
		mkdirSync(dirname(pathOf(name)), { recursive: true });
		writeFileSync(pathOf(name), '');
	}
	for (const name of [...sources, 'credentials', 'nodes', 'nodes/room', 'icons']) touch(name, before);
	touch(built, builtAt);
});
afterAll(() => temporary.remove());

it('a build is fresh while no source has changed', () => {
	expect(isBuilt(temporary.path)).toBe(true);
});

it.each(sources)('a build is not fresh after a change of %s', (name) => {
	touch(name, after);
	expect(isBuilt(temporary.path)).toBe(false);
});

it('a build is not fresh after a source was deleted', () => {
	rmSync(pathOf('nodes/room/b.ts'));
	expect(isBuilt(temporary.path)).toBe(false);
});

it('a build that was never made, or not to its end, is not fresh', () => {
	rmSync(pathOf(built));
	expect(isBuilt(temporary.path)).toBe(false);
});
