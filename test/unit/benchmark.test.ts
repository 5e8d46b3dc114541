/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { checksOf, type Benchmark } from '../bench/benchmark';
import { limitTable } from '../bench/benchmarkPage';
import type { Comparison } from '../bench/executions';
import { lifeContestNames } from '../bench/lifeContests';
import { isKept, limits } from '../bench/limits';
import { sampleOf } from '../bench/sample';

const root = resolve(__dirname, '../..');
const always = (value: number) => sampleOf([value]);

const comparison = (more: Partial<Comparison>): Comparison => ({
	operation: 'get',
	items: 200,
	delayMs: 20,
	ours: always(40),
	theirs: always(100),
	requests: { ours: { graph: 10, token: 0 }, theirs: { graph: 200, token: 0 } },
	...more,
});

const requestsOf = (graph: number) => ({ requests: { ours: { graph, token: 0 }, theirs: { graph: 200, token: 0 } } });

/** What is measured besides single operations, at its limits. */
const lifeComparisons: Comparison[] = [
	comparison({ operation: lifeContestNames.deletes, ours: always(70) }),
	comparison({ operation: lifeContestNames.sameGets, ours: always(20), ...requestsOf(1) }),
	comparison({ operation: lifeContestNames.sameGets, delayMs: 100, ours: always(35), ...requestsOf(1) }),
	comparison({ operation: lifeContestNames.setImage, items: 20, ...requestsOf(5) }),
	comparison({ operation: lifeContestNames.withUse, items: 20, ...requestsOf(3) }),
	comparison({ operation: lifeContestNames.cloudPcs, items: 10_000, ours: always(110) }),
];

/** A run in which every limit is just kept. */
const benchmark = (more: Partial<Benchmark> = {}): Benchmark => {
	const load = {
		ms: always(limits.loadMs),
		heapBytes: always(1024 * 1024),
		asked: ['n8n-workflow'],
		descriptionBytes: [40 * 1024, 15 * 1024],
	};
	const poll = { wallMs: always(1), usedBytes: always(1), stateBytes: 1, requests: 1 };
	return {
		date: '2026-11-23',
		machine: { processor: 'any', cores: 2, memoryGb: 8, platform: 'linux x64', node: '24.0.0' },
		n8nVersion: '2.40.7',
		loads: { ours: load, httpRequest: load, entra: load },
		executions: {
			httpRequestVersion: 4,
			comparisons: [comparison({}), comparison({ items: 1, ours: always(100) }), ...lifeComparisons],
			throttledByHand: { itemsPerBatch: 50, intervalMs: 1_000, delayMs: 20, theirs: always(1) },
			signIns: [],
		},
		polls: [
			{ ...poll, images: 20, ownCpuMs: always(1) },
			{ ...poll, images: 10_000, ownCpuMs: always(50) },
		],
		tarballBytes: 100 * 1024,
		...more,
	};
};

const exceeded = (more: Partial<Benchmark>): string[] =>
	checksOf(benchmark(more))
		.filter((check) => !isKept(check))
		.map(({ measure }) => measure);

describe('a sample', () => {
	it.each([
		[[3, 1, 2], { median: 2, low: 1.5, high: 2.5, runs: 3 }],
		[[4, 1, 3, 2], { median: 2.5, low: 1.75, high: 3.25, runs: 4 }],
		[[7], { median: 7, low: 7, high: 7, runs: 1 }],
		[[], { median: NaN, low: NaN, high: NaN, runs: 0 }],
	])('of %j has a median and quartiles', (values, sample) => {
		expect(sampleOf(values)).toEqual(sample);
	});
});

describe('the limits', () => {
	it('are kept by what just reaches them', () => expect(exceeded({})).toEqual([]));

	it('name what exceeds them', () => {
		const base = benchmark();
		const slow = { ...base.loads.ours, ms: always(11), asked: ['lodash', 'n8n-workflow'] };
		expect(exceeded({ loads: { ...base.loads, ours: slow }, tarballBytes: limits.tarballKb * 1024 + 1 })).toEqual([
			'Load and construct both nodes, ms',
			'Packages asked for besides n8n-workflow',
			'Published tarball, KB',
		]);
	});

	it('hold what an image\'s life takes', () => {
		const slower = lifeComparisons.map((each) => ({ ...each, ours: always(each.ours.median + 1), ...requestsOf(each.requests.ours.graph + 1) }));
		expect(exceeded({ executions: { ...benchmark().executions, comparisons: [comparison({}), ...slower] } })).toEqual([
			'Requests for Get of the same 20 images, 200 items',
			'Requests for Set Image, 20 items',
			'Requests for Get Many with its use, 20 items',
			'Delete with On Error set to Continue, 200 items, 20 ms: wall time, ours / HTTP Request',
			'Get of the same 20 images, 200 items, 20 ms: wall time, ours / HTTP Request',
			'Get of the same 20 images, 200 items, 100 ms: wall time, ours / HTTP Request',
			'Cloud PC Get Many with 100 per page, 10,000 items, 20 ms: wall time, ours / HTTP Request',
		]);
	});

	it('hold one item of every operation, and 200 times Get where answers take time', () => {
		const slow = { ours: always(101) };
		const comparisons = [
			comparison({ ...slow, items: 1, operation: 'delete', delayMs: 0 }),
			comparison({ ...slow, delayMs: 0 }),
			comparison({ ...slow, delayMs: 100 }),
			comparison({ ...slow, operation: 'delete' }),
			...lifeComparisons,
		];
		expect(exceeded({ executions: { ...benchmark().executions, comparisons } })).toEqual([
			'Delete, 1 item, 0 ms: wall time, ours / HTTP Request',
			'Get, 200 items, 100 ms: wall time, ours / HTTP Request',
		]);
	});

	it('are exceeded by what was not measured', () => {
		const executions = { ...benchmark().executions, comparisons: [] };
		expect(exceeded({ polls: [], executions })).toEqual([
			'Requests for Get, 200 items',
			'Requests for Get of the same 20 images, 200 items',
			'Requests for Set Image, 20 items',
			'Requests for Get Many with its use, 20 items',
			'Poll of 20 images, our own processor time, ms',
			'Poll of 10,000 images, our own processor time, ms',
		]);
	});
});

it('the table shows limit, measured and ok', () => {
	const table = limitTable([
		{ measure: 'A', atMost: 0.5, measured: 0.12345 },
		{ measure: 'B', atMost: 10, measured: 1234.5 },
	]);
	expect(table.split('\n')).toEqual([
		'| Measure | At most | Measured | Ok     |',
		'| ------- | ------- | -------- | ------ |',
		'| A       | 0.5     | 0.123    | yes    |',
		'| B       | 10      | 1235     | **no** |',
	]);
});

describe('docs/benchmarks.md', () => {
	const page = readFileSync(resolve(root, 'docs/benchmarks.md'), 'utf8');

	it('has the limits of this checkout, and all are kept', () => {
		const [heading] = limitTable([]).split('\n');
		const start = page.indexOf('## Limits');
		const rows = page
			.slice(start, page.indexOf('## Load', start))
			.split('\n')
			.filter((line) => line.startsWith('| '))
			.map((line) => line.split('|').map((cell) => cell.trim()));
		expect(heading).toContain('Measure');
		const atMost = new Map(rows.map(([, measure, most]) => [measure, most]));
		for (const check of checksOf(benchmark())) {
			expect([check.measure, atMost.get(check.measure)]).toEqual([check.measure, String(check.atMost)]);
		}
		expect(rows.slice(2).map(([, , , , ok]) => ok)).toEqual(rows.slice(2).map(() => 'yes'));
	});
});
