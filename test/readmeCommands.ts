/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkoutRoot } from '../scripts/checkout';

const lines = readFileSync(join(checkoutRoot, 'README.md'), 'utf8')
	.split('\n')
	.map((line) => line.trim());

const patterns = {
	/** Installs the tarball that `npm run tarball` has put into the current folder. */
	tarball: /^npm install --prefix \S+ .*\.\/n8n-nodes-\S+\.tgz$/,
	/** Installs or updates the published package. */
	published: /^npm install --prefix \S+ .*n8n-nodes-cloudpc-device-image(@\S+)?$/,
	/** Allows host identities. */
	msal: /^npm install --prefix \S+ .*@azure\/msal-node@\S+$/,
	/** Takes that back. */
	removeMsal: /^npm uninstall --prefix \S+ .*@azure\/msal-node$/,
};

/**
 * Returns one of README's commands for n8n's folder of community packages, as an administrator copies it.
 * @throws Error when README does not have exactly one such line
 */
export function readmeCommand(name: keyof typeof patterns): string {
	const [command, ...others] = lines.filter((line) => patterns[name].test(line));
	if (command === undefined || others.length > 0) {
		throw new Error(`README.md has ${command ? 'several lines' : 'no line'} like ${patterns[name]}.`);
	}
	return command;
}
