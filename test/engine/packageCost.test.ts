/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { statSync } from 'node:fs';

import { checkoutRoot } from '../../scripts/checkout';
import { packPackage } from '../../scripts/packPackage';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import { kb, mb } from '../bench/benchmark';
import { limits } from '../bench/limits';
import { loadOnce, ourNodes } from '../bench/loading';
import { measureIn } from '../bench/measuringProcess';
import type { PollCost } from '../bench/polls';

const folder = makeTemporaryFolder('cost');
/** Only `npm run bench`, on a quiet machine, holds the limits themselves. */
const slack = 3;

afterAll(() => folder.remove());

it('loading both nodes asks for no package but n8n-workflow, and keeps little memory', async () => {
	const { asked, heapBytes } = await loadOnce(checkoutRoot, ['n8n-workflow'], ourNodes);
	expect(asked).toEqual(['n8n-workflow']);
	expect(mb(heapBytes)).toBeLessThanOrEqual(limits.loadHeapMb);
});

it('loading both nodes takes a moment', async () => {
	const loads: number[] = [];
	for (let run = 0; run < 5; run++) {
		loads.push((await loadOnce(checkoutRoot, ['n8n-workflow'], ourNodes)).ms);
	}
	expect(Math.min(...loads)).toBeLessThanOrEqual(slack * limits.loadMs);
});

it('a poll takes little processor time of our own', async () => {
	const engine = process.env.CLOUDPC_ENGINE_FOLDER ?? checkoutRoot;
	const args = ['5', '20', '10000'];
	const [few, many] = await measureIn<PollCost[]>('polls.ts', engine, ['--expose-gc'], args);
	expect(few?.ownCpuMs.low).toBeLessThanOrEqual(slack * limits.poll20CpuMs);
	expect(many?.ownCpuMs.low).toBeLessThanOrEqual(slack * limits.poll10000CpuMs);
}, 120_000);

it('the tarball is small', async () => {
	const tarball = await packPackage(folder.path);
	expect(kb(statSync(tarball).size)).toBeLessThanOrEqual(limits.tarballKb);
});
