/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { statSync } from 'node:fs';

import { checkoutRoot } from '../../scripts/checkout';
import { packPackage } from '../../scripts/packPackage';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import { kb, mb } from '../bench/benchmark';
import { limits } from '../bench/limits';
import { loadOnce, ourNodes } from '../bench/loading';

const folder = makeTemporaryFolder('cost');

afterAll(() => folder.remove());

it('loading both nodes asks for no package but n8n-workflow, and keeps little memory', async () => {
	const { asked, heapBytes } = await loadOnce(checkoutRoot, ['n8n-workflow'], ourNodes);
	expect(asked).toEqual(['n8n-workflow']);
	expect(mb(heapBytes)).toBeLessThanOrEqual(limits.loadHeapMb);
});

it('the tarball is small', async () => {
	const tarball = await packPackage(folder.path);
	expect(kb(statSync(tarball).size)).toBeLessThanOrEqual(limits.tarballKb);
});
