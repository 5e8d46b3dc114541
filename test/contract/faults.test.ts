import type { AxiosInstance, AxiosRequestConfig } from 'axios';

import { sampleImageIds, sampleSources, type GraphServer } from '../graph-server';
import { imagesV1 } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;

withLocalGraph('per file', (local) => {
	({ graph, client } = local);
});
beforeEach(() => {
	graph.settings.answerDelayMs = 0;
	graph.faults.clear();
	graph.clearRequests();
});

const raw: AxiosRequestConfig = { transformResponse: [], responseType: 'text' };

async function statuses(count: number, url = imagesV1): Promise<number[]> {
	const seen: number[] = [];
	for (let index = 0; index < count; index++) seen.push((await client.get(url)).status);
	return seen;
}

describe('4.2 throttling', () => {
	it('answers 429 with the Retry-After given, once', async () => {
		graph.faults.add({ then: { status: 429, headers: { 'Retry-After': '2.128' } } });
		const { status, data, headers } = await client.get(imagesV1);
		expect([status, headers['retry-after']]).toEqual([429, '2.128']);
		expect(data.error).toMatchObject({ code: 'TooManyRequests', innerError: {} });
		expect((await client.get(imagesV1)).status).toBe(200);
		expect(graph.requests.map(({ status: sent, fault }) => [sent, fault !== undefined])).toEqual([
			[429, true],
			[200, false],
		]);
	});

	it('answers with the body given', async () => {
		graph.faults.add({ then: { status: 503, body: { error: { code: '', message: 'x' } } } });
		const { status, data } = await client.get(imagesV1);
		expect([status, data]).toEqual([503, { error: { code: '', message: 'x' } }]);
	});

	it('speaks Entra on the login paths', async () => {
		graph.faults.add({ path: /\/token$/, then: { status: 503 } });
		const { status, data } = await client.post('/organizations/oauth2/v2.0/token');
		expect([status, data.error]).toEqual([503, 'temporarily_unavailable']);
	});
});

describe('when a fault strikes', () => {
	it('counts skip and times per rule', async () => {
		graph.faults.add({ skip: 1, times: 2, then: { status: 500 } });
		expect(await statuses(5)).toEqual([200, 500, 500, 200, 200]);
	});

	it('runs a function before the work, or after it and before the answer', async () => {
		const { images } = graph.tenant;
		const image = images.get(sampleImageIds.free);
		if (!image) throw new Error('no image');
		const path = `${imagesV1}/${image.id}`;
		graph.faults.add({ then: { runBefore: () => images.delete(image.id) } });
		expect((await client.get(path)).status).toBe(404);
		graph.faults.add({ skip: 1, then: { runAfter: () => images.delete(image.id) } });
		images.set(image.id, image);
		expect(await statuses(3, path)).toEqual([200, 200, 404]);
		images.set(image.id, image);
	});

	it('looks at method and path', async () => {
		graph.faults.add({ method: 'post', then: { status: 500 }, times: 9 });
		graph.faults.add({ path: 'getSourceImages', then: { status: 502 }, times: 9 });
		graph.faults.add({ path: /deviceImages$/, then: { status: 503 }, times: 9 });
		expect((await client.get(imagesV1)).status).toBe(503);
		expect((await client.get(`${imagesV1}/getSourceImages`)).status).toBe(502);
		expect((await client.get(`${imagesV1}/${sampleImageIds.free}`)).status).toBe(200);
		expect((await client.post(imagesV1, {})).status).toBe(500);
		graph.faults.clear();
		expect((await client.get(imagesV1)).status).toBe(200);
	});

	it('lets chance decide, repeatably', async () => {
		const draws = [0.9, 0.1, 0.5, 0.2];
		graph.faults.random = () => draws.shift() ?? 1;
		graph.faults.add({ probability: 0.3, times: Infinity, then: { status: 500 } });
		expect(await statuses(5)).toEqual([200, 500, 200, 500, 200]);
		graph.faults.random = Math.random;
	});
});

