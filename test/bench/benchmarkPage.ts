import { markdownTable } from '../markdownTable';
import { checksOf, kb, mb, operationName, type Benchmark } from './benchmark';
import type { Comparison, Executions } from './executions';
import { isKept, type Check } from './limits';
import type { LoadCost } from './loading';
import type { PollCost } from './polls';
import type { Sample } from './sample';

/** Three significant digits, without an exponent. */
const number = (value: number): string =>
	Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));

const spread = ({ median, low, high }: Sample, unit = (value: number) => value): string =>
	`${number(unit(median))} (${number(unit(low))}–${number(unit(high))})`;

const runsRange = (comparisons: Comparison[]): string => {
	const runs = comparisons.map(({ ours }) => ours.runs);
	return `${Math.min(...runs)} to ${Math.max(...runs)}`;
};

/** The limits, what was measured, and whether each was kept. */
export function limitTable(checks: Check[]): string {
	return markdownTable([
		['Measure', 'At most', 'Measured', 'Ok'],
		...checks.map((check) => [
			check.measure,
			number(check.atMost),
			number(check.measured),
			isKept(check) ? 'yes' : '**no**',
		]),
	]);
}

function loadTable({ ours, httpRequest, entra }: Benchmark['loads']): string {
	const row = (name: string, cost: LoadCost): string[] => [
		name,
		spread(cost.ms),
		spread(cost.heapBytes, kb),
		cost.descriptionBytes.map((bytes) => number(kb(bytes))).join(' and '),
		String(cost.asked.length),
	];
	return markdownTable([
		['Node', 'Time, ms', 'Heap kept, KB', 'Description, KB of JSON', 'Packages asked for'],
		row('Cloud PC Device Image and its trigger', ours),
		row('HTTP Request', httpRequest),
		row('Microsoft Entra', entra),
	]);
}

function executionTable(comparisons: Comparison[]): string {
	return markdownTable([
		['Operation', 'Items', 'Answer delay, ms', 'Ours, ms', 'HTTP Request, ms', 'Ours / HTTP Request', 'Requests, ours', 'Requests, HTTP Request'],
		...comparisons.map(({ operation, items, delayMs, ours, theirs, requests }) => [
			operationName(operation),
			items.toLocaleString('en'),
			String(delayMs),
			spread(ours),
			spread(theirs),
			number(ours.median / theirs.median),
			String(requests.ours.graph),
			String(requests.theirs.graph),
		]),
	]);
}

/** How time grows from 20 to 200 items, against ten times the items. */
function growthTable(comparisons: Comparison[]): string {
	const find = (like: Comparison, items: number): Comparison | undefined =>
		comparisons.find(
			(each) =>
				each.operation === like.operation && each.delayMs === like.delayMs && each.items === items,
		);
	const growth = (few: Sample | undefined, many: Sample): string =>
		number(many.median / (few?.median ?? NaN));
	return markdownTable([
		['Operation', 'Answer delay, ms', 'Ours, times', 'HTTP Request, times'],
		...comparisons
			.filter((many) => many.items === 200 && find(many, 20) !== undefined)
			.map((many) => {
				const few = find(many, 20);
				return [
					operationName(many.operation),
					String(many.delayMs),
					growth(few?.ours, many.ours),
					growth(few?.theirs, many.theirs),
				];
			}),
	]);
}

function signInTable({ signIns }: Executions): string {
	return markdownTable([
		['Get, items', 'Token requests, ours', 'Token requests, HTTP Request'],
		...signIns.map(({ items, ours, theirs }) => [
			String(items),
			String(ours.token),
			String(theirs.token),
		]),
	]);
}

function pollTable(polls: PollCost[]): string {
	return markdownTable([
		['Images', 'Time, ms', 'Our own processor time, ms', 'The same per image, µs', 'Heap filled, MB', 'State kept, KB', 'Requests'],
		...polls.map(({ images, wallMs, ownCpuMs, usedBytes, stateBytes, requests }) => [
			images.toLocaleString('en'),
			spread(wallMs),
			spread(ownCpuMs),
			number((ownCpuMs.median * 1_000) / images),
			spread(usedBytes, mb),
			number(kb(stateBytes)),
			String(requests),
		]),
	]);
}

/** Writes `docs/benchmarks.md`. */
export function benchmarkPage(benchmark: Benchmark): string {
	const { date, machine, n8nVersion, executions, loads, polls } = benchmark;
	const { throttledByHand: byHand } = executions;
	return `# Benchmarks

\`npm run bench\` writes this page and fails when a limit is exceeded. Written on ${date}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.platform}, Node ${machine.node}, n8n ${n8nVersion}.

Run it on a quiet machine: what other programs do there makes every time longer, and the loading most. Every value is a median, with the quartiles behind it where they are shown. 1 KB is 1024 bytes.

## Limits

${limitTable(checksOf(benchmark))}

## Load

A fresh process for each of ${loads.ours.ms.runs} runs, in turns; n8n-workflow and n8n-core are loaded before, as in n8n. The time runs from the first \`require\` to the last constructed node. The heap is what stays after a garbage collection. Packages are those asked for meanwhile, by the node files and all that they load, without Node's own modules; ours ask for ${loads.ours.asked.join(', ')}.

${loadTable(loads)}

## Executions

The n8n-core of n8n ${n8nVersion} runs both: our action node, and n8n's HTTP Request node ${executions.httpRequestVersion} with our credential as its predefined credential, so that both sign in the same way. Its options are the defaults: it sends the requests of all items at once. The local Graph is in another process and delays each answer; a batch waits once. Both take turns for ${runsRange(executions.comparisons)} runs each, after some that are not counted. The time is that of the whole execution in the engine. Items are the input items of Get, Delete and Set Image, and what is in the lists of Get Many, of which HTTP Request gives each as one item.

Set Image checks the image, reads each policy, changes it, and reads it again; HTTP Request only changes it. For the use of images HTTP Request reads the same three lists. Its pages it follows with the option Pagination.

${executionTable(executions.comparisons)}

With the option Batching as n8n's editor fills it in, ${byHand.itemsPerBatch} items per batch and ${number(byHand.intervalMs)} ms between, HTTP Request takes ${spread(byHand.theirs)} ms for 200 times Get at ${byHand.delayMs} ms.

What 200 items take, as a multiple of 20 items:

${growthTable(executions.comparisons)}

### Token requests

Of the first execution of an app-only credential, as long as no token is stored. With a token in store, neither asks for one.

${signInTable(executions)}

## Polls

Of the trigger with every event chosen, when nothing has changed. The time is that of a whole poll with the local Graph in another process. Our own processor time is that of \`poll()\` with recorded answers in the place of n8n's request helper (HTTP) and of n8n's reading of the credential: reading the body, parsing, comparing and packing are in it, and so is the garbage collector. The heap is what one poll fills before a collection, measured with a young generation large enough to need none. The state is what stays in n8n's static data.

${pollTable(polls)}
`;
}
