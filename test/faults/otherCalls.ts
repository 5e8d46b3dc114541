import { randomUUID } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import type { NodeRun } from '../engine/engine';
import { sampleImageIds, type GraphServer } from '../graph-server';
import { wholeList } from '../operations/comparisons';
import type { Worker } from '../operations/worker';
import type { Call } from './calls';

/** What n8n would make of the result, or of the error that was thrown. */
async function runOf(items: Promise<IDataObject[]>): Promise<NodeRun> {
	const nothing = { items: [], errorItems: [], hints: [] };
	return await items.then(
		(all) => ({ ...nothing, items: all.map((json) => ({ json })) }),
		(error: NodeRun['error']) => ({ ...nothing, error }),
	);
}

interface Choice {
	name: string;
	value: unknown;
}

function picker(
	name: string,
	path: RegExp,
	load: (worker: Worker) => Promise<Choice[]>,
	choicesOf: (graph: GraphServer) => string[],
): Call {
	const sorted = (ids: string[]): string[] => [...ids].sort((a, b) => a.localeCompare(b));
	const ask = async (worker: Worker): Promise<IDataObject[]> =>
		sorted((await load(worker)).map(({ value }) => String(value))).map((id) => ({ id }));
	return {
		name,
		kind: 'list',
		isList: true,
		parameters: {},
		input: [],
		hits: { method: 'GET', path },
		play: async (worker) => ({ run: await runOf(ask(worker)) }),
		compare: wholeList((graph) => sorted(choicesOf(graph))),
	};
}

const imageIds = (graph: GraphServer): string[] => [...graph.tenant.images.keys()];

/** A poll after the one that takes the baseline; one image became ready in between. */
const poll: Call = {
	name: 'Trigger, page 2 of 3',
	kind: 'list',
	isList: true,
	parameters: {},
	input: [],
	hits: { method: 'GET', path: /deviceImages$/, skip: 4 },
	unscriptable: true,
	prepare: (graph) => {
		graph.settings.pageSize = 3;
	},
	async play(worker) {
		const trigger = worker.engine.pollContext({
			// The process remembers what a node has seen, and all workers are in this one.
			nodeId: randomUUID(),
			parameters: { events: ['created', 'deleted', 'failed', 'pending', 'ready', 'warning'] },
			staticData: {},
		});
		const events = async (): Promise<IDataObject[]> => {
			const [items = []] = (await trigger.poll()) ?? [];
			return items.map(({ json }) => ({ told: `${String(json.event)} ${String((json.image as IDataObject).id)}` }));
		};
		await events();
		worker.graph.clearRequests();
		const image = worker.graph.tenant.image(sampleImageIds.internalError);
		const lastModifiedDateTime = worker.graph.clock.now().toISOString();
		Object.assign(image ?? {}, { status: 'ready', errorCode: null, lastModifiedDateTime });
		const run = await runOf(events());
		return {
			run,
			async later() {
				const told = [...run.items.map(({ json }) => json), ...(await events())].map((event) => String(event.told));
				const expected = `ready ${sampleImageIds.internalError}`;
				return told.join() === expected ? [] : [`told "${told.join()}" instead of "${expected}"`];
			},
		};
	},
	compare: () => [],
};

/** Trigger and pickers, which have no options: they decide by themselves how long to try. */
export const otherCalls: Call[] = [
	poll,
	picker('Device Image picker', /deviceImages$/, async ({ engine }) => (await engine.search('searchImages')).results, imageIds),
	picker("Trigger's image list", /deviceImages$/, async ({ engine }) => await engine.loadImages(), imageIds),
	picker(
		'Source Image picker',
		/getSourceImages/,
		async ({ engine }) => (await engine.search('searchSourceImages')).results,
		(graph) => graph.tenant.sourceImages.map(({ resourceId }) => resourceId),
	),
];
