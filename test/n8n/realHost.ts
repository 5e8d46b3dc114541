/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { join } from 'node:path';

import { installN8n } from '../../scripts/installN8n';
import { demoOwner, localGraphCredential } from '../../scripts/localGraph';
import { startN8n, type N8nHost } from '../../scripts/n8nHost';
import { tarballToTest } from '../../scripts/packPackage';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import { sampleApps, startGraphServer, type GraphServer } from '../graph-server';

/** A real n8n with the packed package in it, next to a local Graph. */
export interface RealHost {
	n8n: N8nHost;
	graph: GraphServer;
	/** Stored credentials of the sample apps, by what they may do. */
	credentials: Record<keyof typeof sampleApps, { id: string; name: string }>;
	/** Ends n8n with SIGKILL, as a crash would. */
	crash(): Promise<void>;
	/** Starts n8n again, with all that it had stored. */
	startAgain(): Promise<void>;
	close(): Promise<void>;
}

/**
 * Starts both; takes the tarball that `npm test` has packed, or packs one.
 * @param version of n8n; default the newest
 */
export async function startRealHost(version?: string): Promise<RealHost> {
	await using made = new AsyncDisposableStack();
	const temporary = makeTemporaryFolder('n8n-test');
	made.defer(() => temporary.remove());
	const tarball = await tarballToTest(temporary.path);
	const report = (line: string) => void process.stderr.write(`${line}\n`);
	const installed = await installN8n(report, version);
	const graph = await startGraphServer({ seed: 'sample' });
	made.defer(async () => await graph.close());
	const userFolder = join(temporary.path, 'user');
	const host = { n8n: await startN8n({ n8n: installed, userFolder, tarball }) };
	made.defer(async () => await host.n8n.stop());
	await host.n8n.api.signIn(demoOwner);

	const store = async (app: keyof typeof sampleApps) =>
		await host.n8n.api.importCredential(localGraphCredential(graph, sampleApps[app], app));
	const credentials = {
		readWrite: await store('readWrite'),
		readOnly: await store('readOnly'),
		noConsent: await store('noConsent'),
	};
	const kept = made.move();
	return Object.assign(host, {
		graph,
		credentials,
		crash: async () => await host.n8n.kill(),
		startAgain: async () => {
			host.n8n = await startN8n({ n8n: installed, userFolder });
			await host.n8n.api.signIn(demoOwner);
		},
		close: async () => await kept.disposeAsync(),
	});
}
