/** Holds the local Graph against `graph-contract.md`, with a client stack that shares nothing with the nodes. */
import type { AxiosInstance } from 'axios';

import {
	sampleApps,
	sampleImageIds,
	sampleSources,
	startGraphServer,
	type GraphServer,
} from '../graph-server';
import { appOnlyToken, axiosFor } from './msal';

const images = '/deviceManagement/virtualEndpoint/deviceImages';
const prefer = { headers: { Prefer: 'include-unknown-enum-members' } };
const failedImage = `${images}/${sampleImageIds.internalError}`;

let graph: GraphServer;
let client: AxiosInstance;

beforeEach(async () => {
	graph = await startGraphServer();
	const { clientId, secrets } = sampleApps.readWrite;
	client = axiosFor(graph, await appOnlyToken(graph, clientId, { clientSecret: secrets[0] }));
});

afterEach(async () => await graph.close());

const newImage = (changes = {}): object => ({
	displayName: 'ImageForDev',
	version: '0.0.1',
	sourceImageResourceId: sampleSources.managed.resourceId,
	...changes,
});

describe('1 Methods', () => {
	it.each(['v1.0', 'beta'])('%s lists and gets', async (version) => {
		const list = await client.get(`/${version}${images}`);
		expect([list.status, list.data['@odata.context']]).toEqual([
			200,
			expect.stringContaining(
				`/${version}/$metadata#deviceManagement/virtualEndpoint/deviceImages`,
			),
		]);
		expect(list.data.value).toHaveLength(8);
		const one = await client.get(`/${version}${images}/${sampleImageIds.ready}`);
		expect(one.data).toMatchObject({ id: sampleImageIds.ready, status: 'ready', errorCode: null });
		for (const property of ['statusDetails', 'scopeIds']) {
			expect(property in one.data).toBe(version === 'beta');
		}
	});

	it('creates with 201 and status pending, what is detected later being null', async () => {
		const { status, data } = await client.post(`/v1.0${images}`, newImage());
		expect(status).toBe(201);
		expect(data).toMatchObject({
			displayName: 'ImageForDev',
			status: 'pending',
			errorCode: null,
			osBuildNumber: null,
			operatingSystem: null,
			expirationDate: null,
			sizeInGB: 64,
		});
		graph.clock.advance(graph.settings.uploadMs + 1);
		const settled = await client.get(`/v1.0${images}/${data.id}`);
		expect(settled.data).toMatchObject({ status: 'ready', osStatus: 'supported' });
	});

	it('deletes with 204, then answers 404', async () => {
		const path = `/v1.0${images}/${sampleImageIds.free}`;
		expect((await client.delete(path)).status).toBe(204);
		expect((await client.get(path)).status).toBe(404);
		expect((await client.delete(path)).status).toBe(404);
	});

	it('offers retryUpload and reupload in beta only, with 204 and no body', async () => {
		for (const action of ['retryUpload', 'reupload']) {
			expect((await client.post(`/v1.0${failedImage}/${action}`)).status).toBeGreaterThanOrEqual(
				400,
			);
		}
		const retry = await client.post(`/beta${failedImage}/retryUpload`);
		expect([retry.status, retry.data]).toEqual([204, '']);
		const image = await client.get(`/beta${failedImage}`);
		expect(image.data).toMatchObject({ status: 'pending', errorCode: null });
		const path = `/beta${images}/${sampleImageIds.notGeneralized}/reupload`;
		const reupload = await client.post(path);
		expect(reupload.status).toBe(204);
		expect(reupload.headers.sunset).toMatch(/GMT$/);
		expect(reupload.headers.link).toContain('rel="deprecation"');
	});

	it.each(['getSourceImages', 'getSourceImages()', 'microsoft.graph.getSourceImages()'])(
		'knows %s, with category in beta only',
		async (spelling) => {
			const beta = await client.get(`/beta${images}/${spelling}`);
			expect(beta.data.value[0]).toMatchObject({ category: 'managedImage' });
			const v1 = await client.get(`/v1.0${images}/${spelling}`);
			expect(Object.keys(v1.data.value[0]).sort()).toEqual([
				'displayName',
				'resourceId',
				'subscriptionDisplayName',
				'subscriptionId',
			]);
		},
	);

	it('counts', async () => {
		const { data, headers } = await client.get(`/v1.0${images}/$count`);
		expect([String(data), headers['content-type']]).toEqual([
			'8',
			expect.stringContaining('text/plain'),
		]);
	});
});

describe('1.3 OData', () => {
	const ask = async (query: Record<string, string>) =>
		await client.get(`/v1.0${images}`, { params: query });

	it('selects, and refuses a property that v1.0 lacks', async () => {
		const { data } = await ask({ $select: 'id,status' });
		expect(Object.keys(data.value[0]).sort()).toEqual(['id', 'status']);
		expect((await ask({ $select: 'statusDetails' })).status).toBe(400);
	});

	it.each([
		["displayName eq 'Windows 11 24H2 Kiosk'", 1],
		["contains(displayName,'24H2') and status eq 'ready'", 2],
		["displayName eq 'it''s'", 0],
	])('filters by %s', async ($filter, count) => {
		expect((await ask({ $filter })).data.value).toHaveLength(count);
	});

	it('refuses a malformed filter', async () => {
		const { status, data } = await ask({ $filter: "displayName eq 'open" });
		expect([status, data.error.message]).toEqual([400, expect.any(String)]);
	});

	it('pages when told to, and every image comes once', async () => {
		graph.settings.pageSize = 3;
		const ids: string[] = [];
		let next: string | undefined = `/v1.0${images}`;
		while (next) {
			type Page = { value: Array<{ id: string }>; '@odata.nextLink'?: string };
			const { data }: { data: Page } = await client.get<Page>(next);
			ids.push(...data.value.map(({ id }) => id));
			next = data['@odata.nextLink'];
		}
		expect(new Set(ids).size).toBe(8);
		expect(ids).toHaveLength(8);
	});
});

