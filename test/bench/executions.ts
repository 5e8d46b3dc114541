/* eslint-disable @n8n/community-nodes/no-restricted-imports */
/** Times of executions in n8n's engine: ours and those of the HTTP Request node. Runs in a process of its own. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { IDataObject, INode, INodeParameters, IVersionedNodeType } from 'n8n-workflow';

import { Engine, type NodeRun } from '../engine/engine';
import { findCase } from '../operations';
import type { Contest } from './contest';
import { lifeContests } from './lifeContests';
import { n8nFolder, report } from './measuringProcess';
import { startRemoteGraph, type Counts, type RemoteGraph } from './remoteGraph';
import { sampleOf, type Sample } from './sample';
import { usualContest, usualContests } from './usualContests';

/** The same work, done by both nodes. */
export interface Comparison extends Pick<Contest, 'operation' | 'items'> {
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

type Who = 'ours' | 'theirs';

const httpRequest = 'n8n-nodes-base.httpRequest';
const gets = (items: number): Contest => usualContest(findCase('deviceImage.get'), items);
/** What n8n's editor fills in when the option Batching is added. */
const usualBatching = { batchSize: 50, batchInterval: 1_000 };

class Measurement {
	constructor(
		private readonly engine: Engine,
		private readonly graph: RemoteGraph,
		private readonly httpRequestVersion: number,
	) {}

	/** Alternates the two, each run after what it works on is there; the first runs are not counted. */
	async compare(contest: Contest, delayMs: number): Promise<Comparison> {
		await this.graph.setDelay(delayMs);
		const times: Record<Who, number[]> = { ours: [], theirs: [] };
		const requests: Partial<Comparison['requests']> = {};
		const count = contest.runs(delayMs);
		const warmUps = count > 15 ? 10 : 2;
		let input = await contest.prepare(this.graph);
		for (let round = -warmUps; round < count; round++) {
			for (const who of ['ours', 'theirs'] as const) {
				if (contest.usesUp) input = await contest.prepare(this.graph);
				await this.graph.takeCounts();
				const ms = await this.time(contest, who, input);
				requests[who] = await this.graph.takeCounts();
				if (round >= 0) times[who].push(ms);
			}
		}
		const { operation, items } = contest;
		const [ours, theirs] = [sampleOf(times.ours), sampleOf(times.theirs)];
		return { operation, items, delayMs, ours, theirs, requests: requests as Comparison['requests'] };
	}

	async signIn(items: number): Promise<SignIn> {
		await this.graph.setDelay(0);
		const contest = gets(items);
		const input = await contest.prepare(this.graph);
		const countOf = async (who: Who): Promise<Counts> => {
			this.engine.useCredential(this.graph.credential);
			await this.graph.takeCounts();
			await this.time(contest, who, input);
			return await this.graph.takeCounts();
		};
		return { items, ours: await countOf('ours'), theirs: await countOf('theirs') };
	}

	async throttledByHand(delayMs: number): Promise<Executions['throttledByHand']> {
		await this.graph.setDelay(delayMs);
		const contest = gets(200);
		const input = await contest.prepare(this.graph);
		const times: number[] = [];
		for (let round = 0; round < 7; round++) {
			times.push(await this.time(contest, 'theirs', input, { batching: { batch: usualBatching } }));
		}
		const { batchSize, batchInterval } = usualBatching;
		return { itemsPerBatch: batchSize, intervalMs: batchInterval, delayMs, theirs: sampleOf(times) };
	}

	/** Returns what a run takes, ms. @throws Error when it fails, or its output is not about all items */
	private async time(contest: Contest, who: Who, input: IDataObject[], options: IDataObject = {}): Promise<number> {
		const start = performance.now();
		const { error, items } = await (who === 'ours'
			? this.engine.run(contest.ours, { input, ...(contest.continuesOnFail && { onError: 'continueRegularOutput' }) })
			: this.runTheirs(contest, input, options));
		const ms = performance.now() - start;
		if (error) throw new Error(`A run of '${contest.operation}' failed: ${error.message}`);
		const count = who === 'ours' ? contest.countOurs(items) : contest.countTheirs(items);
		if (count !== contest.items) throw new Error(`A run of '${contest.operation}' gave ${count} of ${contest.items}.`);
		return ms;
	}

	private async runTheirs(
		{ theirs, theirInput }: Contest,
		input: IDataObject[],
		options: IDataObject,
	): Promise<NodeRun> {
		const given = theirs(this.graph.url);
		const parameters = {
			...given,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'cloudPcGraphOAuth2Api',
			options: { ...(given.options as IDataObject), ...options },
		} as INodeParameters;
		const node: Pick<INode, 'type' | 'typeVersion'> = { type: httpRequest, typeVersion: this.httpRequestVersion };
		return await this.engine.run(parameters, { input: theirInput?.(this.graph.url) ?? input, node });
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
	for (const items of [1, 20, 200]) signIns.push(await measurement.signIn(items));
	const comparisons: Comparison[] = [];
	for (const contest of [...usualContests, ...lifeContests]) {
		for (const delayMs of contest.delays) comparisons.push(await measurement.compare(contest, delayMs));
	}
	const throttledByHand = await measurement.throttledByHand(20);
	graph.close();
	return { httpRequestVersion: node.currentVersion, comparisons, throttledByHand, signIns };
});
