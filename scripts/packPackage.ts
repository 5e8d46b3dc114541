/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { checkoutRoot, cleanEnvironment, readPackageJson, type PackageJson } from './checkout';
import { mustRun } from './processGroups';

/** What n8n 2.41.1 passes to npm for a package's own dependencies (community-packages.service.js). */
const n8nInstallArguments = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

/** Builds `dist` from the sources. */
export async function buildPackage(): Promise<void> {
	await mustRun('npm', ['run', 'build'], { cwd: checkoutRoot });
}

/**
 * Packs the checkout as `npm publish` would; `dist` has to be built.
 * @param targetFolder where the tarball is put
 * @returns path of the tarball
 */
export async function packPackage(targetFolder: string): Promise<string> {
	await mkdir(targetFolder, { recursive: true });
	const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', targetFolder];
	const { stdout } = await mustRun('npm', args, { cwd: checkoutRoot });
	const [packed] = Object.values(JSON.parse(stdout) as Record<string, { filename: string }>);
	const tarball = join(targetFolder, packed?.filename ?? '');
	if (packed === undefined || !existsSync(tarball))
		throw new Error(`npm pack made no tarball: ${stdout}`);
	return tarball;
}

/**
 * The tarball that `npm test` has packed, or a new one.
 * @param targetFolder where a new one is put
 * @returns path of the tarball
 */
export async function tarballToTest(targetFolder: string): Promise<string> {
	const packed = process.env.CLOUDPC_TARBALL;
	if (packed !== undefined) return packed;
	await buildPackage();
	return await packPackage(targetFolder);
}

/**
 * Unpacks a tarball of npm.
 * @param tarball file made by `npm pack`
 * @param folder made when missing; gets the content of the tarball's `package/`
 */
export async function unpackTarball(tarball: string, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	await mustRun('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], { cwd: folder });
}

/**
 * Installs a tarball into n8n's user folder exactly as n8n installs a community package.
 * @param userFolder what n8n gets as N8N_USER_FOLDER
 * @param tarball file made by packPackage
 * @returns the folder that n8n loads the package from
 */
export async function installTarball(userFolder: string, tarball: string): Promise<string> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const { name } = readPackageJson(checkoutRoot);
	const folder = join(nodesFolder, 'node_modules', name);
	await rm(folder, { recursive: true, force: true });
	await unpackTarball(tarball, folder);

	const manifestFile = join(folder, 'package.json');
	const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as PackageJson &
		Record<string, unknown>;
	for (const left of ['devDependencies', 'peerDependencies', 'optionalDependencies']) {
		Reflect.deleteProperty(manifest, left);
	}
	await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
	if (Object.keys(manifest.dependencies ?? {}).length > 0) {
		await mustRun('npm', n8nInstallArguments, { cwd: folder, env: cleanEnvironment() });
	}

	await addToLedger(nodesFolder, name, manifest.version);
	return folder;
}

/** Notes the package in the file where n8n keeps what is installed, beside what npm has noted there. */
async function addToLedger(nodesFolder: string, name: string, version: string): Promise<void> {
	const file = join(nodesFolder, 'package.json');
	const ledger: Record<string, unknown> = existsSync(file)
		? (JSON.parse(await readFile(file, 'utf8')) as PackageJson & Record<string, unknown>)
		: { name: 'installed-nodes', private: true };
	const dependencies = { ...Object(ledger.dependencies), [name]: version };
	await writeFile(file, JSON.stringify({ ...ledger, dependencies }, null, 2));
}
