/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { checkoutRoot, cleanEnvironment, node24 } from './checkout';
import { installOnce, npmInstall } from './installOnce';
import { mustRun } from './processGroups';

/** The newest n8n whose packages are all in the registry. */
export const n8nVersion = '2.41.1';

/** n8n 2.37 has no getPollBudgetMs, which the trigger asks. n8n 2.38.0 and 2.38.1 are not in every registry. */
export const oldestN8nVersion = '2.38.2';

/** Of the oldest n8n, two packages of its AI assistant are not in every registry; their next versions take their place. */
const replacements: Record<string, Record<string, string>> = {
	[oldestN8nVersion]: { '@n8n/agents': '0.23.2', '@n8n/instance-ai': '1.23.2' },
};

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

async function fill(version: string, folder: string, report: (line: string) => void): Promise<void> {
	report(`Installing n8n ${version} into ${dirname(folder)} (once; about 3 GB and 6 minutes).`);
	const packages = { dependencies: { n8n: version }, overrides: replacements[version] };
	await npmInstall(folder, packages, report, { npm_config_nodedir: headersFolder() });
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
 * @param version the newest, unless another one is asked for
 * @throws Error with npm's own words when a package cannot be fetched or sqlite3 not be built
 */
export async function installN8n(report: (line: string) => void, version = n8nVersion): Promise<InstalledN8n> {
	const { folder, seconds } = await installOnce(`n8n-${version}`, report, async (empty) => {
		await fill(version, empty, report);
	});
	const entry = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
	return { version, folder, entry, seconds };
}
