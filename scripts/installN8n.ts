/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { checkoutRoot, cleanEnvironment, node24 } from './checkout';
import { installOnce, npmInstall } from './installOnce';
import { mustRun } from './processGroups';

/** The newest n8n whose packages are all in the registry. */
export const n8nVersion = '2.41.1';

/** An n8n that is ready to be started with Node 24. */
export interface InstalledN8n {
	version: string;
	folder: string;
	/** The JavaScript file behind the command `n8n`. */
	entry: string;
	/** What the installation took when it was made, in seconds. */
	seconds: number;
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
	report(`Installing n8n ${n8nVersion} into ${dirname(folder)} (once; about 3 GB and 6 minutes).`);
	await npmInstall(folder, { n8n: n8nVersion }, report, { npm_config_nodedir: headersFolder() });
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

/**
 * Makes sure that n8n is installed in the cache folder.
 * @param report shown to the person who waits
 * @throws Error with npm's own words when a package cannot be fetched or sqlite3 not be built
 */
export async function installN8n(report: (line: string) => void): Promise<InstalledN8n> {
	const name = `n8n-${n8nVersion}`;
	const { folder, seconds } = await installOnce(name, report, async (empty) => {
		await fill(empty, report);
	});
	const entry = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	return { version: n8nVersion, folder, entry, seconds };
}
