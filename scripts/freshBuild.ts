/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { checkoutRoot } from './checkout';
import { buildPackage } from './packPackage';

/** All that `npm run build` reads, and what is written last. */
const sources = ['credentials', 'nodes', 'icons', 'gulpfile.js', 'tsconfig.json', 'package.json', 'package-lock.json'];
const lastBuilt = 'dist/credentials/entra/packageVersion.js';

/** Returns the latest change below a path, in ms since 1970; a file that was deleted has changed its folder. */
function changedAt(path: string): number {
	const { mtimeMs } = statSync(path);
	const below = statSync(path).isDirectory() ? readdirSync(path).map((name) => changedAt(join(path, name))) : [];
	return Math.max(mtimeMs, ...below);
}

/**
 * Returns whether `dist` is what a build would make now.
 *
 * @param root of the checkout
 */
export function isBuilt(root: string): boolean {
	const built = join(root, lastBuilt);
	if (!existsSync(built)) return false;
	const { mtimeMs } = statSync(built);
	return sources.every((source) => changedAt(join(root, source)) < mtimeMs);
}

/** Builds `dist`, unless nothing has changed since it was built. */
export async function buildIfChanged(): Promise<void> {
	if (!isBuilt(checkoutRoot)) await buildPackage();
}
