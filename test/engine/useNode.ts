import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { appOnlyCredential, sampleApps, startGraphServer, type Fault, type FaultRule, type GraphServer, type RecordedRequest } from '../graph-server';
import { Engine, type NodeRun, type RunOptions } from './engine';
import './matchers';
import { areaLine, imagesPath, requestLine, tripLines } from './requestLines';
import { standIn, useGraph, type UseGraphOptions } from './useGraph';

export interface UseNodeOptions extends UseGraphOptions {
	/** Stored before each test; default: that of the app that may read and write. */
	credential?: (graph: GraphServer) => ICredentialDataDecryptedObject;
	/** What the node draws for a pause, 0 to 1, where the service names none; default: real chance. */
	chance?: number;
}

/** How {@link TestNode.runEach} runs; beside what n8n is told, the node's parameters but the image ID. */
export interface EachOptions extends Omit<RunOptions, 'input'> {
	options?: object;
}

/** The node in n8n's engine, the local Graph that its credential leads to, and what arrived there. */
export interface TestNode {
	engine: Engine;
	graph: GraphServer;
	/** Runs an operation of device images (`get`), or of another resource (`sourceImage.getAll`). */
	run(operation: string, parameters?: object, options?: RunOptions): Promise<NodeRun>;
	/** Runs an operation once for each image ID, as items. */
	runEach(operation: string, ids: string[], options?: EachOptions): Promise<NodeRun>;
	/** Runs an operation that must succeed, and returns the JSON of its items. */
	output(operation: string, parameters?: object, options?: RunOptions): Promise<IDataObject[]>;
	/** Returns what arrived, by default at Graph itself, parts of batches too. */
	requests(area?: RecordedRequest['area']): RecordedRequest[];
	/** Returns a line for each request to Graph: `GET /v1.0# $select=id 200`, where # is the path of device images. */
	log(): string[];
	/** Returns a line for each request, also for those of sign-ins: `login POST 200`. */
	areas(): string[];
	/** Returns the round trips to Graph: `POST /v1.0/$batch with 3`. */
	trips(): string[];
	/** Lets requests for device images meet a fault, by default the first one. */
	strike(then: Fault, rule?: Partial<FaultRule>): void;
	/** Adds images to the tenant, and returns their IDs. */
	addImages(count: number, status?: string): string[];
	/** Starts another local Graph, which ends with the test. */
	anotherGraph: typeof startGraphServer;
	/** Stops the clock of the host at a time, ms since 1970, until the end of the test; timers go on. */
	setTime(ms: number): void;
	/** Stops n8n and starts it again: the package has forgotten everything, the stored credential stays. */
	restartN8n(): Promise<void>;
}

/** Returns the value of a resource locator in its mode By ID; an expression may stand for the ID. */
export const byId = (value: string): { __rl: true; mode: 'id'; value: string } => ({ __rl: true, mode: 'id', value });

/** The image ID that each item brings along. */
export const idOfItem = byId('={{ $json.id }}');

/** Returns the JSON of the items of a run. @throws when the run failed */
export function jsonOf({ items, error }: NodeRun): IDataObject[] {
	if (error) throw new Error(`The node failed: ${error.message}\n${error.description ?? ''}`);
	return items.map(({ json }) => json);
}

const defaultCredential = (graph: GraphServer): ICredentialDataDecryptedObject => appOnlyCredential(graph, sampleApps.readWrite);

/** Loads n8n's engine once for a file, and stores the credential before each test. */
function useEngine(graph: GraphServer, { credential = defaultCredential, chance }: UseNodeOptions): Pick<TestNode, 'engine' | 'restartN8n'> {
	let current: Engine | undefined;
	const engine = standIn<Engine>("n8n's engine", () => current);
	beforeAll(async () => {
		current = await Engine.load();
	});
	beforeEach(() => {
		engine.useCredential(credential(graph));
		if (chance !== undefined) jest.spyOn(Math, 'random').mockReturnValue(chance);
	});
	afterEach(() => {
		jest.restoreAllMocks();
		jest.useRealTimers();
	});
	const restartN8n = async (): Promise<void> => {
		const { stored } = engine.credentials;
		jest.resetModules();
		current = await Engine.load();
		for (const [id, data] of stored) current.credentials.stored.set(id, data);
	};
	return { engine, restartN8n };
}

/** What jest could fake beside the time of day: the engine and HTTP need it as it is. */
const realTimers = [
	'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout',
] as const;

const setTime = (ms: number): void => void jest.useFakeTimers({ now: ms, doNotFake: [...realTimers] });

function useOtherGraphs(): typeof startGraphServer {
	const others: GraphServer[] = [];
	afterEach(async () => {
		for (const other of others.splice(0)) await other.close();
	});
	return async (options) => {
		const other = await startGraphServer(options);
		others.push(other);
		return other;
	};
}

/** Arranges the node, n8n's engine and the local Graph for the tests of a file; called once, at its top. */
export function useNode(options: UseNodeOptions = {}): TestNode {
	const graph = useGraph(options);
	const { engine, restartN8n } = useEngine(graph, options);

	const run: TestNode['run'] = async (name, parameters, runOptions) => {
		const [operation, resource = 'deviceImage'] = name.split('.').reverse();
		return await engine.run({ resource, operation, ...parameters } as INodeParameters, runOptions);
	};
	const requests: TestNode['requests'] = (area = 'graph') => graph.requests.filter((request) => request.area === area);
	return {
		engine,
		graph,
		run,
		runEach: async (operation, ids, { options: collection = {}, ...runOptions } = {}) =>
			await run(operation, { imageId: idOfItem, options: collection }, { ...runOptions, input: ids.map((id) => ({ id })) }),
		output: async (...args) => jsonOf(await run(...args)),
		requests,
		log: () => requests().map(requestLine),
		areas: () => graph.requests.map(areaLine),
		trips: () => tripLines(graph.requests),
		strike: (then, rule) => graph.faults.add({ path: imagesPath, then, ...rule }),
		addImages: (count, status = 'ready') => Array.from({ length: count }, () => graph.tenant.addImage({ status }).id),
		anotherGraph: useOtherGraphs(),
		setTime,
		restartN8n,
	};
}
