/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
/**
 * What a poll of the trigger costs when nothing has changed. Runs in a process of its own, with `--expose-gc`. Its
 * arguments are the number of rounds and the numbers of images.
 */
import { Readable } from 'node:stream';

import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { triggerEvents } from '../../nodes/CloudPcDeviceImage/trigger/events';
import { Engine } from '../engine/engine';
import { report } from './measuringProcess';
import { startRemoteGraph, type RemoteGraph } from './remoteGraph';
import { sampleOf, type Sample } from './sample';

/** What one poll of so many images costs. */
export interface PollCost {
	images: number;
	/** From n8n's call to the end, with the local Graph in another process, ms. */
	wallMs: Sample;
	/** Processor time of our own code, see {@link ownCpu}, ms. */
	ownCpuMs: Sample;
	/** Heap that a poll fills and leaves to the garbage collector, bytes; exact only where no collection comes between. */
	usedBytes: Sample;
	/** What the trigger keeps in n8n's static data, bytes of JSON. */
	stateBytes: number;
	requests: number;
}

type Trigger = ReturnType<Engine['pollContext']>;

const [rounds = 1, ...imageCounts] = process.argv.slice(2).map(Number);

/** Polls per measurement, so that one takes long enough for the processor's clock. */
const pollsPerRound = (images: number): number => Math.max(2, Math.round(4_000 / images));

async function poll(trigger: Trigger): Promise<void> {
	if ((await trigger.poll()) !== null) throw new Error('A poll found changes where there are none');
}

const cpuMs = (since?: NodeJS.CpuUsage): number => {
	const { user, system } = process.cpuUsage(since);
	return (user + system) / 1_000;
};

/**
 * Puts recorded answers in the place of what is not ours: n8n's request helper with all HTTP, and n8n's reading of the
 * credential. What is left is `poll()` itself: it reads the body from a stream as it came, chunk by chunk, parses,
 * compares and packs it.
 */
async function playBack(trigger: Trigger): Promise<void> {
	const { helpers } = trigger;
	const send = helpers.httpRequestWithAuthentication.bind(trigger);
	const credentials = new Map<string, object>();
	const read = trigger.getCredentials.bind(trigger);
	let recorded: { chunks: Buffer[]; rest: object } | undefined;
	trigger.getCredentials = (async (type: string) => {
		const known = credentials.get(type) ?? (await read(type));
		credentials.set(type, known);
		return known;
	}) as never;
	helpers.httpRequestWithAuthentication = async (type: string, request: IHttpRequestOptions) => {
		if (recorded === undefined) {
			const { body, ...rest } = (await send(type, request)) as { body: Readable };
			recorded = { chunks: (await body.toArray()) as Buffer[], rest };
		}
		return { ...recorded.rest, body: Readable.from(recorded.chunks) };
	};
	await poll(trigger);
}

async function costOf(engine: Engine, graph: RemoteGraph, images: number): Promise<PollCost> {
	await graph.setImages(images);
	const staticData: IDataObject = {};
	const trigger = engine.pollContext({
		parameters: { events: [...triggerEvents] },
		staticData,
		nodeId: `${images} images`,
	});
	const count = pollsPerRound(images);
	await poll(trigger);
	await graph.takeCounts();
	await poll(trigger);
	const requests = (await graph.takeCounts()).graph;
	const wall: number[] = [];
	const used: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const start = performance.now();
		for (let each = 0; each < count; each++) await poll(trigger);
		wall.push((performance.now() - start) / count);
		global.gc?.();
		const before = process.memoryUsage().heapUsed;
		await poll(trigger);
		used.push(process.memoryUsage().heapUsed - before);
	}
	const ownCpu: number[] = [];
	await playBack(trigger);
	for (let round = -2; round < rounds; round++) {
		const start = process.cpuUsage();
		for (let each = 0; each < count; each++) await poll(trigger);
		if (round >= 0) ownCpu.push(cpuMs(start) / count);
	}
	return {
		images,
		wallMs: sampleOf(wall),
		ownCpuMs: sampleOf(ownCpu),
		usedBytes: sampleOf(used),
		stateBytes: Buffer.byteLength(JSON.stringify(staticData)),
		requests,
	};
}

report(async (): Promise<PollCost[]> => {
	const graph = await startRemoteGraph();
	const engine = await Engine.load();
	engine.useCredential(graph.credential);
	const costs: PollCost[] = [];
	for (const images of imageCounts) costs.push(await costOf(engine, graph, images));
	graph.close();
	return costs;
});
