import type { IDataObject } from 'n8n-workflow';

import { idOfItem, jsonOf, useNode } from './useNode';

const node = useNode({ seed: 'empty' });
const { addImages, graph, run, runEach, trips } = node;

describe('reads of one run that ask for the same', () => {
	it('are one batch for 200 Gets of 20 images', async () => {
		const images = addImages(20);
		const ids = Array.from({ length: 200 }, (_, item) => String(images[item % 20]));
		const result = await runEach('get', ids);
		expect(jsonOf(result).map(({ id }) => id)).toEqual(ids);
		expect(result).toBePaired([...ids.keys()]);
		expect(trips()).toEqual(['POST /v1.0/$batch with 20']);
	});

	it('are one list for five Get Many', async () => {
		addImages(3);
		const { items } = await run('getAll', { returnAll: true }, { input: Array<IDataObject>(5).fill({}) });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3, 4].flatMap((item) => Array(3).fill({ item })));
		expect(trips()).toEqual([expect.stringMatching(/^GET /)]);
	});

	it('give each item an object of its own', async () => {
		const [id = ''] = addImages(1);
		const { items } = await runEach('get', [id, id], { options: {} });
		expect(items[0]?.json).toEqual(items[1]?.json);
		expect(items[0]?.json).not.toBe(items[1]?.json);
	});

	it('are sent again where other options are asked for', async () => {
		const [id = ''] = addImages(1);
		const input = [{ id, seconds: 60 }, { id, seconds: 61 }];
		await run('get', { imageId: idOfItem, options: { timeoutSeconds: '={{ $json.seconds }}' } }, { input });
		expect(trips()).toEqual(['POST /v1.0/$batch with 2']);
	});

	it('fail for each of their items', async () => {
		const [id = ''] = addImages(1);
		const missing = '00000000-1111-4222-8333-444444444444';
		const { items } = await runEach('get', [missing, id, missing], { onError: 'continueRegularOutput' });
		expect(items.map(({ json }) => 'error' in json)).toEqual([true, false, true]);
		expect(trips()).toEqual(['POST /v1.0/$batch with 2']);
	});
});

describe('what changes that travel together look at', () => {
	it('is read once for 20 Deletes of what is unused', async () => {
		const ids = addImages(20);
		const result = await runEach('delete', ids, { options: { onlyIfUnused: true } });
		expect(jsonOf(result)).toHaveLength(20);
		expect(graph.tenant.images.size).toBe(0);
		expect(trips().sort()).toEqual([
			expect.stringMatching(/^GET \/beta/),
			expect.stringMatching(/^GET \/v1\.0/),
			'POST /v1.0/$batch with 20',
		]);
	});

	it('fails each of them when it cannot be read', async () => {
		const ids = addImages(3);
		graph.faults.add({ path: 'provisioningPolicies', times: 99, then: { status: 403 } });
		const { items } = await runEach('delete', ids, { onError: 'continueRegularOutput', options: { onlyIfUnused: true } });
		expect(items.filter(({ json }) => 'error' in json)).toHaveLength(3);
		expect(graph.tenant.images.size).toBe(3);
	});
});
