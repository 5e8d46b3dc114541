/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

import { checkoutRoot, readPackageJson } from '../../scripts/checkout';
import { packPackage } from '../../scripts/packPackage';
import { mustRun } from '../../scripts/processGroups';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import { readmeCommand } from '../readmeCommands';
import { Engine } from './engine';

const folder = makeTemporaryFolder('install');

afterAll(() => folder.remove());

it("README's command installs the tarball where n8n looks for it, and nothing else", async () => {
	const [, flags = '', file = ''] = /nodes (--.*) \.\/(\S+)$/.exec(readmeCommand('tarball')) ?? [];
	const tarball = await packPackage(folder.path);
	expect(basename(tarball)).toBe(file);

	const nodes = join(folder.path, '.n8n', 'nodes');
	await mustRun('npm', ['install', '--prefix', nodes, ...flags.split(' '), tarball], { cwd: folder.path });

	const { name } = readPackageJson(checkoutRoot);
	const installed = join(nodes, 'node_modules');
	expect(existsSync(join(installed, 'n8n-workflow'))).toBe(false);
	// n8n itself brings this one.
	symlinkSync(join(checkoutRoot, 'node_modules', 'n8n-workflow'), join(installed, 'n8n-workflow'));
	const engine = await Engine.load(join(installed, name));
	await expect(engine.search('searchImages')).rejects.toThrow(/credential/i);
}, 120_000);
