/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import axios, { type AxiosInstance } from 'axios';

import { sampleImageIds, startGraphServer, type GraphServer } from '../graph-server';
import { axiosFor, graphClient, imagesBeta, imagesV1 } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;

withLocalGraph('per file', (local) => {
	({ graph, client } = local);
});

describe('3.5 errors of the service', () => {
	it('come generic outside and with the cause inside', async () => {
		const { status, data, headers } = await client.post(imagesV1, { displayName: 'x' });
		expect(status).toBe(400);
		const id = headers['request-id'];
		expect(data).toEqual({
			error: {
				code: 'badRequest',
				message: "The request can't be processed because it's malformed or incorrect.",
				innerError: {
					code: 'InvalidProperties',
					message: 'version is required.',
					date: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}$/),
					'request-id': id,
					'client-request-id': id,
				},
			},
		});
	});

	it('come with the headers of the gateway', async () => {
		const { headers } = await client.post(imagesV1, {});
		expect(headers['request-id']).toMatch(/^[\da-f-]{36}$/);
		expect(JSON.parse(String(headers['x-ms-ags-diagnostic']))).toHaveProperty('ServerInfo');
		expect(headers['strict-transport-security']).toMatch(/max-age/);
		expect(headers.vary).toBe('Accept-Encoding');
	});
});

describe('4.1 errors of Graph', () => {
	it('echo the client’s own id', async () => {
		const own = randomUUID();
		const headers = { 'client-request-id': own };
		const answer = await client.get(`${imagesV1}/not-a-guid`, { headers });
		expect(answer.headers['client-request-id']).toBe(own);
		expect(answer.data.error.innerError['client-request-id']).toBe(own);
		expect(answer.data.error.innerError['request-id']).not.toBe(own);
		expect((await client.get(imagesV1, { headers })).headers['client-request-id']).toBe(own);
	});

	it('name a segment that is not there', async () => {
		const { status, data } = await client.get(`${imagesV1}/delta/more`);
		expect(status).toBe(400);
		expect(data.error.message).toBe("Resource not found for the segment 'more'.");
	});

	it('say when a body is too large', async () => {
		const body = { displayName: 'x'.repeat(5_000_000) };
		expect((await client.post(imagesV1, body)).status).toBe(413);
	});
});

describe('1.2, 4.1 access token', () => {
	it.each<[string, () => Promise<string | undefined> | string, RegExp]>([
		['no token', () => '', /empty/],
		['another scheme', () => 'Basic abc', /empty/],
		['nonsense', () => 'Bearer nonsense', /parsing failed/],
		[
			'an expired token',
			async () => `Bearer ${await graph.issueToken({ lifetimeMs: 0 })}`,
			/expired/,
		],
		['a changed token', async () => `Bearer ${tamper(await graph.issueToken())}`, /Signature/],
	])('is refused: %s', async (_, makeHeader, message) => {
		const authorization = await makeHeader();
		const { status, data, headers } = await axiosFor(graph).get(imagesV1, {
			headers: authorization ? { authorization } : {},
		});
		expect(status).toBe(401);
		expect(data.error.code).toBe('InvalidAuthenticationToken');
		expect(data.error.message).toMatch(message);
		expect(headers['www-authenticate']).toMatch(/^Bearer realm="", authorization_uri="https:/);
	});

	it('is refused when another server issued it', async () => {
		const other = await startGraphServer({ seed: 'empty' });
		const token = await other.issueToken();
		await other.close();
		expect((await axiosFor(graph, token).get(imagesV1)).status).toBe(401);
	});

	it('expires on the clock', async () => {
		const lasting = axiosFor(graph, await graph.issueToken({ lifetimeMs: 1000 * 60 }));
		expect((await lasting.get(imagesV1)).status).toBe(200);
		graph.clock.advance(1000 * 60);
		expect((await lasting.get(imagesV1)).status).toBe(401);
	});

	it('comes before everything else', async () => {
		const nobody = axiosFor(graph);
		expect((await nobody.put(imagesV1)).status).toBe(401);
		expect((await nobody.get('/beta/nowhere')).status).toBe(401);
		const broken = { headers: { 'content-type': 'application/json' } };
		expect((await nobody.post(imagesV1, '{', broken)).status).toBe(401);
	});

	it('is good for delegated and application permissions', async () => {
		for (const kind of ['delegated', 'application'] as const) {
			const reader = axiosFor(
				graph,
				await graph.issueToken({ kind, permissions: ['CloudPC.Read.All'] }),
			);
			expect((await reader.get(imagesV1)).status).toBe(200);
			expect((await reader.delete(`${imagesV1}/${sampleImageIds.free}`)).status).toBe(403);
		}
	});
});

describe('the server itself', () => {
	it('is one service over http and https', async () => {
		const token = await graph.issueToken();
		const plain = axiosFor(graph, token);
		const overHttp = await plain.get(`${graph.httpUrl}${imagesBeta}`);
		expect(overHttp.data['@odata.context']).toMatch(new RegExp(`^${graph.httpUrl}/beta/`));
		expect(overHttp.data.value).toEqual((await plain.get(imagesBeta)).data.value);
	});

	it('is not trusted without its authority', async () => {
		await expect(axios.get(`${graph.httpsUrl}${imagesV1}`)).rejects.toThrow(/certificate/);
	});

	it('answers to localhost, too', async () => {
		const url = graph.httpsUrl.replace('127.0.0.1', 'localhost');
		const { status } = await axiosFor(graph, await graph.issueToken()).get(`${url}${imagesV1}`);
		expect(status).toBe(200);
	});

	it('records every request', async () => {
		const fresh = await graphClient(graph);
		graph.clearRequests();
		await fresh.get(`${imagesV1}?$select=id&$top=1`);
		await fresh.post(imagesV1, { displayName: 'x' });
		await axiosFor(graph).get('/elsewhere');
		expect(
			graph.requests.map(({ method, path, status, area }) => [method, path, status, area]),
		).toEqual([
			['GET', imagesV1, 200, 'graph'],
			['POST', imagesV1, 400, 'graph'],
			['GET', '/elsewhere', 404, 'other'],
		]);
		expect(graph.requests[0]?.query).toEqual({ $select: 'id', $top: '1' });
		expect(graph.requests[1]?.body).toEqual({ displayName: 'x' });
		expect(graph.requests[0]?.headers.authorization).toMatch(/^Bearer /);
	});

	it('leaves nothing behind', async () => {
		const short = await startGraphServer({ seed: 'empty' });
		expect(short.tenant.images.size).toBe(0);
		expect(existsSync(short.caFile)).toBe(true);
		short.faults.add({ then: { delayMs: 60_000 } });
		const hanging = axios.get(`${short.httpUrl}${imagesV1}`).catch((error: Error) => error);
		while (short.requests.length === 0) await sleep(1);
		await short.close();
		expect(await hanging).toBeInstanceOf(Error);
		expect(existsSync(short.caFile)).toBe(false);
		await expect(axios.get(short.httpUrl)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	});
});

function tamper(token: string): string {
	const [header, , signature] = token.split('.');
	const claims = { exp: 4_000_000_000, aud: graph.httpsUrl, roles: ['CloudPC.ReadWrite.All'] };
	const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
	return [header, payload, signature].join('.');
}
