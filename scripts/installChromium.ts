/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { checkoutRoot } from './checkout';
import { runCommand } from './processGroups';

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const aptLimitMs = 10 * 60_000;

function findOnPath(names: string[]): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
	return names
		.flatMap((name) => folders.map((folder) => join(folder, name)))
		.find((file) => {
			try {
				accessSync(file, constants.X_OK);
				return true;
			} catch {
				return false;
			}
		});
}

/** Either the browser, or why there is none. */
export type Chromium = { executable: string; missing?: undefined } | { missing: string };

/**
 * Makes sure that a Chromium is on this machine; on Debian and its kin root gets it with apt.
 * @param report shown to the person who waits
 * @returns path of the program, or the reason for which it cannot be had
 */
export async function installChromium(report: (line: string) => void): Promise<Chromium> {
	const present = findOnPath(chromiumNames);
	if (present !== undefined) return { executable: present };
	if (findOnPath(['apt-get']) === undefined)
		return { missing: 'Chromium is not on PATH, and there is no apt-get to install it with' };
	if (process.getuid?.() !== 0)
		return { missing: 'Chromium is not on PATH, and only root can install it with apt-get' };

	report('Installing Chromium with apt-get (once; a minute or two).');
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
		const { code, output } = await runCommand('apt-get', args, {
			cwd: checkoutRoot,
			env,
			onWait: (seconds) => report(`  apt-get ${args[0]}: ${seconds} s`),
			limitMs: aptLimitMs,
		});
		const lastLine = output.trimEnd().split('\n').at(-1);
		if (code !== 0)
			return { missing: `Chromium is missing, and apt-get ${args[0]} failed: ${lastLine}` };
	}
	const installed = findOnPath(chromiumNames);
	if (installed === undefined)
		return { missing: 'apt-get installed the package chromium, but no such program is on PATH' };
	return { executable: installed };
}
