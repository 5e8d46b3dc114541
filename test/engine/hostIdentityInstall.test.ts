/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { installCommand } from '../../credentials/entra/hostIdentityErrors';
import { checkoutRoot } from '../../scripts/checkout';
import { hostIdentityCredential } from '../graph-server';
import { readmeCommand } from '../readmeCommands';
import { Engine, type NodeRun } from './engine';
import { getImage } from './hostIdentities';
import { useNode } from './useNode';

const name = 'n8n-nodes-cloudpc-device-image';

const node = useNode({ graphFor: 'file', hostIdentitiesOf: 'virtualMachine' });
const { graph } = node;
let root: string;

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'installed-'));
	const folder = packageIn(root);
	for (const part of ['dist', 'package.json']) {
		cpSync(join(checkoutRoot, part), join(folder, part), { recursive: true });
	}
	link('n8n-workflow', nodesOf(root));
});

afterEach(() => rmSync(root, { recursive: true }));

const nodesOf = (folder: string): string => join(folder, 'nodes', 'node_modules');
const packageIn = (folder: string): string => join(nodesOf(folder), name);

function link(dependency: string, nodeModules: string): void {
	const target = join(nodeModules, dependency);
	mkdirSync(dirname(target), { recursive: true });
	symlinkSync(join(checkoutRoot, 'node_modules', dependency), target);
}

async function run(): Promise<NodeRun> {
	const engine = await Engine.load(packageIn(root));
	engine.useCredential(hostIdentityCredential(graph));
	return await engine.run(getImage);
}

describe('@azure/msal-node', () => {
	it('next to the package allows host identities', async () => {
		link('@azure/msal-node', nodesOf(root));
		const { error, items } = await run();
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
	});

	it.each([
		['absent', () => undefined],
		['only in a folder above, where n8n itself may have it', () => link('@azure/msal-node', join(root, 'node_modules'))],
	])('that is %s lets the credential say what to install, and ask nobody', async (_, prepare) => {
		prepare();
		const result = await run();
		expect(result).toFailWith({
			message: "Get device image: couldn't get an access token for Microsoft Graph",
			description: expect.stringContaining("Managed identity sign-in is turned off because @azure/msal-node isn't installed"),
		});
		expect(result.error?.description).toContain(installCommand);
		expect(node).not.toHaveSent();
	});

	it('that is there but broken is reported as such', async () => {
		const folder = join(nodesOf(root), '@azure/msal-node');
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, 'package.json'), JSON.stringify({ main: 'index.js' }));
		writeFileSync(join(folder, 'index.js'), "require('@azure/msal-common/node');");
		expect(await run()).toFailWith({
			description: expect.stringContaining("@azure/msal-node is installed but can't be loaded"),
		});
	});
});

it("The documentation's command for MSAL is the one that the error names, with the version of package.json", () => {
	const version = JSON.parse(readFileSync(join(checkoutRoot, 'package.json'), 'utf8')).devDependencies[
		'@azure/msal-node'
	];
	expect(readmeCommand('msal')).toBe(installCommand);
	expect(installCommand.endsWith(` @azure/msal-node@${version}`)).toBe(true);
});

it('every npm command of the documentation leaves out the peers of what lies in the folder', () => {
	const commands = (['tarball', 'published', 'removePackage', 'msal', 'removeMsal'] as const).map(readmeCommand);
	expect(commands.filter((command) => !command.includes(' --prefix ~/.n8n/nodes --legacy-peer-deps '))).toEqual([]);
});