describe('how a fault looks', () => {
	it.each(['before', 'midBody'] as const)('drops the connection: reset %s', async (reset) => {
		graph.faults.add({ then: { reset } });
		await expect(client.get(imagesV1)).rejects.toThrow(/hang up|aborted|ECONNRESET/);
		expect(graph.requests[0]?.status).toBe(reset === 'before' ? undefined : 200);
		expect((await client.get(imagesV1)).status).toBe(200);
	});

	it('does no work before a reset, and all of it before a lost answer', async () => {
		const body = {
			displayName: 'Lost',
			version: '1.0.0',
			sourceImageResourceId: sampleSources.managed.resourceId,
		};
		const names = () => [...graph.tenant.images.values()].map(({ displayName }) => displayName);
		graph.faults.add({ method: 'POST', then: { reset: 'before' } });
		await expect(client.post(imagesV1, body)).rejects.toThrow(/hang up|ECONNRESET/);
		expect(names()).not.toContain('Lost');
		graph.faults.add({ method: 'POST', then: { lostAnswer: true } });
		await expect(client.post(imagesV1, body)).rejects.toThrow(/hang up|ECONNRESET/);
		expect(names()).toContain('Lost');
		expect(graph.requests.map(({ body: sent, status }) => [sent, status])).toEqual([
			[body, undefined],
			[body, undefined],
		]);
	});

	it.each([undefined, null, '', 7])('gives the first entry of a list the id %j', async (entryId) => {
		graph.faults.add({ then: { entryId } });
		const { value } = (await client.get(imagesV1)).data as { value: Array<{ id?: unknown }> };
		expect(value).toHaveLength(graph.tenant.images.size);
		expect(value[0]?.id).toBe(entryId);
		expect(value[1]?.id).toEqual(expect.any(String));
	});

	it('takes parts out of the response of a batch, after their work', async () => {
		const url = `${imagesV1.replace('/v1.0', '')}/${sampleImageIds.free}`;
		const requests = ['1', '2'].map((id) => ({ id, method: 'GET', url }));
		graph.faults.add({ path: '$batch', then: { lostParts: 1 } });
		const { data } = await client.post('/v1.0/$batch', { requests });
		expect(data.responses).toHaveLength(1);
		expect(graph.requests.filter(({ batchedIn }) => batchedIn !== undefined)).toHaveLength(2);
	});

	it('cuts the JSON', async () => {
		graph.faults.add({ then: { cutJson: true } });
		const { status, data } = await client.get<string>(imagesV1, raw);
		expect(status).toBe(200);
		expect(() => JSON.parse(data) as unknown).toThrow(SyntaxError);
		expect(data).toMatch(/^\{"@odata\.context"/);
	});

	it('answers as a gateway, or not at all', async () => {
		graph.faults.add({ then: { html: 502 } });
		const page = await client.get(imagesV1);
		expect(page.status).toBe(502);
		expect(page.headers['content-type']).toMatch(/^text\/html/);
		expect(page.data).toMatch(/^<html>/);
		graph.faults.add({ then: { emptyBody: 500 } });
		const nothing = await client.get(imagesV1, raw);
		expect([nothing.status, nothing.data]).toEqual([500, '']);
	});

	it('changes the content type alone', async () => {
		graph.faults.add({ then: { contentType: 'text/plain' } });
		const { headers, data } = await client.get(imagesV1);
		expect(headers['content-type']).toBe('text/plain');
		expect(data.value.length).toBeGreaterThan(0);
	});

	it('streams a huge body', async () => {
		graph.faults.add({ then: { hugeBodyBytes: 3_000_000 } });
		const { data, headers } = await client.get<string>(imagesV1, raw);
		expect(data).toHaveLength(3_000_000);
		expect(headers['content-length']).toBeUndefined();
		expect(JSON.parse(data)).toMatchObject({ value: [] });
	});

	it.each([{ delayMs: 120 }, { dripMs: 15 }])('takes its time: %j', async (then) => {
		graph.faults.add({ then });
		const started = Date.now();
		const { status, data } = await client.get(imagesV1);
		expect(Date.now() - started).toBeGreaterThanOrEqual(110);
		expect([status, data.value.length]).toEqual([200, graph.tenant.images.size]);
	});

	it('links a page to itself, or elsewhere', async () => {
		graph.faults.add({ then: { nextLink: 'repeat' } });
		const self = await client.get(`${imagesV1}?$select=id`);
		expect(self.data['@odata.nextLink']).toBe(`${graph.httpsUrl}${imagesV1}?$select=id`);
		graph.faults.add({ then: { nextLink: 'https://evil.example/v1.0/x' } });
		const away = await client.get(imagesV1);
		expect(away.data['@odata.nextLink']).toBe('https://evil.example/v1.0/x');
		expect(away.data.value.length).toBeGreaterThan(0);
	});

	it('delays every answer by the setting, a batch once', async () => {
		graph.settings.answerDelayMs = 500;
		const url = imagesV1.replace('/v1.0', '');
		// One after the other: were each delayed, the batch would take longer than this test may.
		const parts = Array.from({ length: 20 }, (_, id) => ({
			...{ id: String(id), method: 'GET', url },
			...(id > 0 && { dependsOn: [String(id - 1)] }),
		}));
		const ask = [
			async () => await client.get(imagesV1),
			async () => await client.post('/v1.0/$batch', { requests: parts }),
		];
		for (const send of ask) {
			const start = performance.now();
			expect((await send()).status).toBe(200);
			expect(performance.now() - start).toBeGreaterThanOrEqual(490);
		}
	}, 10_000);
});
