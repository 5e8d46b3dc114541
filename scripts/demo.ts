/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
/**
 * `npm run demo`: the package in a real n8n against the local Graph, from nothing to an open editor.
 * `npm run demo -- --once` ends after the run, with 0 when every step worked and 1 otherwise.
 */
import { constants } from 'node:os';

import { sampleApps, startGraphServer, type GraphServer } from '../test/graph-server';
import { installN8n, n8nVersion } from './installN8n';
import {
	demoOwner,
	exampleFiles,
	fitToLocalGraph,
	localGraphCredential,
	readExample,
	readTour,
} from './localGraph';
import { startN8n, type N8nHost } from './n8nHost';
import type { StoredWorkflow } from './n8nTypes';
import { buildPackage, packPackage } from './packPackage';
import { findFaults, formatSteps, readSteps, tellingApartMs } from './stepReport';
import { makeTemporaryFolder } from './temporaryFolder';

const uploadMs = 5000;
const tourLimitMs = 180_000;

const resources = new AsyncDisposableStack();

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
	const start = performance.now();
	const result = await work();
	console.log(`${what} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
	return result;
}

async function startGraph(): Promise<GraphServer> {
	const graph = await startGraphServer({ seed: 'sample' });
	resources.defer(async () => await graph.close());
	graph.settings.uploadMs = uploadMs;
	graph.settings.answerDelayMs = tellingApartMs;
	return graph;
}

async function startHost(): Promise<N8nHost> {
	const n8n = await installN8n(console.log);
	const temporary = makeTemporaryFolder('demo');
	resources.defer(() => temporary.remove());
	await timed('Built the package', buildPackage);
	const tarball = await timed('Packed it', async () => await packPackage(temporary.path));
	const userFolder = `${temporary.path}/user`;
	const host = await timed(
		`Installed the tarball and started n8n ${n8nVersion}`,
		async () => await startN8n({ n8n, userFolder, tarball }),
	);
	resources.defer(async () => await host.stop());
	return host;
}

/** Gives n8n its owner, the credential, all examples, and the tour; returns the tour. */
async function importExamples(host: N8nHost, graph: GraphServer): Promise<StoredWorkflow> {
	await host.api.signIn(demoOwner);
	const plain = localGraphCredential(graph, sampleApps.readWrite);
	const credential = await host.api.importCredential(plain);
	for (const file of exampleFiles) {
		await host.api.createWorkflow(fitToLocalGraph(readExample(file), credential));
	}
	return await host.api.createWorkflow(fitToLocalGraph(readTour(), credential));
}

async function runTour(host: N8nHost, graph: GraphServer, tour: StoredWorkflow): Promise<string[]> {
	console.log(`Running "${tour.name}" in n8n; an upload takes ${uploadMs / 1000} s here.\n`);
	graph.clearRequests();
	const execution = await host.api.runWorkflow(tour, { limitMs: tourLimitMs });
	const steps = readSteps(tour, execution, graph.requests);
	console.log(formatSteps(steps).join('\n'));
	const ended = execution.data.resultData.error?.message;
	return [
		...(execution.status === 'success' ? [] : [`The run ended as ${execution.status}: ${ended}`]),
		...findFaults(steps),
	];
}

async function demo(): Promise<string[]> {
	const host = await startHost();
	const graph = await startGraph();
	const tour = await importExamples(host, graph);
	const faults = await runTour(host, graph, tour);
	if (faults.length > 0) return faults;

	console.log('\nEvery step did its work.');
	if (process.argv.includes('--once')) return [];
	console.log(`
  Editor       ${host.url}/workflow/${tour.id}
  E-mail       ${demoOwner.email}
  Password     ${demoOwner.password}
  Local Graph  ${graph.httpUrl}

Press Ctrl-C to end it; nothing is left behind.`);
	editorIsOpen = true;
	// A signal ends it.
	await new Promise(() => undefined);
	return [];
}

let ending = false;
let editorIsOpen = false;

/** Ends n8n and the local Graph, removes the temporary folder, and this process with them. */
async function end(code: number): Promise<void> {
	if (ending) return;
	ending = true;
	// Were the tidying up to fail, endWithParent.mjs and the exit handlers still do most of it.
	await resources.disposeAsync().catch((error: unknown) => console.error(error));
	process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => {
		if (!ending) console.log('\nEnding n8n and the local Graph …');
		void end(editorIsOpen ? 0 : 128 + constants.signals[signal]);
	});
}

demo().then(
	async (faults) => {
		for (const fault of faults) console.error(`Failed: ${fault}`);
		await end(faults.length === 0 ? 0 : 1);
	},
	async (error: unknown) => {
		// Ignore errors during shutdown.
		if (!ending) console.error(`Failed: ${error instanceof Error ? error.message : String(error)}`);
		await end(1);
	},
);
