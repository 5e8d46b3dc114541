/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
/** `npm run bench`: measures, prints and writes docs/benchmarks.md; exits with 1 when a limit is exceeded. */
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkoutRoot } from '../../scripts/checkout';
import { exitWith } from '../../scripts/exitWith';
import { installN8n } from '../../scripts/installN8n';
import { buildPackage, packPackage } from '../../scripts/packPackage';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import { checksOf, type Benchmark } from './benchmark';
import { benchmarkPage } from './benchmarkPage';
import type { Executions } from './executions';
import { isKept } from './limits';
import { loadCosts, ourNodes } from './loading';
import { thisMachine } from './machine';
import { measureIn } from './measuringProcess';
import type { PollCost } from './polls';

const page = join(checkoutRoot, 'docs', 'benchmarks.md');
const loadRuns = 15;
/** Rounds, and numbers of images. */
const pollArgs = ['9', '20', '1000', '10000'];
/** Large enough that no poll needs a collection of the young generation, MB. */
const youngMb = 512;

async function measure(): Promise<Benchmark> {
	const n8n = await installN8n(console.log);
	await buildPackage();
	const tarball = await packPackage(makeTemporaryFolder('bench').path);
	const nodesBase = join(n8n.folder, 'node_modules', 'n8n-nodes-base', 'dist', 'nodes');

	console.log('Loading nodes.');
	const [ours, httpRequest, entra] = await loadCosts(
		n8n.folder,
		[
			ourNodes,
			[join(nodesBase, 'HttpRequest', 'HttpRequest.node.js')],
			[join(nodesBase, 'Microsoft', 'Entra', 'MicrosoftEntra.node.js')],
		],
		loadRuns,
	);
	if (!ours || !httpRequest || !entra) throw new Error('A load was not measured.');
	console.log('Polling.');
	const gc = '--expose-gc';
	const young = [`--min-semi-space-size=${youngMb}`, `--max-semi-space-size=${youngMb}`];
	const polls = await measureIn<PollCost[]>('polls.ts', n8n.folder, [gc], pollArgs);
	const withoutCollections = await measureIn<PollCost[]>('polls.ts', n8n.folder, [gc, ...young], pollArgs);
	console.log('Executing.');
	const executions = await measureIn<Executions>('executions.ts', n8n.folder);
	return {
		date: new Date().toISOString().slice(0, 10),
		machine: thisMachine(),
		n8nVersion: n8n.version,
		loads: { ours, httpRequest, entra },
		executions,
		polls: polls.map((poll, index) => ({
			...poll,
			usedBytes: withoutCollections[index]?.usedBytes ?? poll.usedBytes,
		})),
		tarballBytes: statSync(tarball).size,
	};
}

async function main(): Promise<number> {
	const start = performance.now();
	const benchmark = await measure();
	const text = benchmarkPage(benchmark);
	writeFileSync(page, text);
	console.log(text);
	const exceeded = checksOf(benchmark).filter((check) => !isKept(check));
	for (const { measure: what, measured, atMost } of exceeded) {
		console.log(`Exceeded: ${what}: ${measured}, at most ${atMost}`);
	}
	console.log(`Measured in ${((performance.now() - start) / 1_000).toFixed(0)} s, written to ${page}.`);
	return exceeded.length === 0 ? 0 : 1;
}

exitWith(main);
