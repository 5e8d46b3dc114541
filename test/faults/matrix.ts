/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';

import type { INodeParameters } from 'n8n-workflow';

import type { NodeRun } from '../engine/engine';
import type { RecordedRequest } from '../graph-server';
import type { Worker } from '../operations/worker';
import { withOptions, type Call } from './calls';
import type { FaultScript } from './faultScripts';

/** What one call did under one fault. */
export interface Cell {
	/** `ok`, or what the user reads, in short; for several items how many of each. */
	outcome: string;
	/** Requests to Graph, a batch counted once, sign-in aside. */
	requests: number;
	/** Whether the fault hit anything. */
	wasHit: boolean;
	/** What must never happen, and did. */
	findings: string[];
}

/** Longest that a call may take, ms; beyond it counts as a hang. */
const limitMs = 60_000;

const notOver = Symbol('not over');

/** The messages that an administrator reads, in the few words that fit into a table. */
const shortWords: Array<[RegExp, string]> = [
	[/but the image could not be read afterwards/, 'done, not read'],
	[/is still pending/, 'still pending'],
	[/is throttling this app/, 'throttled'],
	[/temporarily unavailable \(status (\d+)\)/, 'failed $1'],
	[/returned status (\d+)/, 'status $1'],
	[/did not respond in time/, 'timed out'],
	[/could not be reached/, 'not reached'],
	[/rejected the sign-in/, 'sign-in refused'],
	[/access denied/, 'denied'],
	[/was not found/, 'not found'],
	[/already exists/, 'exists already'],
	[/cannot be deleted now/, 'cannot be deleted'],
	[/cannot be retried now/, 'cannot be retried'],
	[/rejected the update/, 'change refused'],
	[/rejected the request/, 'request refused'],
	[/retired this action/, 'retired'],
	[/another operation .*is in progress/, 'locked'],
	[/did not receive the request in time/, 'timed out'],
	[/isn't available in this Microsoft Graph version or cloud/, 'not offered'],
	[/response from Microsoft Graph isn't valid/, 'answer unusable'],
	[/ended with status '(\w+)'/, 'ended $1'],
];

function inShort(message: string): string {
	for (const [pattern, words] of shortWords) {
		const match = pattern.exec(message);
		if (match) return match[0].replace(pattern, words);
	}
	return message;
}

/** Runs one call under one fault, and looks at what it left behind. */
export async function runCell(worker: Worker, call: Call, script: FaultScript): Promise<Cell> {
	const { graph } = worker;
	graph.faults.clear();
	const before = worker.reset(call.prepare);
	for (const rule of script.faults(worker, call)) graph.faults.add({ ...call.hits, ...rule });
	const tokensSoFar = worker.accessToken();
	const limits = withOptions({ options: { retryBudgetSeconds: 20, timeoutSeconds: 20 } }, call.parameters.options as INodeParameters);
	const parameters = withOptions({ ...call.parameters, ...limits }, script.options ?? {});
	const asNode = async () => ({ run: await runCall(worker, { ...call, parameters }) });
	const over = await Promise.race([(call.play ?? asNode)(worker), sleep(limitMs, notOver, { ref: false })]);
	const arrived = graph.requests.filter(({ area }) => area === 'graph');
	const requests = arrived.filter(({ batchedIn }) => batchedIn === undefined).length;
	const wasHit = arrived.some((request) => request.fault !== undefined && isHitBy(call, request));
	if (over === notOver) return { outcome: 'HANGS', requests, wasHit, findings: ['does not end'] };
	const { run, later } = over as Awaited<ReturnType<NonNullable<Call['play']>>>;
	graph.faults.clear();
	if (script.settlesInMs) await sleep(script.settlesInMs);
	const findings = [
		...call.compare({ graph, before, run, scripted: script.scripted === true }),
		...((await later?.()) ?? []),
		...miscounted(run, call),
		...unpaired(run, call),
		...leaks(run, [tokensSoFar, worker.accessToken()]),
		...strangers(arrived),
		...(script.pauseMs ? tooEarly(arrived, call, script.pauseMs) : []),
	];
	return { outcome: outcomeOf(run, call), requests, wasHit, findings };
}

/** Runs the node as a call says. */
export const runCall = async (worker: Worker, { parameters, input, many }: Call): Promise<NodeRun> =>
	await worker.run(parameters, { input, ...(many && { onError: 'continueRegularOutput' }) });

/** Every error that a run gave, item by item or at its end. */
export function errorsOf(run: NodeRun): string[] {
	const inItems = run.items.flatMap(({ json }) => (json.error === undefined ? [] : [String(json.error)]));
	return run.error ? [...inItems, run.error.message] : inItems;
}

function outcomeOf(run: NodeRun, call: Call): string {
	const errors = errorsOf(run).map(inShort);
	if (errors.length === 0) return 'ok';
	if (!call.many) return errors.join(', ');
	const counts = new Map<string, number>();
	for (const words of errors) counts.set(words, (counts.get(words) ?? 0) + 1);
	const good = run.items.length - errors.length;
	const parts = [...counts].map(([words, count]) => `${count} ${words}`);
	return [...(good > 0 ? [`${good} ok`] : []), ...parts].join(', ');
}

const isHitBy = ({ hits }: Call, { method, path }: RecordedRequest): boolean =>
	method === hits.method && hits.path.test(path);

/** Anything but a list is one item, or one error, for each input. */
export function miscounted(run: NodeRun, call: Call): string[] {
	const given = run.items.length + (run.error ? 1 : 0);
	const right = call.isList ? !run.error || run.items.length === 0 : given === call.input.length;
	return right ? [] : [`gave ${run.items.length} items for ${call.input.length}`];
}

export function unpaired(run: NodeRun, call: Call): string[] {
	if (!call.many || run.error) return [];
	const order = run.items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
	const isRight = order.join() === call.input.map((_, index) => index).join();
	return isRight ? [] : [`items came back as ${order.join()}`];
}

function leaks(run: NodeRun, tokens: string[]): string[] {
	const shown = JSON.stringify(run);
	const leaked = tokens.some((each) => each !== '' && shown.includes(each.slice(0, 40)));
	return leaked || /eyJ[\w-]{10,}\./.test(shown) ? ['shows a token'] : [];
}

/** The local Graph answers under two names; the credential has only one of them. */
function strangers(arrived: RecordedRequest[]): string[] {
	const direct = arrived.filter(({ batchedIn }) => batchedIn === undefined);
	const foreign = direct.filter(({ headers }) => String(headers.host).startsWith('localhost'));
	return foreign.length === 0 ? [] : ['sent a token to another origin'];
}

function tooEarly(arrived: RecordedRequest[], call: Call, pauseMs: number): string[] {
	const hits = arrived.filter((request) => isHitBy(call, request));
	return hits.flatMap(({ fault, at }, index) => {
		const next = hits[index + 1];
		if (!fault || !next) return [];
		const gap = Date.parse(next.at) - Date.parse(at);
		return gap >= pauseMs ? [] : [`came again after ${gap} ms instead of ${pauseMs}`];
	});
}
