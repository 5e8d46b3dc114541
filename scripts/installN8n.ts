/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { checkoutRoot, cleanEnvironment, node24, readPackageJson } from './checkout';
import { withFolderLock } from './folderLock';
import { mustRun } from './processGroups';

/** The newest n8n whose packages are all in the registry. */
export const n8nVersion = '2.40.7';

/** An n8n that is ready to be started with Node 24. */
export interface InstalledN8n {
	version: string;
	folder: string;
	/** The JavaScript file behind the command `n8n`. */
	entry: string;
	/** What the installation took when it was made, in seconds. */
	seconds: number;
}

/** Written last: a folder without it is the rest of an installation that was broken off. */
const markerFile = 'installed.json';

function cacheFolder(): string {
	const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	const nodeMajor = readPackageJson(join(checkoutRoot, 'node_modules', 'node')).version.split(
		'.',
	)[0];
	return join(cache, 'n8n-nodes-cloudpc-device-image', `n8n-${n8nVersion}-node${nodeMajor}`);
}

async function readInstalled(folder: string): Promise<InstalledN8n | undefined> {
	const marker = join(folder, markerFile);
	if (!existsSync(marker)) return undefined;
	const { seconds } = JSON.parse(await readFile(marker, 'utf8')) as { seconds: number };
	const entry = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	return { version: n8nVersion, folder, entry, seconds };
}

/** The folder whose `include/` has the headers of the Node 24 in use, as the package `node` names it. */
function headersFolder(): string | undefined {
	const { platform, arch } = process;
	const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
	try {
		const manifest = require.resolve(`${prefix}-${platform}-${arch}/package.json`, {
			paths: [join(checkoutRoot, 'node_modules', 'node')],
		});
		return existsSync(join(dirname(manifest), 'include', 'node')) ? dirname(manifest) : undefined;
	} catch {
		// A platform whose package lies elsewhere: node-gyp then fetches the headers itself.
		return undefined;
	}
}

async function fill(folder: string, report: (line: string) => void): Promise<void> {
	const env = cleanEnvironment({ npm_config_nodedir: headersFolder() });
	const manifest = { name: 'real-n8n', private: true, dependencies: { n8n: n8nVersion } };
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));

	report(`Installing n8n ${n8nVersion} into ${dirname(folder)} (once; about 3 GB and 6 minutes).`);
	// Scripts are left out because one package's script downloads sources from elsewhere.
	await mustRun('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
		cwd: folder,
		env,
		onWait: (seconds) => report(`  npm install n8n: ${seconds} s`),
	});
	await buildSqlite(folder, report);
}

/** Builds the one native module that n8n cannot do without, and tries it. */
async function buildSqlite(folder: string, report: (line: string) => void): Promise<void> {
	const env = cleanEnvironment({ npm_config_nodedir: headersFolder() });
	report('Building sqlite3, which n8n keeps its data in.');
	await mustRun('npm', ['rebuild', 'sqlite3'], {
		cwd: folder,
		env,
		onWait: (seconds) => report(`  npm rebuild sqlite3: ${seconds} s`),
	});
	await mustRun(node24, ['-e', "require('sqlite3')"], { cwd: folder, env });
}

async function removeBrokenOff(folder: string): Promise<void> {
	const siblings = await readdir(dirname(folder));
	const rests = siblings.filter((name) => name.startsWith(`${basename(folder)}.partial-`));
	const paths = [folder, ...rests.map((name) => join(dirname(folder), name))];
	await Promise.all(paths.map(async (path) => await rm(path, { recursive: true, force: true })));
}

/**
 * Makes sure that n8n is installed in the cache folder (XDG_CACHE_HOME or ~/.cache), outside the
 * checkout; the next run reuses it, and two processes at once wait for each other.
 * @param report shown to the person who waits
 * @throws Error with npm's own words when a package cannot be fetched or sqlite3 not be built
 */
export async function installN8n(report: (line: string) => void): Promise<InstalledN8n> {
	const folder = cacheFolder();
	const present = await readInstalled(folder);
	if (present !== undefined) return present;

	const waiting = () => report('Another process is installing n8n; waiting for it.');
	return await withFolderLock(`${folder}.lock`, waiting, async () => {
		const madeMeanwhile = await readInstalled(folder);
		if (madeMeanwhile !== undefined) return madeMeanwhile;

		const start = performance.now();
		await removeBrokenOff(folder);
		const partial = `${folder}.partial-${process.pid}`;
		await fill(partial, report);
		const seconds = Math.round((performance.now() - start) / 1000);
		await writeFile(join(partial, markerFile), JSON.stringify({ n8n: n8nVersion, seconds }));
		await rename(partial, folder);
		report(`n8n ${n8nVersion} is installed (${seconds} s).`);
		const installed = await readInstalled(folder);
		if (installed === undefined)
			throw new Error(`${folder} vanished while n8n was being installed.`);
		return installed;
	});
}
