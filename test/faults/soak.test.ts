/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { sampleSources, type Fault } from '../graph-server';
import { openLane, share, type Lane } from './lane';
import { errorsOf } from './matrix';

const operationCount = 2_000;
const faultShare = 0.1;
const seed = 20_260_625;

/** Repeatable numbers from 0 to 1. Source: mulberry32, public domain. */
function numbersFrom(start: number): () => number {
	let state = start;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const faults: Fault[] = [
	{ status: 429, headers: { 'Retry-After': '0.1' } },
	{ status: 503, headers: { 'Retry-After': '0.1' } },
	{ status: 503 },
	{ status: 504 },
	{ reset: 'before' },
	{ reset: 'midBody' },
	{ lostAnswer: true },
	{ html: 502 },
];

const byId = (value: string): object => ({ __rl: true, mode: 'id', value });

/** One operation, and what must be true of Graph when it is over. */
type Work = (lane: Lane, index: number) => Promise<{ errors: string[]; findings: string[] }>;

const onImage =
	(operation: string, status: string, more: object, isDone: (id: string, lane: Lane) => boolean): Work =>
	async (lane, index) => {
		const { id } = lane.graph.tenant.addImage({ displayName: `Soak ${index}`, status });
		const run = await lane.run({ resource: 'deviceImage', operation, imageId: byId(id), ...more } as never);
		const errors = errorsOf(run);
		const isClaimed = errors.length === 0 && run.items[0]?.json.id === id;
		const findings = [
			...(run.items.length + errors.length === 1 ? [] : [`${operation} gave ${run.items.length} items`]),
			...(isClaimed && !isDone(id, lane) ? [`${operation} claimed what did not happen`] : []),
		];
		lane.graph.tenant.images.delete(id);
		return { errors, findings };
	};

const exists = (id: string, { graph }: Lane): boolean => graph.tenant.images.has(id);
const statusIs = (status: string) => (id: string, { graph }: Lane) => graph.tenant.images.get(id)?.status === status;

const create: Work = async (lane, index) => {
	const displayName = `Created ${index}`;
	const run = await lane.run({
		resource: 'deviceImage',
		operation: 'create',
		displayName,
		version: '1.0.0',
		sourceImageResourceId: byId(sampleSources.managed.resourceId),
	} as never);
	const made = [...lane.graph.tenant.images.values()].filter((image) => image.displayName === displayName);
	const claimed = run.items.map(({ json }) => String(json.id));
	const errors = errorsOf(run);
	const isUnclear = /may have been carried out|[Ll]ook (at|for)/.test(run.error?.description ?? '');
	const isRight = errors.length > 0 ? made.length === 0 || (made.length === 1 && isUnclear) : made.map(({ id }) => id).join() === claimed.join() && made.length === 1;
	return { errors, findings: isRight ? [] : [`create made ${made.length} and claimed ${claimed.length}`] };
};

const list: Work = async (lane) => {
	const before = [...lane.graph.tenant.images.keys()];
	const run = await lane.run({ resource: 'deviceImage', operation: 'getAll', returnAll: true });
	const errors = errorsOf(run);
	const given = new Set(run.items.map(({ json }) => String(json.id)));
	// The other operation under way may delete one image meanwhile, which shifts the pages behind it by one.
	const missing = before.filter((id) => !given.has(id) && lane.graph.tenant.images.has(id)).length;
	const findings = errors.length === 0 && missing > 2 ? [`the list lacked ${missing} images`] : [];
	return { errors, findings };
};

const batch: Work = async (lane, index) => {
	const ids = Array.from({ length: 5 }, () => lane.graph.tenant.addImage({ displayName: `Batch ${index}`, status: 'ready' }).id);
	const run = await lane.run(
		{ resource: 'deviceImage', operation: 'delete', imageId: byId('={{ $json.image }}') } as never,
		{ input: ids.map((image) => ({ image })), onError: 'continueRegularOutput' },
	);
	const claims = ids.map((id, item) => run.items[item]?.json.id === id && run.items[item]?.json.deleted === true);
	const findings = ids.flatMap((id, item) => (claims[item] && exists(id, lane) ? ['a batch claimed a delete that did not happen'] : []));
	if (run.items.length !== ids.length) findings.push(`a batch of ${ids.length} gave ${run.items.length} items`);
	for (const id of ids) lane.graph.tenant.images.delete(id);
	return { errors: errorsOf(run), findings };
};

const works: Record<string, Work> = {
	create,
	list,
	'delete x 5': batch,
	delete: onImage('delete', 'ready', {}, (id, lane) => !exists(id, lane)),
	get: onImage('get', 'ready', {}, exists),
	retryUpload: onImage('retryUpload', 'failed', {}, statusIs('pending')),
	update: onImage('update', 'ready', { updateFields: { osBuildNumber: '24H2' } }, (id, { graph }) => graph.tenant.images.get(id)?.osBuildNumber === '24H2'),
	waitForStatus: onImage('waitForStatus', 'ready', { options: { pollIntervalSeconds: 1 } }, statusIs('ready')),
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapMb(): number {
	collectGarbage();
	collectGarbage();
	return process.memoryUsage().heapUsed / 2 ** 20;
}

describe(`${operationCount} operations, two at a time, ${faultShare * 100} % faults`, () => {
	let lane: Lane;
	beforeAll(async () => {
		lane = await openLane();
	}, 60_000);
	afterAll(async () => await lane.graph.close());

	it('lose nothing, and keep no memory', async () => {
		const { graph } = lane;
		graph.tenant.images.clear();
		graph.settings.imageLimit = Infinity;
		graph.settings.pageSize = 50;
		const random = numbersFrom(seed);
		graph.faults.random = numbersFrom(seed + 1);
		for (const then of faults) {
			graph.faults.add({ path: 'deviceImages', times: Infinity, probability: faultShare / faults.length, then });
		}
		const plan = Array.from({ length: operationCount }, () => {
			const names = Object.keys(works);
			return names[Math.floor(random() * names.length)] ?? 'get';
		});
		const warmUp = 100;
		const tally: Record<string, { operations: number; errors: number }> = {};
		const findings: string[] = [];
		const heap: number[] = [];
		let requests = 0;
		let struck = 0;
		let done = 0;
		const start = performance.now();
		await share([lane, lane], plan, async (_, name, index) => {
			const result = await works[name]?.(lane, index);
			const row = (tally[name] ??= { operations: 0, errors: 0 });
			row.operations++;
			row.errors += result?.errors.length ?? 0;
			findings.push(...(result?.findings ?? [`no such work: ${name}`]));
			done++;
			if (done % 50 === 0 || done === operationCount) {
				requests += graph.requests.length;
				struck += graph.requests.filter(({ fault }) => fault).length;
				graph.clearRequests();
			}
			if (done === warmUp || done === operationCount / 2 || done === operationCount) heap.push(heapMb());
		});
		const seconds = (performance.now() - start) / 1_000;
		const shown = heap.map((mb) => mb.toFixed(1)).join(', ');
		process.stdout.write(
			`\nSoak: ${done} operations in ${seconds.toFixed(0)} s, ${requests} requests, ${struck} of them hit by a fault. ` +
				`Heap after gc, MB, after ${warmUp}, half and all: ${shown}.\n`,
		);
		for (const [name, { operations, errors }] of Object.entries(tally)) {
			process.stdout.write(`  ${name}: ${operations} operations, ${errors} errors\n`);
		}
		expect(done).toBe(operationCount);
		expect(findings).toEqual([]);
		expect(struck).toBeGreaterThan(operationCount * faultShare * 0.7);
		const [first = 0, , last = Infinity] = heap;
		expect(last - first).toBeLessThan(10);
	}, 600_000);
});
