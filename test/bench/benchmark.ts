import { operations } from '../../nodes/CloudPcDeviceImage/operations';
import type { Comparison, Executions } from './executions';
import { lifeContestNames } from './lifeContests';
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

/** Returns the most that our time may be of HTTP Request's, where there is a limit. */
function ratioLimit({ operation, items, delayMs }: Comparison): number | undefined {
	if (items === 1) return limits.oneItemRatio;
	if (operation === lifeContestNames.sameGets) return delayMs === 20 ? limits.sameGetsRatio[20] : limits.sameGetsRatio[100];
	if (operation === lifeContestNames.cloudPcs) return delayMs === 20 ? limits.cloudPcsRatio : undefined;
	if (operation === lifeContestNames.deletes) return limits.deletes200Ratio;
	if (items !== 200) return undefined;
	return operation === 'get' && delayMs >= 20 ? limits.gets200Ratio : undefined;
}

function ratioChecks({ comparisons }: Executions): Check[] {
	return comparisons.flatMap((comparison): Check[] => {
		const { operation, items, delayMs, ours, theirs } = comparison;
		const atMost = ratioLimit(comparison);
		if (atMost === undefined) return [];
		const measure = `${operationName(operation)}, ${items.toLocaleString('en')} ${items === 1 ? 'item' : 'items'}, ${delayMs} ms: wall time, ours / HTTP Request`;
		return [{ measure, measured: ours.median / theirs.median, atMost }];
	});
}

/** Returns the check of how many requests ours sent for a comparison; without a measurement it is not kept. */
function requestCheck({ comparisons }: Executions, operation: string, items: number, atMost: number): Check {
	const counts = comparisons
		.filter((comparison) => comparison.operation === operation && comparison.items === items)
		.map(({ requests }) => requests.ours.graph);
	const measure = `Requests for ${operationName(operation)}, ${items} items`;
	// Without any, Math.max would be kept.
	return { measure, atMost, measured: counts.length === 0 ? NaN : Math.max(...counts) };
}

/** Returns how n8n calls an operation on images. */
export const operationName = (value: string): string =>
	operations.find((operation) => operation.resource === 'deviceImage' && operation.value === value)?.name ?? value;

/** Puts every limit beside what was measured for it. */
export function checksOf({ loads: { ours }, executions, polls, tarballBytes }: Benchmark): Check[] {
	const [action = NaN, trigger = NaN] = ours.descriptionBytes;
	const others = ours.asked.filter((name) => name !== 'n8n-workflow');
	const cpuOf = (images: number): number =>
		polls.find((poll) => poll.images === images)?.ownCpuMs.median ?? NaN;
	return [
		{ measure: 'Load and construct both nodes, ms', atMost: limits.loadMs, measured: ours.ms.median },
		{ measure: 'Heap they keep, MB', atMost: limits.loadHeapMb, measured: mb(ours.heapBytes.median) },
		{ measure: 'Packages asked for besides n8n-workflow', atMost: limits.otherPackages, measured: others.length },
		{ measure: 'Description of the action node, KB of JSON', atMost: limits.actionDescriptionKb, measured: kb(action) },
		{ measure: 'Description of the trigger, KB of JSON', atMost: limits.triggerDescriptionKb, measured: kb(trigger) },
		{ measure: 'Published tarball, KB', atMost: limits.tarballKb, measured: kb(tarballBytes) },
		requestCheck(executions, 'get', 200, limits.requestsFor200Gets),
		requestCheck(executions, lifeContestNames.sameGets, 200, limits.requestsForSameGets),
		requestCheck(executions, lifeContestNames.setImage, 20, limits.requestsForSetImage),
		requestCheck(executions, lifeContestNames.withUse, 20, limits.requestsForUse),
		...ratioChecks(executions),
		{ measure: 'Poll of 20 images, our own processor time, ms', atMost: limits.poll20CpuMs, measured: cpuOf(20) },
		{ measure: 'Poll of 10,000 images, our own processor time, ms', atMost: limits.poll10000CpuMs, measured: cpuOf(10_000) },
	];
}
