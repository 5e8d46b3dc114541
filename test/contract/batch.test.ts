import type { AxiosInstance } from 'axios';

import { sampleApps, sampleGalleryImageIds, sampleImageIds, samplePolicyIds, type GraphServer } from '../graph-server';
import { axiosFor, graphClient, imagesV1 } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;

withLocalGraph('per test', (local) => {
	({ graph, client } = local);
});
beforeEach(() => {
	graph.clearRequests();
});

const images = imagesV1.replace('/v1.0', '');

interface PartAnswer {
	id: string;
	status: number;
	headers: Record<string, string>;
	body?: Record<string, unknown>;
}

async function send(requests: object[], version = 'v1.0', by = client) {
	const { status, data } = await by.post(`/${version}/$batch`, { requests });
	const parts = new Map<string, PartAnswer>(
		(data.responses ?? []).map((part: PartAnswer) => [part.id, part]),
	);
	return { status, data, parts };
}

function gets(count: number): object[] {
	return Array.from({ length: count }, (_, index) => ({
		id: String(index),
		method: 'GET',
		url: `${images}/${sampleImageIds.ready}?$select=id`,
	}));
}

describe('4.3 batching', () => {
	it.each(['v1.0', 'beta'])('answers every part through the same routes on %s', async (version) => {
		const { status, parts } = await send(
			[
				{ id: 'a', method: 'GET', url: `${images}/${sampleImageIds.warning}` },
				{ id: 'b', method: 'DELETE', url: `${images}/${sampleImageIds.free}` },
				{ id: 'c', method: 'DELETE', url: `${images}/${sampleImageIds.ready}` },
				{
					id: 'd',
					method: 'POST',
					url: images.slice(1),
					headers: { 'Content-Type': 'application/json' },
					body: { displayName: 'x' },
				},
				{
					id: 'e',
					method: 'GET',
					url: `${images}/${sampleImageIds.warning}?$select=status`,
					headers: { Prefer: 'include-unknown-enum-members' },
				},
			],
			version,
		);
		expect(status).toBe(200);
		const seen = ['a', 'b', 'c', 'd', 'e'].map((id) => parts.get(id)?.status);
		expect(seen).toEqual([200, 204, 409, 400, 200]);
		expect(parts.get('a')?.body).toMatchObject({
			'@odata.context': expect.stringContaining(`${graph.httpsUrl}/${version}/$metadata#`),
			status: 'unknownFutureValue',
		});
		expect(parts.get('b')).not.toHaveProperty('body');
		const shown = version === 'beta' ? 'warning' : 'unknownFutureValue';
		expect(parts.get('e')?.body?.status).toBe(shown);
		expect(graph.tenant.images.has(sampleImageIds.free)).toBe(false);
	});

	it('reads and changes what uses an image, with the links of the batch itself', async () => {
		const { pilot } = samplePolicyIds;
		graph.settings.cloudPcPageSize = 2;
		const at = (name: string) => images.replace('deviceImages', name);
		const body = { imageId: sampleImageIds.free, imageType: 'custom', imageDisplayName: 'x' };
		const change = { method: 'PATCH', url: at(`provisioningPolicies/${pilot}`), headers: { 'Content-Type': 'application/json' }, body };
		const { parts } = await send(
			[
				{ id: 'list', method: 'GET', url: at('provisioningPolicies?$select=id') },
				{ id: 'change', ...change },
				{ id: 'read', method: 'GET', url: at(`provisioningPolicies/${pilot}?$expand=assignments`), dependsOn: ['change'] },
				{ id: 'gallery', method: 'GET', url: at(`galleryImages/${sampleGalleryImageIds.supported}`) },
				{ id: 'pcs', method: 'GET', url: at('cloudPCs?$select=id') },
				{ id: 'pools', method: 'GET', url: at('cloudPcPools') },
			],
			'beta',
		);
		const statuses = ['list', 'change', 'read', 'gallery', 'pcs', 'pools'].map((id) => parts.get(id)?.status);
		expect(statuses).toEqual([200, 204, 200, 200, 200, 200]);
		expect(parts.get('change')).not.toHaveProperty('body');
		expect(parts.get('read')?.body).toMatchObject({ ...body, assignments: [expect.anything()] });
		const next = String(parts.get('pcs')?.body?.['@odata.nextLink']);
		expect(next.startsWith(graph.httpsUrl)).toBe(true);
		expect((await client.get(next)).data.value).toHaveLength(2);
		const twenty = await send(Array.from({ length: 20 }, (_, id) => ({ id: String(id), ...change })));
		expect([...twenty.parts.values()].map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 204));
	});

	it('takes 20 parts and no more', async () => {
		expect((await send(gets(20))).parts.size).toBe(20);
		const tooMany = await send(gets(21));
		expect(tooMany.status).toBe(400);
		expect(tooMany.data.error.message).toMatch(/maximum value of 20/);
	});

	it('answers in no order to rely on', async () => {
		const { data } = await send(gets(3));
		expect(data.responses.map(({ id }: PartAnswer) => id)).not.toEqual(['0', '1', '2']);
	});

	it.each<[string, object[]]>([
		['ids that are not unique', [...gets(1), ...gets(1)]],
		['no id', [{ method: 'GET', url: images }]],
		['an absolute url', [{ id: '1', method: 'GET', url: `https://graph.microsoft.com${images}` }]],
		['a batch inside', [{ id: '1', method: 'POST', url: '/$batch' }]],
		['an unknown verb', [{ id: '1', method: 'LOOK', url: images }]],
		['a dependency on nothing', [{ id: '1', method: 'GET', url: images, dependsOn: ['0'] }]],
		['a body without its type', [{ id: '1', method: 'POST', url: images, body: {} }]],
		['no parts', []],
	])('refuses %s', async (_, requests) => {
		const { status, data } = await send(requests);
		expect([status, data.error.code]).toEqual([400, 'BadRequest']);
	});

	it('fails what depends on a failure', async () => {
		const get = { method: 'GET', url: `${images}/${sampleImageIds.ready}` };
		const { parts } = await send([
			{ id: '1', method: 'DELETE', url: `${images}/${sampleImageIds.ready}` },
			{ id: '2', ...get, dependsOn: ['1'] },
			{ id: '3', ...get, dependsOn: ['2'] },
			{ id: '4', method: 'DELETE', url: `${images}/${sampleImageIds.free}` },
			{ id: '5', method: 'GET', url: `${images}/${sampleImageIds.free}`, dependsOn: ['4'] },
		]);
		const seen = ['1', '2', '3', '4', '5'].map((id) => parts.get(id)?.status);
		expect(seen).toEqual([409, 424, 424, 204, 404]);
	});

	it('asks for a token, and each part for its permission', async () => {
		expect((await send(gets(1), 'v1.0', axiosFor(graph))).status).toBe(401);
		const reader = await graphClient(graph, sampleApps.readOnly);
		const { status, parts } = await send(
			[...gets(1), { id: 'x', method: 'DELETE', url: `${images}/${sampleImageIds.free}` }],
			'v1.0',
			reader,
		);
		expect([status, parts.get('0')?.status, parts.get('x')?.status]).toEqual([200, 200, 403]);
	});

	it('throttles and loses parts one by one', async () => {
		const headers = { 'Retry-After': '3' };
		graph.faults.add({ path: 'deviceImages', skip: 1, then: { status: 429, headers } });
		graph.faults.add({ path: 'deviceImages', skip: 1, then: { lostAnswer: true } });
		const { status, parts } = await send(gets(4));
		expect(status).toBe(200);
		const all = [...parts.values()].sort((a, b) => Number(a.id) - Number(b.id));
		expect(all.map((part) => part.status)).toEqual([200, 429, 504, 200]);
		expect(parts.get('1')?.headers['retry-after']).toBe('3');
	});

	it('records the parts as parts', async () => {
		await send(gets(2));
		const [batch, ...parts] = graph.requests;
		expect([batch?.path, batch?.batchedIn]).toEqual(['/v1.0/$batch', undefined]);
		expect(parts.map(({ path, status, batchedIn }) => [path, status, batchedIn])).toEqual([
			[`${imagesV1}/${sampleImageIds.ready}`, 200, batch?.number],
			[`${imagesV1}/${sampleImageIds.ready}`, 200, batch?.number],
		]);
	});
});
