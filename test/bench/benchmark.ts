import { operations } from '../../nodes/CloudPcDeviceImage/operations';
import type { Executions } from './executions';
import { limits, type Check } from './limits';
import type { LoadCost } from './loading';
import type { Machine } from './machine';
import type { PollCost } from './polls';

/** Everything that `npm run bench` measures. */
export interface Benchmark {
	/** YYYY-MM-DD, UTC. */
	date: string;
	machine: Machine;
	n8nVersion: string;
	loads: { ours: LoadCost; httpRequest: LoadCost; entra: LoadCost };
	executions: Executions;
	polls: PollCost[];
	tarballBytes: number;
}

export const kb = (bytes: number): number => bytes / 1024;
export const mb = (bytes: number): number => bytes / 1024 / 1024;

function ratioChecks({ comparisons }: Executions): Check[] {
	return comparisons.flatMap(({ operation, items, delayMs, ours, theirs }): Check[] => {
		const measure = `${operationName(operation)}, ${items} ${items === 1 ? 'item' : 'items'}, ${delayMs} ms: wall time, ours / HTTP Request`;
		const measured = ours.median / theirs.median;
		if (items === 1) return [{ measure, measured, atMost: limits.oneItemRatio }];
		if (items !== 200 || operation !== 'get' || delayMs < 20) return [];
		return [{ measure, measured, atMost: limits.gets200Ratio }];
	});
}

/** Returns how n8n calls an operation on images. */
export const operationName = (value: string): string =>
	operations.find((operation) => operation.resource === 'deviceImage' && operation.value === value)?.name ?? value;

/** Puts every limit beside what was measured for it. */
export function checksOf({ loads: { ours }, executions, polls, tarballBytes }: Benchmark): Check[] {
	const [action = NaN, trigger = NaN] = ours.descriptionBytes;
	const others = ours.asked.filter((name) => name !== 'n8n-workflow');
	const requestsFor200Gets = executions.comparisons
		.filter(({ items, operation }) => items === 200 && operation === 'get')
		.map(({ requests }) => requests.ours.graph);
	const cpuOf = (images: number): number =>
		polls.find((poll) => poll.images === images)?.ownCpuMs.median ?? NaN;
	return [
		{ measure: 'Load and construct both nodes, ms', atMost: limits.loadMs, measured: ours.ms.median },
		{ measure: 'Heap they keep, MB', atMost: limits.loadHeapMb, measured: mb(ours.heapBytes.median) },
		{ measure: 'Packages asked for besides n8n-workflow', atMost: limits.otherPackages, measured: others.length },
		{ measure: 'Description of the action node, KB of JSON', atMost: limits.actionDescriptionKb, measured: kb(action) },
		{ measure: 'Description of the trigger, KB of JSON', atMost: limits.triggerDescriptionKb, measured: kb(trigger) },
		{ measure: 'Published tarball, KB', atMost: limits.tarballKb, measured: kb(tarballBytes) },
		{
			measure: 'Requests for 200 times Get',
			atMost: limits.requestsFor200Gets,
			// Without any, Math.max would be kept.
			measured: requestsFor200Gets.length === 0 ? NaN : Math.max(...requestsFor200Gets),
		},
		...ratioChecks(executions),
		{ measure: 'Poll of 20 images, our own processor time, ms', atMost: limits.poll20CpuMs, measured: cpuOf(20) },
		{ measure: 'Poll of 10,000 images, our own processor time, ms', atMost: limits.poll10000CpuMs, measured: cpuOf(10_000) },
	];
}
