/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync, globSync, mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { checkoutRoot, cleanEnvironment, node24, readPackageJson, type PackageJson } from '../../scripts/checkout';
import { unpackTarball } from '../../scripts/packPackage';
import { mustRun } from '../../scripts/processGroups';

const { name } = readPackageJson(checkoutRoot);

/** PATH as a user has it, without the programs of this checkout. */
const userPath = (process.env.PATH ?? '')
	.split(delimiter)
	.filter((folder) => !folder.startsWith(checkoutRoot))
	.join(delimiter);

export const thisNode = "this machine's Node.js";

/** PATH for each Node.js that an administrator's npm may run on. */
export const npmPaths: Record<string, string> = {
	[thisNode]: userPath,
	'Node.js 24': `${dirname(node24)}${delimiter}${userPath}`,
};

/** The home of the user who runs n8n. */
export class UserHome {
	private readonly nodes: string;

	/**
	 * @param path an empty folder
	 * @param npmPath PATH of the user's shell
	 */
	constructor(
		readonly path: string,
		private readonly npmPath: string,
	) {
		mkdirSync(path, { recursive: true });
		this.nodes = join(path, '.n8n', 'nodes');
	}

	/**
	 * Runs a command as the user does.
	 * @param command for a shell
	 * @param cwd the current folder
	 * @throws Error with the command's words when it fails
	 */
	async shell(command: string, cwd = this.path): Promise<void> {
		const env = {
			HOME: this.path,
			PATH: this.npmPath,
			// Only saves downloads: what is installed does not depend on it.
			npm_config_cache: join(homedir(), '.npm'),
			npm_config_prefer_offline: 'true',
		};
		await mustRun('sh', ['-c', command], { cwd, env: cleanEnvironment(env) });
	}

	/** What is installed: each package's folder below n8n's folder for community packages. */
	packages(): string[] {
		return globSync('**/node_modules/{*,@*/*}/package.json', { cwd: this.nodes })
			.map((file) => dirname(file).replace(/^node_modules\//, ''))
			.filter((folder) => !/(^|\/)@[^/]+$/.test(folder))
			.sort();
	}

	/** The version of an installed package, or undefined. */
	versionOf(dependency: string): string | undefined {
		const folder = join(this.nodes, 'node_modules', dependency);
		return existsSync(folder) ? readPackageJson(folder).version : undefined;
	}
}

/**
 * Makes the same package under another version.
 * @param tarball file made by packPackage
 * @param version of the new one
 * @param folder made when missing
 * @returns path of the new tarball
 */
export async function repack(tarball: string, version: string, folder: string): Promise<string> {
	const unpacked = join(folder, version, 'package');
	await unpackTarball(tarball, unpacked);
	const manifestFile = join(unpacked, 'package.json');
	const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as PackageJson;
	await writeFile(manifestFile, JSON.stringify({ ...manifest, version }));
	const packed = join(folder, `${name}-${version}.tgz`);
	await mustRun('tar', ['-czf', packed, '-C', dirname(unpacked), 'package'], { cwd: folder });
	return packed;
}
