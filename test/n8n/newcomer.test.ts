/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { dirname, join } from 'node:path';

import { installN8n } from '../../scripts/installN8n';
import { credentialType, demoOwner, fitToLocalGraph, nodeType, readExample } from '../../scripts/localGraph';
import { startN8n } from '../../scripts/n8nHost';
import { tarballToTest } from '../../scripts/packPackage';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import { appOnlyCredential, sampleApps, startGraphServer } from '../graph-server';
import { readmeCommand } from '../readmeCommands';
import { accept } from './acceptSignIn';
import { readCard } from './teamsCard';
import { npmPaths, thisNode, UserHome } from './userHome';
import { startWebhookReceiver } from './webhookReceiver';

/** What README promises a newcomer, once n8n runs. */
const limitMs = 10 * 60_000;

it('a newcomer finds the node, connects a user, lists the images, and runs an example within 10 minutes', async () => {
	await using ends = new AsyncDisposableStack();
	const temporary = makeTemporaryFolder('newcomer');
	ends.defer(() => temporary.remove());
	const tarball = await tarballToTest(temporary.path);
	const graph = await startGraphServer();
	ends.defer(async () => await graph.close());
	const webhook = await startWebhookReceiver();
	ends.defer(async () => await webhook.close());

	const home = new UserHome(join(temporary.path, 'home'), npmPaths[thisNode] ?? '');
	await home.shell(readmeCommand('tarball'), dirname(tarball));
	const installed = await installN8n((line) => void process.stderr.write(`${line}\n`));
	const n8n = await startN8n({ n8n: installed, userFolder: home.path });
	ends.defer(async () => await n8n.stop());
	const startedAt = performance.now();

	await n8n.api.signIn(demoOwner);
	expect((await n8n.api.nodeTypes()).map((type) => type.name)).toContain(nodeType);
	const data = { ...appOnlyCredential(graph, sampleApps.readWrite), grantType: 'authorizationCode', access: 'readOnly' };
	const credential = await n8n.api.importCredential({ name: 'My sign-in', type: credentialType, data });
	expect(await n8n.api.connectCredential(credential.id, accept)).not.toMatch(/error/i);

	const example = fitToLocalGraph(readExample('image-health-report.json'), credential, { teamsWebhookUrl: webhook.url });
	const execution = await n8n.api.runWorkflow(await n8n.api.createWorkflow(example));
	const [items] = execution.data.resultData.runData['Get All Images']?.[0]?.data?.main ?? [];
	expect(items).toHaveLength(graph.tenant.images.size);
	expect(webhook.received.map(readCard)).toEqual([expect.objectContaining({ title: expect.stringMatching(/^Windows 365 images: \d+ of \d+ need attention$/) })]);
	const tookMs = performance.now() - startedAt;
	process.stderr.write(`A newcomer's first report took ${(tookMs / 1_000).toFixed(1)} s.\n`);
	expect(tookMs).toBeLessThan(limitMs);
}, 30 * 60_000);
