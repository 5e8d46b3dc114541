/* eslint-disable @n8n/community-nodes/no-restricted-imports */
/** Times of executions in n8n's engine: ours and those of the HTTP Request node. Runs in a process of its own. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { IDataObject, INode, INodeExecutionData, INodeParameters, IVersionedNodeType } from 'n8n-workflow';

import { Engine, type NodeRun } from '../engine/engine';
import { cases, endpoint, findCase, type NamedCase } from '../operations';
import { byId } from '../operations/byId';
import { n8nFolder, report } from './measuringProcess';
import { startRemoteGraph, type Counts, type RemoteGraph } from './remoteGraph';
import { sampleOf, type Sample } from './sample';

/** The same work, done by both nodes. */
export interface Comparison {
	/** As stored in workflows, e.g. `getAll`. */
	operation: string;
	/** Input items; images in the list of an operation that lists. */
	items: number;
	delayMs: number;
	ours: Sample;
	theirs: Sample;
	/** Of one execution with a token in store. */
	requests: { ours: Counts; theirs: Counts };
}

/** What one execution without a stored token asks for. */
export interface SignIn {
	items: number;
	ours: Counts;
	theirs: Counts;
}

export interface Executions {
	/** Version of the HTTP Request node. */
	httpRequestVersion: number;
	comparisons: Comparison[];
	/** 200 times Get with the HTTP Request node's option Batching, ms. */
	throttledByHand: { itemsPerBatch: number; intervalMs: number; delayMs: number; theirs: Sample };
	signIns: SignIn[];
}

interface Contestant {
	/** Runs the node over these images, or over the list of them. */
	run(images: string[]): Promise<NodeRun>;
	/** How many images the output is about: the same for both, or they did not do the same work. */
	imagesIn(items: INodeExecutionData[]): number;
}

const httpRequest = 'n8n-nodes-base.httpRequest';
const aGet = findCase('deviceImage.get');
const delays = [0, 20, 100];
const itemCounts = [1, 20, 200];
/** What n8n's editor fills in when the option Batching is added. */
const usualBatching = { batchSize: 50, batchInterval: 1_000 };

const isList = ({ faults }: NamedCase): boolean => faults.kind === 'list';

/** A single request needs more runs, as both nodes take about as long. */
function runsOf(contest: NamedCase, items: number, delayMs: number): number {
	if (items === 1 || isList(contest)) return delayMs === 0 ? 101 : 31;
	return items === 20 ? 15 : 9;
}

const inputOf = (contest: NamedCase, images: string[]): IDataObject[] =>
	isList(contest) ? [{}] : images.map((image) => ({ image }));

/** The image of an input item. */
const ofItem = '{{ $json.image }}';

class Measurement {
	constructor(
		private readonly engine: Engine,
		private readonly graph: RemoteGraph,
		private readonly httpRequestVersion: number,
	) {}

	/** Alternates the two, each run after its images are there; the first runs are not counted. */
	async compare(contest: NamedCase, items: number, delayMs: number): Promise<Comparison> {
		await this.graph.setDelay(delayMs);
		const contestants = { ours: this.ours(contest), theirs: this.theirs(contest) };
		const times: Record<keyof typeof contestants, number[]> = { ours: [], theirs: [] };
		const requests: Partial<Comparison['requests']> = {};
		const count = runsOf(contest, items, delayMs);
		const warmUps = count > 15 ? 10 : 2;
		let images = await this.graph.setImages(items);
		for (let round = -warmUps; round < count; round++) {
			for (const who of ['ours', 'theirs'] as const) {
				if (contest.faults.kind === 'delete') images = await this.graph.setImages(items);
				await this.graph.takeCounts();
				const ms = await this.time(contestants[who], images);
				requests[who] = await this.graph.takeCounts();
				if (round >= 0) times[who].push(ms);
			}
		}
		const [ours, theirs] = [sampleOf(times.ours), sampleOf(times.theirs)];
		return { operation: contest.operation.value, items, delayMs, ours, theirs, requests: requests as Comparison['requests'] };
	}

