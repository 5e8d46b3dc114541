/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import { checkoutRoot, cleanEnvironment, node24 } from '../../scripts/checkout';
import { mustRun } from '../../scripts/processGroups';
import { sampleOf, type Sample } from './sample';

/** What one first load cost; written by loadProcess.mjs. */
export interface Load {
	/** From the first `require` to the last constructed node, ms. */
	ms: number;
	/** Heap that stays after a collection, bytes. */
	heapBytes: number;
	/** Names of all packages that were asked for meanwhile, without Node's own modules. */
	asked: string[];
	/** Size of each node's description as JSON, in the newest version of the node. */
	descriptionBytes: number[];
}

/** The same load in several processes. */
export interface LoadCost extends Pick<Load, 'asked' | 'descriptionBytes'> {
	ms: Sample;
	heapBytes: Sample;
}

const ourFolder = join(checkoutRoot, 'dist', 'nodes', 'CloudPcDeviceImage');

/** The action node and the trigger; `dist` has to be built. */
export const ourNodes = ['CloudPcDeviceImage', 'CloudPcDeviceImageTrigger'].map((name) =>
	join(ourFolder, `${name}.node.js`),
);

/**
 * Loads node files in a fresh process.
 *
 * @param hostFolder the folder whose node_modules has n8n's packages
 * @param packages packages of n8n that are loaded beforehand and not counted
 * @param files the node files
 */
export async function loadOnce(
	hostFolder: string,
	packages: string[],
	files: string[],
): Promise<Load> {
	const script = join(checkoutRoot, 'test', 'bench', 'loadProcess.mjs');
	const args = ['--expose-gc', script, hostFolder, ...packages, '--', ...files];
	const env = cleanEnvironment({ N8N_LOG_LEVEL: 'silent' });
	const { stdout } = await mustRun(node24, args, { cwd: checkoutRoot, env });
	return JSON.parse(stdout) as Load;
}

/**
 * Measures the load of several sets of node files, in turns.
 *
 * @param n8nFolder an installed n8n, of which n8n-workflow and n8n-core are loaded beforehand, as in n8n
 * @param sets the node files that belong together
 * @param runs processes for each
 */
export async function loadCosts(
	n8nFolder: string,
	sets: string[][],
	runs: number,
): Promise<LoadCost[]> {
	const loads: Load[][] = sets.map(() => []);
	for (let run = 0; run < runs; run++) {
		for (const [index, files] of sets.entries()) {
			loads[index]?.push(await loadOnce(n8nFolder, ['n8n-workflow', 'n8n-core'], files));
		}
	}
	return loads.map((each) => ({
		ms: sampleOf(each.map(({ ms }) => ms)),
		heapBytes: sampleOf(each.map(({ heapBytes }) => heapBytes)),
		asked: each[0]?.asked ?? [],
		descriptionBytes: each[0]?.descriptionBytes ?? [],
	}));
}
