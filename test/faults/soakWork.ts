import type { NodeRun } from '../engine/engine';
import type { RecordedRequest } from '../graph-server';
import { cases, findCase } from '../operations';
import type { OperationCase } from '../operations/operationCase';
import type { Worker } from '../operations/worker';
import { callOf, type Call } from './calls';
import { manyCalls } from './manyCalls';
import { errorsOf, miscounted, runCall, unpaired } from './matrix';

/** One operation that is over: how many errors it gave, how many it should have given, and what must never happen. */
export interface Outcome {
	errors: number;
	expected: number;
	findings: string[];
}

/** What the soak does again and again. */
export interface Work {
	name: string;
	call: Call;
	mustFail: NonNullable<OperationCase['mustFail']>;
}

const never = (): boolean => false;

const batches = manyCalls.filter(({ kind, many }) => kind === 'delete' && many === 'batch');

/** Every operation, and several deletes in a batch. */
export const works: readonly Work[] = [
	...cases.map(({ key, mustFail = never }) => ({ name: key, call: callOf(key), mustFail })),
	...batches.map((call) => ({ name: call.name, call, mustFail: findCase('deviceImage.delete').mustFail ?? never })),
];

/** Returns the requests that were about an item: all of them, when there is only one. */
function requestsOf(item: Call['input'][number], all: RecordedRequest[]): RecordedRequest[] {
	const names = Object.values(item).map(String);
	return all.filter(({ path, body }) => names.every((name) => path.includes(name) || JSON.stringify(body)?.includes(name)));
}

/** Runs one operation on a fresh tenant, in a worker where nothing else is under way: every request in its log is its own. */
export async function doWork(worker: Worker, { call, mustFail }: Work): Promise<Outcome> {
	const { graph } = worker;
	const before = worker.reset(call.prepare);
	const run: NodeRun = await runCall(worker, call);
	return {
		errors: errorsOf(run).length,
		expected: call.input.filter((item) => mustFail(requestsOf(item, graph.requests))).length,
		findings: [...call.compare({ graph, before, run, scripted: false }), ...miscounted(run, call), ...unpaired(run, call)],
	};
}