	async signIn(items: number): Promise<SignIn> {
		await this.graph.setDelay(0);
		const images = await this.graph.setImages(items);
		const countOf = async (contestant: Contestant): Promise<Counts> => {
			this.engine.useCredential(this.graph.credential);
			await this.graph.takeCounts();
			await this.time(contestant, images);
			return await this.graph.takeCounts();
		};
		return { items, ours: await countOf(this.ours(aGet)), theirs: await countOf(this.theirs(aGet)) };
	}

	async throttledByHand(delayMs: number): Promise<Executions['throttledByHand']> {
		await this.graph.setDelay(delayMs);
		const images = await this.graph.setImages(200);
		const contestant = this.theirs(aGet, { batching: { batch: usualBatching } });
		const times: number[] = [];
		for (let round = 0; round < 7; round++) times.push(await this.time(contestant, images));
		const { batchSize, batchInterval } = usualBatching;
		return { itemsPerBatch: batchSize, intervalMs: batchInterval, delayMs, theirs: sampleOf(times) };
	}

	private async time({ run, imagesIn }: Contestant, images: string[]): Promise<number> {
		const start = performance.now();
		const { error, items } = await run(images);
		const ms = performance.now() - start;
		if (error) throw new Error(`A run failed: ${error.message}`);
		const count = imagesIn(items);
		if (count !== images.length) throw new Error(`A run gave ${count} of ${images.length} images.`);
		return ms;
	}

	private ours(contest: NamedCase): Contestant {
		const { parameters } = contest;
		const each = { ...parameters, ...(!isList(contest) && { imageId: byId(`=${ofItem}`) }) };
		return {
			run: async (images) => await this.engine.run(each, { input: inputOf(contest, images) }),
			imagesIn: (items) => items.length,
		};
	}

	private theirs(contest: NamedCase, options: IDataObject = {}): Contestant {
		const [method = '', path = ''] = contest.requests[0]?.split(' ') ?? [];
		const { value: image = '' } = (contest.parameters.imageId ?? {}) as { value?: string };
		const url = `${this.graph.url}/v1.0${endpoint}${path}`;
		const parameters = {
			method,
			url: isList(contest) ? url : `=${url.replace(image, ofItem)}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'cloudPcGraphOAuth2Api',
			options,
		} as INodeParameters;
		const node: Pick<INode, 'type' | 'typeVersion'> = {
			type: httpRequest,
			typeVersion: this.httpRequestVersion,
		};
		return {
			run: async (images) =>
				await this.engine.run(parameters, { input: inputOf(contest, images), node }),
			// It gives the answer to a list as one item.
			imagesIn: (items) =>
				isList(contest) ? (items[0]?.json.value as unknown[]).length : items.length,
		};
	}
}

report(async (): Promise<Executions> => {
	const fromN8n = createRequire(join(n8nFolder(), 'any.js'));
	const { HttpRequest } = fromN8n('n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js') as {
		HttpRequest: new () => IVersionedNodeType;
	};
	const graph = await startRemoteGraph();
	const engine = await Engine.load();
	const node = new HttpRequest();
	engine.addNode(httpRequest, node);
	engine.useCredential(graph.credential);

	const measurement = new Measurement(engine, graph, node.currentVersion);
	const signIns: SignIn[] = [];
	for (const items of itemCounts) signIns.push(await measurement.signIn(items));
	const comparisons: Comparison[] = [];
	for (const contest of cases.filter(({ inBenchmark }) => inBenchmark)) {
		for (const items of itemCounts) {
			for (const delayMs of delays) {
				comparisons.push(await measurement.compare(contest, items, delayMs));
			}
		}
	}
	const throttledByHand = await measurement.throttledByHand(20);
	graph.close();
	return { httpRequestVersion: node.currentVersion, comparisons, throttledByHand, signIns };
});
