/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** Root of the git checkout that this file belongs to. */
export const checkoutRoot = resolve(__dirname, '..');

/** The Node 24 of the npm package `node`; n8n needs it whatever Node the machine has. */
export const node24 = join(checkoutRoot, 'node_modules', 'node', 'bin', 'node');

/** The part of package.json that the scripts read. */
export interface PackageJson {
	name: string;
	version: string;
	dependencies?: Record<string, string>;
}

/**
 * Reads the package.json of a folder.
 * @param folder that holds package.json
 * @throws Error of node:fs or JSON.parse when there is none
 */
export function readPackageJson(folder: string): PackageJson {
	return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
}

/** What `npm run` and jest put into the environment about themselves, of no use to another program. */
const aboutThisRun =
	/^(npm_(package|lifecycle|command|execpath|node_execpath|config_local_prefix|config_prefix)|INIT_CWD$|NODE_ENV$|NODE_OPTIONS$|JEST_)/i;

/**
 * The environment for a program that has nothing to do with the npm script that is running.
 * @param extra variables to set, or to leave out when undefined
 * @returns this process's environment with Node 24 first on PATH
 */
export function cleanEnvironment(
	extra: Record<string, string | undefined> = {},
): NodeJS.ProcessEnv {
	const kept = Object.entries(process.env).filter(([name]) => !aboutThisRun.test(name));
	return {
		...Object.fromEntries(kept),
		PATH: `${join(checkoutRoot, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
		...extra,
	};
}
