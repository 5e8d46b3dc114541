/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { explainCertificate } from '../../credentials/entra/appCertificate';
import { checkoutRoot, cleanEnvironment } from '../../scripts/checkout';
import { endGroup, runCommand, startGroup } from '../../scripts/processGroups';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import { commandLike, commandsLike } from '../commandsOfPages';
import { readmeCommand } from '../readmeCommands';

const limitMs = 120_000;
jest.setTimeout(limitMs);

const shell = async (command: string, cwd: string) =>
	await runCommand('bash', ['-c', command], { cwd, env: cleanEnvironment(), limitMs });

it('the command that packs the package makes the file that the next command installs', async () => {
	const [, file = ''] = /\.\/(\S+)$/.exec(readmeCommand('tarball')) ?? [];
	const tarball = join(checkoutRoot, file);
	const wasThere = existsSync(tarball);
	const { code, stdout } = await shell(commandLike(/^npm run tarball$/), checkoutRoot);
	expect(code).toBe(0);
	expect(basename(stdout.trimEnd().split('\n').at(-1) ?? '')).toBe(file);
	expect(existsSync(tarball)).toBe(true);
	if (!wasThere) rmSync(tarball);
});

it("openssl's command makes a certificate and a key that fit", async () => {
	const folder = makeTemporaryFolder('certificate');
	try {
		expect((await shell(commandLike(/^openssl req /), folder.path)).code).toBe(0);
		const read = (name: string): string => readFileSync(join(folder.path, name), 'utf8');
		const fields = { clientCredentialType: 'certificate', certificate: read('cert.pem'), privateKey: read('key.pem') };
		expect(explainCertificate(fields, 'AADSTS700027', new Date(Date.now() + 1_000))).toBeUndefined();
	} finally {
		folder.remove();
	}
});

it.each(commandsLike(/^npm run graph-server/))('%s starts a local Graph, and prints a credential', async (command) => {
	// Other ports than the page's, which something else on this machine may have.
	const line = command.replace(/-port \d+/g, '-port 0');
	const child = startGroup('bash', ['-c', line], { cwd: checkoutRoot, env: cleanEnvironment() });
	try {
		let output = '';
		child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
		const ended = once(child, 'exit').then(() => Promise.reject(new Error(output)));
		while (!output.includes('Press Ctrl-C')) await Promise.race([pause(100), ended]);
		expect(output).toContain('"customGraphUrl"');
		const [, url = ''] = /HTTP +(\S+)/.exec(output) ?? [];
		expect((await fetch(`${url}/v1.0/deviceManagement/virtualEndpoint/deviceImages`)).status).toBe(401);
	} finally {
		await endGroup(child, 5_000);
	}
});
