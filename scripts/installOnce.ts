/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { checkoutRoot, cleanEnvironment, readPackageJson } from './checkout';
import { withFolderLock } from './folderLock';
import { mustRun } from './processGroups';

/** A folder in the cache, filled completely. */
export interface Installed {
	folder: string;
	/** What filling it took when it was made, in seconds. */
	seconds: number;
}

/** Written last: a folder without it is the rest of an installation that was broken off. */
const markerFile = 'installed.json';

function cacheFolder(name: string): string {
	const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	const nodeMajor = readPackageJson(join(checkoutRoot, 'node_modules', 'node')).version.split(
		'.',
	)[0];
	return join(cache, 'n8n-nodes-cloudpc-device-image', `${name}-node${nodeMajor}`);
}

async function readInstalled(folder: string): Promise<Installed | undefined> {
	const marker = join(folder, markerFile);
	if (!existsSync(marker)) return undefined;
	const { seconds } = JSON.parse(await readFile(marker, 'utf8')) as { seconds: number };
	return { folder, seconds };
}

async function removeBrokenOff(folder: string): Promise<void> {
	const siblings = await readdir(dirname(folder));
	const rests = siblings.filter((name) => name.startsWith(`${basename(folder)}.partial-`));
	const paths = [folder, ...rests.map((name) => join(dirname(folder), name))];
	await Promise.all(paths.map(async (path) => await rm(path, { recursive: true, force: true })));
}

/**
 * Makes sure that a folder of the cache (XDG_CACHE_HOME or ~/.cache), outside the checkout, is filled;
 * the next run reuses it, and two processes at once wait for each other.
 * @param name what is in it, with its version
 * @param report shown to the person who waits
 * @param fill fills a folder that it makes itself
 * @throws what `fill` throws
 */
export async function installOnce(
	name: string,
	report: (line: string) => void,
	fill: (folder: string) => Promise<void>,
): Promise<Installed> {
	const folder = cacheFolder(name);
	const present = await readInstalled(folder);
	if (present !== undefined) return present;

	const waiting = () => report(`Another process is installing ${name}; waiting for it.`);
	return await withFolderLock(`${folder}.lock`, waiting, async () => {
		const madeMeanwhile = await readInstalled(folder);
		if (madeMeanwhile !== undefined) return madeMeanwhile;

		const start = performance.now();
		await removeBrokenOff(folder);
		const partial = `${folder}.partial-${process.pid}`;
		await fill(partial);
		const seconds = Math.round((performance.now() - start) / 1000);
		await writeFile(join(partial, markerFile), JSON.stringify({ name, seconds }));
		await rename(partial, folder);
		report(`${name} is installed (${seconds} s).`);
		return { folder, seconds };
	});
}

/**
 * Installs packages of npm into a folder of their own, without running any of their scripts.
 * @param folder made when missing
 * @param packages exact versions by package name; `overrides` for packages that others bring along
 * @param report shown to the person who waits
 * @param env variables for npm
 */
export async function npmInstall(
	folder: string,
	packages: { dependencies: Record<string, string>; overrides?: Record<string, string> },
	report: (line: string) => void,
	env: Record<string, string | undefined> = {},
): Promise<void> {
	await mkdir(folder, { recursive: true });
	const manifest = { name: 'installed-for-tests', private: true, ...packages };
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
	// Scripts are left out because one package's script downloads sources from elsewhere.
	await mustRun('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
		cwd: folder,
		env: cleanEnvironment(env),
		onWait: (seconds) => report(`  npm install: ${seconds} s`),
	});
}
