/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { endpoint } from '../operations';
import { soakFaults } from '../operations/soakFaults';
import { openWorker, type Worker } from '../operations/worker';
import { doWork, works } from './soakWork';

const operationCount = 2_000;
const workerCount = 2;
const faultShare = 0.1;
const seed = 20_260_625;
/** Every request to Graph, alone or in a batch; the sign-in has tests of its own. */
const throughGraph = new RegExp(`${endpoint}/|/\\$batch$`);
/** What may be kept of 1,000 operations, MB: the small answers alone would be 1. */
const mostGrowthMb = 0.5;

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

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

type Memory = Record<'heapUsed' | 'external' | 'arrayBuffers', number>;

/** What is in use, MB. */
function memory(): Memory {
	for (let times = 0; times < 4; times++) collectGarbage();
	const { heapUsed, external, arrayBuffers } = process.memoryUsage();
	const mb = (bytes: number): number => bytes / 2 ** 20;
	return { heapUsed: mb(heapUsed), external: mb(external), arrayBuffers: mb(arrayBuffers) };
}

const shown = ({ heapUsed, external, arrayBuffers }: Memory): string =>
	[heapUsed, external, arrayBuffers].map((mb) => mb.toFixed(2)).join(' / ');

describe(`${operationCount} operations, ${workerCount} at a time, ${faultShare * 100} % faults`, () => {
	let workers: Worker[] = [];
	beforeAll(async () => {
		workers = await Promise.all(Array.from({ length: workerCount }, openWorker));
	}, 60_000);
	afterAll(async () => await Promise.all(workers.map(async (worker) => await worker.close())));

	it('lose nothing, and keep no memory', async () => {
		const tally = new Map(works.map(({ name }) => [name, { operations: 0, errors: 0, expected: 0, hit: 0 }]));
		const findings: string[] = [];
		const marks: Memory[] = [];
		let [done, requests, hit] = [0, 0, 0];
		const start = performance.now();

		async function work(worker: Worker, index: number, random: () => number): Promise<void> {
			const next = works[Math.floor(random() * works.length)];
			if (!next) throw new Error('There is no work');
			const { name } = next;
			const { errors, expected, findings: found } = await doWork(worker, next);
			const hitHere = worker.graph.requests.filter(({ fault }) => fault).length;
			const row = tally.get(name);
			if (row) {
				Object.assign(row, {
					operations: row.operations + 1,
					errors: row.errors + errors,
					expected: row.expected + expected,
					hit: row.hit + hitHere,
				});
			}
			if (errors !== expected) found.push(`${name} gave ${errors} errors instead of ${expected}`);
			const faults = worker.graph.requests.map(({ method, fault, status }) => `${method} ${fault ? JSON.stringify(fault) : status}`);
			findings.push(...found.map((each) => `${index}: ${each}; ${faults.join(', ')}`));
			requests += worker.graph.requests.length;
			hit += hitHere;
			if (++done % (operationCount / 4) === 0) marks.push(memory());
		}

		await Promise.all(
			workers.map(async (worker, number) => {
				const { graph } = worker;
				const random = numbersFrom(seed + 2 * number);
				graph.faults.random = numbersFrom(seed + 2 * number + 1);
				const faults = Object.values(soakFaults);
				for (const then of faults) {
					graph.faults.add({ path: throughGraph, times: Infinity, probability: faultShare / faults.length, then });
				}
				for (let index = number; index < operationCount; index += workerCount) await work(worker, index, random);
			}),
		);

		const seconds = (performance.now() - start) / 1_000;
		process.stdout.write(
			`\nSoak: ${done} operations in ${seconds.toFixed(0)} s, ${requests} requests, ${hit} of them hit by a fault. ` +
				`Heap / external / array buffers after gc, MB, at each quarter: ${marks.map(shown).join(', ')}.\n`,
		);
		for (const [name, { operations, errors, expected }] of tally) {
			process.stdout.write(`  ${name}: ${operations} operations, ${errors} errors, ${expected} of them due to a fault that must be told\n`);
		}
		expect(findings).toEqual([]);
		expect(done).toBe(operationCount);
		expect([...tally].filter(([, row]) => row.hit === 0).map(([name]) => `no fault hit ${name}`)).toEqual([]);
		expect(hit).toBeGreaterThan(operationCount * faultShare * 0.7);
		const [, half, , all] = marks;
		for (const kind of ['heapUsed', 'external', 'arrayBuffers'] as const) {
			expect((all?.[kind] ?? Infinity) - (half?.[kind] ?? 0)).toBeLessThan(mostGrowthMb);
		}
	}, 600_000);
});
