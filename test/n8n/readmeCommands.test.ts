/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { randomUUID } from 'node:crypto';
import { copyFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { checkoutRoot, readPackageJson } from '../../scripts/checkout';
import { installN8n } from '../../scripts/installN8n';
import { demoOwner, nodeType, triggerType } from '../../scripts/localGraph';
import { startN8n } from '../../scripts/n8nHost';
import { installTarball, tarballToTest } from '../../scripts/packPackage';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import { hostIdentityCredential, sampleImageIds, startGraphServer } from '../graph-server';
import { readmeCommand } from '../readmeCommands';
import { npmPaths, repack, thisNode, UserHome } from './userHome';

const installLimitMs = 300_000;
const startLimitMs = 30 * 60_000;
const { name, version } = readPackageJson(checkoutRoot);
const msal = '@azure/msal-node';
const managedIdentity = 'cloudPcGraphManagedIdentityApi';
const temporary = makeTemporaryFolder('readme');

/** By version: what `npm run tarball` makes, and the release after it. */
const tarballs = { now: '', next: '' };

beforeAll(async () => {
	tarballs.now = await tarballToTest(temporary.path);
	tarballs.next = await repack(tarballs.now, '99.0.0', join(temporary.path, 'next'));
}, installLimitMs);

afterAll(() => temporary.remove());

const { [thisNode]: ownNode = '' } = npmPaths;

const newHome = (npmPath: string): UserHome => new UserHome(join(temporary.path, randomUUID()), npmPath);

/** README's commands, and n8n's own installer, as steps that a test can put in order. */
const steps = {
	'the tarball': async (home: UserHome) => await home.shell(readmeCommand('tarball'), dirname(tarballs.now)),
	'the tarball and deletes it': async (home: UserHome) => {
		const copy = join(home.path, basename(tarballs.now));
		copyFileSync(tarballs.now, copy);
		await home.shell(readmeCommand('tarball'));
		rmSync(copy);
	},
	'the package': async (home: UserHome) => await home.shell(published(tarballs.now)),
	'its next release': async (home: UserHome) => await home.shell(published(tarballs.next)),
	'the package with n8n': async (home: UserHome) => void (await installTarball(home.path, tarballs.now)),
	'its next release with n8n': async (home: UserHome) => void (await installTarball(home.path, tarballs.next)),
	MSAL: async (home: UserHome) => await home.shell(readmeCommand('msal')),
	'an older MSAL': async (home: UserHome) => await home.shell(readmeCommand('msal').replace(/@[\d.]+$/, '@7.2.1')),
};

/** The command for the published package, with a tarball in place of the name that no registry knows yet. */
const published = (tarball: string): string => readmeCommand('published').replace(/\S+$/, tarball);

/** What n8n is made of, and what it loads, in its folder for community packages. */
const n8nPackagesIn = (home: UserHome): string[] =>
	home.packages().filter((folder) => /(^|\/)(@n8n\/|n8n-)[^/]+$/.test(folder));

type Order = Array<keyof typeof steps>;

const orders: Order[] = [
	['the tarball', 'MSAL'],
	['the tarball and deletes it', 'MSAL'],
	['MSAL', 'the tarball'],
	['the package', 'MSAL'],
	['MSAL', 'the package'],
	['the package', 'MSAL', 'its next release'],
	['the package', 'an older MSAL', 'its next release', 'MSAL'],
	['the package with n8n', 'MSAL'],
	['MSAL', 'the package with n8n'],
	['the package with n8n', 'MSAL', 'its next release with n8n'],
	['the package with n8n', 'an older MSAL', 'MSAL'],
	['the package', 'MSAL', 'its next release with n8n'],
	['the package with n8n', 'MSAL', 'its next release'],
];

/** All orders with the first npm, the short ones with the other. */
const runs = Object.entries(npmPaths).flatMap(([node, npmPath], index) =>
	orders
		.filter(({ length }) => index === 0 || length === 2)
		.map((order) => [node, order.join(', then '), npmPath, order] as const),
);

describe('with the commands of README', () => {
	it.each(runs)(
		'npm on %s installs %s: both are there, and no second n8n-workflow',
		async (_, __, npmPath, order) => {
			const home = newHome(npmPath);
			for (const step of order) await steps[step](home);
			expect(n8nPackagesIn(home)).toEqual([name]);
			expect(home.versionOf(name)).toBe(order.some((step) => /next/.test(step)) ? '99.0.0' : version);
			expect(readmeCommand('msal').endsWith(`${msal}@${home.versionOf(msal)}`)).toBe(true);
			expect(home.packages().length).toBeLessThanOrEqual(20);
		},
		installLimitMs,
	);

	it('MSAL is removed again, and the package stays', async () => {
		const home = newHome(ownNode);
		await steps['the package with n8n'](home);
		await steps.MSAL(home);
		await home.shell(readmeCommand('removeMsal'));
		expect(home.packages()).toEqual([name]);
	}, installLimitMs);

	it('the package is removed again, and MSAL stays', async () => {
		const home = newHome(ownNode);
		await steps['the package'](home);
		await steps.MSAL(home);
		await home.shell(readmeCommand('removePackage'));
		expect(home.packages()).not.toContain(name);
		expect(home.packages()).toContain(msal);
	}, installLimitMs);

	it('and a later npm command without their flag, npm adds no second n8n-workflow', async () => {
		const home = newHome(ownNode);
		await steps['the package'](home);
		await home.shell(readmeCommand('msal').replace(/ --legacy-peer-deps/, ''));
		expect(home.packages()).toContain(msal);
		expect(n8nPackagesIn(home)).toEqual([name]);
	}, installLimitMs);

	it('a real n8n loads both nodes, and Get signs in with the identity of the host', async () => {
		await using ends = new AsyncDisposableStack();
		const home = newHome(ownNode);
		await steps['the tarball'](home);
		await steps.MSAL(home);
		expect(n8nPackagesIn(home)).toEqual([name]);
		const graph = await startGraphServer();
		ends.defer(async () => await graph.close());
		const installed = await installN8n((line) => void process.stderr.write(`${line}\n`));
		const env = { AZURE_POD_IDENTITY_AUTHORITY_HOST: graph.httpUrl };
		const n8n = await startN8n({ n8n: installed, userFolder: home.path, env });
		ends.defer(async () => await n8n.stop());
		await n8n.api.signIn(demoOwner);

		const ours = (await n8n.api.nodeTypes()).map((type) => type.name).filter((type) => type.startsWith(name));
		expect(ours).toEqual(expect.arrayContaining([nodeType, triggerType]));
		const data = hostIdentityCredential(graph);
		const credential = await n8n.api.importCredential({ name: 'Host', type: managedIdentity, data });
		const execution = await n8n.api.runWorkflow(await n8n.api.createWorkflow(getWorkflow(credential)));
		expect(execution.data.resultData.error).toBeUndefined();
		const [items] = execution.data.resultData.runData.Get?.[0]?.data?.main ?? [];
		expect(items?.map(({ json }) => json.id)).toEqual([sampleImageIds.ready]);
		expect(graph.requests.map(({ area, method, status }) => `${area} ${method} ${status}`)).toEqual([
			'identity GET 200',
			'graph GET 200',
		]);
	}, startLimitMs);
});

/** Gets one image behind a manual trigger. */
function getWorkflow({ id, name: credentialName }: { id: string; name: string }) {
	const start = { id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
	const parameters = {
		authentication: 'managedIdentity',
		resource: 'deviceImage',
		operation: 'get',
		imageId: { __rl: true, mode: 'id', value: sampleImageIds.ready },
	};
	const get = { id: '2', name: 'Get', type: nodeType, typeVersion: 1, parameters };
	const position: [number, number] = [0, 0];
	return {
		name: 'Get one image',
		settings: { executionOrder: 'v1' as const },
		connections: { Start: { main: [[{ node: 'Get', type: 'main' as const, index: 0 }]] } },
		nodes: [
			{ ...start, position },
			{ ...get, position, credentials: { [managedIdentity]: { id, name: credentialName } } },
		],
	};
}
