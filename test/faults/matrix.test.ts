/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { openWorker, type Worker } from '../operations/worker';
import { singleCalls } from './calls';
import { faultScripts } from './faultScripts';
import { cellKey, faultTable, type Cells } from './faultTable';
import { manyCalls } from './manyCalls';
import { runCell } from './matrix';
import { otherCalls } from './otherCalls';
import { secondCalls } from './secondCalls';
import { share } from './share';

const file = join(__dirname, '../../docs/faults.md');
/** Most of a run is waiting, so many runs go on at once. */
const workerCount = 12;

const pairs = [...singleCalls, ...secondCalls, ...manyCalls, ...otherCalls].flatMap((call) =>
	faultScripts
		.filter(({ fits }) => fits?.(call) ?? true)
		.map((script) => ({ script, call, key: cellKey(script, call) })),
);
const cells: Cells = new Map();
let workers: Worker[] = [];

beforeAll(async () => {
	// Pauses without a word of the service are random; equal ones make the number of requests repeatable.
	jest.spyOn(Math, 'random').mockReturnValue(0.5);
	workers = await Promise.all(Array.from({ length: workerCount }, openWorker));
	await share(workers, pairs, async (worker, { script, call, key }) => {
		cells.set(key, await runCell(worker, call, script));
	});
}, 300_000);

afterAll(async () => {
	jest.restoreAllMocks();
	await Promise.all(workers.map(async (worker) => await worker.close()));
});

describe('under every fault', () => {
	it.each(pairs)('$key', ({ script, call, key }) => {
		const cell = cells.get(key);
		expect(cell?.findings).toEqual([]);
		expect(cell?.wasHit).toBe(script.name !== 'none');
		const expected = script.expected(call);
		if (expected === 'ok') expect(cell?.outcome).toBe('ok');
		if (expected === 'error') expect(cell?.outcome).not.toMatch(/^ok$/);
	});
});

const intro = `# Behavior under failure conditions

Written by \`npm run test:faults\`; \`npm test\` fails when a fresh run gives anything else.
Each cell is one run in n8n's engine against the local Graph: what came of it, and the number of requests to Graph (a batch counts once, sign-in not at all).
\`ok\` is the right result. Anything else is an error, in the words of [Troubleshooting](troubleshooting.md). After each run the state of the local Graph was compared with what the run said.
A fault hits once, unless it says *always*. The retry budget is 20 s, and 4 s for what hits always.
Pauses for which the service names no time are random; here each is half of its longest. A dash marks what makes no sense.
`;

const behind =
	'The fault hits the request after the colon. *done, not read*: the error says that the change was made, the ID of the image, and why it could not be read.';
const batches =
	'They travel as a batch, with Continue On Fail. *batch*: the fault hits the whole batch. *part*: it hits the part of the second item. The numbers count items.';
const others =
	'They have no options: a picker tries again for 10 s, a poll for 20 s. After each poll another one without faults looks whether every change was told exactly once.';

describe('docs/faults.md', () => {
	it('is what this run gave', () => {
		const tables = [
			['One item', '', singleCalls],
			['One item, the request before or behind the change', behind, secondCalls],
			['Several items', batches, manyCalls],
			['Trigger and pickers', others, otherCalls],
		] as const;
		const parts = tables.map(([title, text, calls]) =>
			[`## ${title}`, ...(text ? [text] : []), faultTable(faultScripts, [...calls], cells)].join('\n\n'),
		);
		const text = `${intro}\n${parts.join('\n\n')}\n`;
		if (process.env.WRITE_FAULT_TABLE) {
			writeFileSync(file, text);
			process.stdout.write(`\n${text}\n`);
		}
		expect(readFileSync(file, 'utf8')).toBe(text);
	});
});