describe('2.3 Evolvable enums', () => {
	it('hides newer members unless the Prefer header asks for them', async () => {
		const path = `/beta${images}/${sampleImageIds.warning}`;
		expect((await client.get(path)).data.status).toBe('unknownFutureValue');
		expect((await client.get(path, prefer)).data.status).toBe('warning');
	});

	it('does so for error codes, too', async () => {
		const { id } = graph.tenant.addImage({
			status: 'failed',
			errorCode: 'paidSourceImageNotSupport',
		});
		const path = `/v1.0${images}/${id}`;
		expect((await client.get(path)).data.errorCode).toBe('unknownFutureValue');
		expect((await client.get(path, prefer)).data.errorCode).toBe('paidSourceImageNotSupport');
	});
});

describe('3 Service behaviour', () => {
	it('puts the cause of a refused create into innerError, with the ids', async () => {
		const headers = { 'client-request-id': 'my-id' };
		const { status, data } = await client.post(`/v1.0${images}`, newImage({ version: 'x' }), {
			headers,
		});
		expect(status).toBe(400);
		expect(data.error).toMatchObject({
			code: 'badRequest',
			innerError: {
				code: expect.any(String),
				message: expect.any(String),
				date: expect.any(String),
				'request-id': expect.any(String),
				'client-request-id': 'my-id',
			},
		});
	});

	it('refuses the 21st image and a second one of the same name and version', async () => {
		expect((await client.post(`/v1.0${images}`, newImage())).status).toBe(201);
		expect((await client.post(`/v1.0${images}`, newImage())).status).toBe(409);
		while (graph.tenant.images.size < 20) graph.tenant.addImage();
		const last = await client.post(`/v1.0${images}`, newImage({ version: '0.0.2' }));
		expect(last.status).toBeGreaterThanOrEqual(400);
		expect(graph.tenant.images.size).toBe(20);
	});

	it('keeps an image that a provisioning policy uses', async () => {
		const { status } = await client.delete(`/v1.0${images}/${sampleImageIds.ready}`);
		expect(status).toBeGreaterThanOrEqual(400);
		expect(graph.tenant.images.has(sampleImageIds.ready)).toBe(true);
	});
});

describe('4.3 Batches', () => {
	it('answers each part by itself', async () => {
		const get = (id: string, image: string): object => ({
			id,
			method: 'GET',
			url: `${images}/${image}`,
		});
		const body = {
			requests: [get('1', sampleImageIds.ready), get('2', sampleImageIds.ready.replace(/.$/, 'f'))],
		};
		const { status, data } = await client.post('/v1.0/$batch', body);
		expect(status).toBe(200);
		const statuses = Object.fromEntries(
			(data.responses as Array<{ id: string; status: number }>).map((part) => [
				part.id,
				part.status,
			]),
		);
		expect(statuses).toEqual({ 1: 200, 2: 404 });
	});

	it('takes at most 20 parts, with ids of their own', async () => {
		const part = (id: number): object => ({ id: String(id), method: 'GET', url: images });
		const tooMany = { requests: Array.from({ length: 21 }, (_, id) => part(id)) };
		expect((await client.post('/v1.0/$batch', tooMany)).status).toBe(400);
		expect((await client.post('/v1.0/$batch', { requests: [part(1), part(1)] })).status).toBe(400);
	});
});

describe('6 Sign-in', () => {
	it('lets an app without the permission read nothing, and a reader write nothing', async () => {
		const noConsent = axiosFor(graph, await graph.issueToken({ permissions: [] }));
		expect((await noConsent.get(`/v1.0${images}`)).status).toBe(403);
		const { clientId, secrets } = sampleApps.readOnly;
		const token = await appOnlyToken(graph, clientId, { clientSecret: secrets[0] });
		const reader = axiosFor(graph, token);
		expect((await reader.get(`/v1.0${images}`)).status).toBe(200);
		expect((await reader.post(`/v1.0${images}`, newImage())).status).toBe(403);
	});

	it('answers 401 without a token, and after it has expired', async () => {
		expect((await axiosFor(graph).get(`/v1.0${images}`)).status).toBe(401);
		graph.clock.advance(graph.settings.tokenLifetimeMs + 1_000);
		const { status, data, headers } = await client.get(`/v1.0${images}`);
		expect([status, data.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
		expect(headers['www-authenticate']).toContain('Bearer');
	});

	it('refuses a wrong secret with AADSTS7000215', async () => {
		const { clientId } = sampleApps.readWrite;
		await expect(appOnlyToken(graph, clientId, { clientSecret: 'wrong' })).rejects.toThrow(
			'AADSTS7000215',
		);
	});
});
