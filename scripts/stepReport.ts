import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { operations } from '../nodes/CloudPcDeviceImage/operations';
import type { RecordedRequest } from '../test/graph-server';
import { nodeType } from './localGraph';
import type { Execution, WorkflowFile } from './n8nTypes';

/** What one step of a workflow did. */
export interface Step {
	/** Name of the node in the workflow. */
	name: string;
	/** `resource.operation`, as stored in the workflow. */
	operation: string;
	/** `METHOD path status`, in order, as the local Graph has seen them. */
	requests: string[];
	result: string;
	/** The reason, when the step did not do what it is there for. */
	failure?: string;
	milliseconds: number;
}

/** Returns `resource.operation`, from the parameters that a workflow stores. */
export const operationOf = ({ resource, operation }: INodeParameters): string =>
	`${resource}.${operation}`;

/** Everything the node can do; a tour has to show each of them. */
export const allOperations: readonly string[] = operations.map(({ resource, value }) => operationOf({ resource, operation: value }));

/**
 * Returns which operations a tour does not show, one sentence each.
 * @param shown `resource.operation` of its steps
 */
export const unshownOperations = (shown: readonly string[]): string[] =>
	allOperations
		.filter((operation) => !shown.includes(operation))
		.map((operation) => `The tour has no step for ${operation}: add one to scripts/deviceImageTour.json.`);

/** The images or source images that a step gave, in a few words. */
function describe(items: INodeExecutionData[]): string {
	const [first] = items;
	if (first === undefined) return 'nothing';
	if (items.length > 1) return `${items.length} items`;
	const { displayName, version, status, deleted } = first.json;
	if (deleted === true) return 'deleted';
	return status === undefined ? '1 item' : `${displayName} ${version}: ${status}`;
}

/** Answer delay that keeps a step's last request and the start of the next step apart, in milliseconds. */
export const tellingApartMs = 10;

/**
 * Tells which step of a run sent which request, by their times.
 * @param workflow that was run
 * @param execution its data
 * @param requests what the local Graph has recorded; its clock has to run at the machine's time, its
 *   `answerDelayMs` to be {@link tellingApartMs}, as n8n's times are whole milliseconds
 * @returns the Cloud PC nodes that ran, in the order in which they ran
 */
export function readSteps(
	workflow: WorkflowFile,
	execution: Execution,
	requests: RecordedRequest[],
): Step[] {
	const runs = Object.entries(execution.data.resultData.runData)
		.flatMap(([name, each]) => each.map((run) => ({ name, run })))
		.sort((a, b) => a.run.executionIndex - b.run.executionIndex);
	const sent = requests.filter(({ area }) => area === 'graph');

	return runs.flatMap(({ name, run }, index) => {
		const node = workflow.nodes.find((candidate) => candidate.name === name);
		if (node?.type !== nodeType) return [];
		const endsAt = runs[index + 1]?.run.startTime ?? Infinity;
		const own = sent.filter(({ at }) => Date.parse(at) >= run.startTime && Date.parse(at) < endsAt);
		const items = (run.data?.main ?? []).flatMap((output) => output ?? []);
		const failed = items.find(({ json }) => json.error !== undefined);
		const failure = run.error?.message ?? (failed && String(failed.json.error));
		return {
			name,
			operation: operationOf(node.parameters),
			requests: own.map(({ method, path, status }) => `${method} ${path} ${status ?? 'cut off'}`),
			result: failure ?? describe(items),
			failure,
			milliseconds: run.executionTime,
		};
	});
}

/**
 * What is wrong with a tour, one sentence each.
 * @param steps from readSteps
 * @returns empty when every operation is there and did its work
 */
export function findFaults(steps: Step[]): string[] {
	const missing = allOperations
		.filter((operation) => !steps.some((step) => step.operation === operation))
		.map((operation) => `No step ran ${operation}.`);
	const failed = steps
		.filter(({ failure }) => failure !== undefined)
		.map(({ name, failure }) => `${name}: ${failure}`);
	const silent = steps
		.filter(({ requests }) => requests.length === 0)
		.map(({ name }) => `${name} sent no request to the local Graph.`);
	return [...missing, ...failed, ...silent];
}

const base = '/deviceManagement/virtualEndpoint';

/** Repeated requests become one line with a count; ids and the common path are shortened. */
function shorten(requests: string[]): string[] {
	const counted = new Map<string, number>();
	for (const request of requests) {
		const short = request
			.replace(base, '…')
			.replace(
				/([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{11,12}([0-9a-f])/,
				'$1…$2',
			);
		counted.set(short, (counted.get(short) ?? 0) + 1);
	}
	return [...counted].map(([request, count]) =>
		count > 1 ? `${request}  (${count} times)` : request,
	);
}

/**
 * Prints steps as a table for a terminal.
 * @param steps from readSteps
 * @returns lines without line ends
 */
export function formatSteps(steps: Step[]): string[] {
	const rows = steps.flatMap(({ name, operation, requests, result, failure, milliseconds }) => {
		const lines = shorten(requests);
		const seconds = `${(milliseconds / 1000).toFixed(2)} s`;
		const outcome = failure === undefined ? result : `FAILED: ${result}`;
		const first = [name, operation, lines[0] ?? '-', outcome, seconds];
		return [first, ...lines.slice(1).map((line) => ['', '', line, '', ''])];
	});
	const all = [['Step', 'Operation', 'Graph request', 'Result', 'Time'], ...rows];
	const widths = [0, 1, 2, 3, 4].map((column) =>
		Math.max(...all.map((row) => (row[column] ?? '').length)),
	);
	const lines = all.map((row) =>
		row
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
	const rule = widths.map((width) => '-'.repeat(width)).join('  ');
	return [lines[0] ?? '', rule, ...lines.slice(1), '', `… stands for ${base}`];
}
