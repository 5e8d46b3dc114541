import type { AxiosInstance } from 'axios';

import { sampleApps, sampleImageIds, samplePolicyId, type GraphServer } from '../graph-server';
import { graphClient, imagesBeta, imagesV1, policies } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;

withLocalGraph('per file', (local) => {
	({ graph, client } = local);
});

describe('1.7 retryUpload and reupload', () => {
	it.each(['retryUpload', 'reupload'])('v1.0 has no %s', async (action) => {
		const { status, data } = await client.post(
			`${imagesV1}/${sampleImageIds.internalError}/${action}`,
		);
		expect(status).toBe(400);
		expect(data.error.message).toContain(action);
	});

	it.each(['retryUpload', 'reupload'])('%s puts a failed image back to pending', async (action) => {
		const { id } = graph.tenant.addImage({
			status: 'failed',
			errorCode: 'internalServerError',
			lastModifiedDateTime: '2026-01-01T00:00:00Z',
		});
		const { status, data, headers } = await client.post(`${imagesBeta}/${id}/${action}`);
		expect([status, data]).toEqual([204, '']);
		const after = await client.get(`${imagesBeta}/${id}`);
		expect(after.data).toMatchObject({ status: 'pending', errorCode: null });
		expect(after.data.lastModifiedDateTime > '2026-01-01T00:00:00Z').toBe(true);
		expect('sunset' in headers).toBe(action === 'reupload');
		if (action === 'reupload') expect(headers.link).toMatch(/rel="deprecation"/);
	});

	it('refuses an image that did not fail', async () => {
		const { status, data } = await client.post(`${imagesBeta}/${sampleImageIds.ready}/retryUpload`);
		expect(status).toBe(400);
		expect(data.error.innerError.code).toBe('DeviceImageNotFailed');
	});

	it.each([400, 404, 405, 410] as const)('plays reupload as removed with %s', async (answer) => {
		graph.settings.reuploadAnswer = answer;
		const { status } = await client.post(`${imagesBeta}/${sampleImageIds.notGeneralized}/reupload`);
		graph.settings.reuploadAnswer = 204;
		expect(status).toBe(answer);
		expect(graph.tenant.images.get(sampleImageIds.notGeneralized)?.status).toBe('failed');
	});
});

describe('1.8 PATCH', () => {
	const path = `${imagesBeta}/${sampleImageIds.free}`;

	it('answers 200 with the entity or 204 without', async () => {
		const { status, data } = await client.patch(path, { displayName: 'Renamed' });
		expect([status, data.displayName, data.version]).toEqual([200, 'Renamed', '1.0.0']);
		graph.settings.patchAnswer = 204;
		const quiet = await client.patch(path, { version: '1.0.1' });
		expect([quiet.status, quiet.data]).toEqual([204, '']);
		expect((await client.get(path)).data).toMatchObject({
			displayName: 'Renamed',
			version: '1.0.1',
		});
	});

	it.each([400, 405, 501] as const)('plays %s and changes nothing', async (answer) => {
		graph.settings.patchAnswer = answer;
		const { status } = await client.patch(path, { displayName: 'Never' });
		expect(status).toBe(answer);
		expect(graph.tenant.images.get(sampleImageIds.free)?.displayName).not.toBe('Never');
	});

	it('refuses read-only properties and a twin', async () => {
		graph.settings.patchAnswer = 200;
		expect((await client.patch(path, { status: 'ready' })).status).toBe(400);
		const { displayName, version } = graph.tenant.images.get(sampleImageIds.ready) ?? {};
		expect((await client.patch(path, { displayName, version })).status).toBe(409);
	});
});

describe('1 permissions', () => {
	it.each([
		['get', imagesV1, 'CloudPC.Read.All', 200],
		['get', `${imagesV1}/getSourceImages`, 'CloudPC.Read.All', 200],
		['post', imagesV1, 'CloudPC.ReadWrite.All', 400],
		['patch', `${imagesV1}/${sampleImageIds.free}`, 'CloudPC.ReadWrite.All', 400],
		['delete', `${imagesV1}/${samplePolicyId}`, 'CloudPC.ReadWrite.All', 404],
		['post', `${imagesBeta}/${sampleImageIds.free}/retryUpload`, 'CloudPC.ReadWrite.All', 400],
	])('%s %s needs %s', async (method, url, permission, allowed) => {
		const readOnly = await graphClient(graph, sampleApps.readOnly);
		const nothing = await graphClient(graph, sampleApps.noConsent);
		const canRead = permission === 'CloudPC.Read.All';
		expect((await client.request({ method, url })).status).toBe(allowed);
		expect((await readOnly.request({ method, url })).status).toBe(canRead ? allowed : 403);
		const refused = await nothing.request({ method, url });
		expect(refused.status).toBe(403);
		expect(refused.data.error.message).toContain(permission);
	});
});

describe('7 provisioning policies', () => {
	it('finds the policies that use an image', async () => {
		const inUse = await client.get(policies, {
			params: { $filter: `imageId eq '${sampleImageIds.ready}'`, $select: 'id,displayName' },
		});
		expect(inUse.data.value).toEqual([{ id: samplePolicyId, displayName: 'Standard Cloud PCs' }]);
		const free = await client.get(policies, {
			params: { $filter: `imageId eq '${sampleImageIds.free}'` },
		});
		expect(free.data.value).toEqual([]);
	});

	it('gets one policy', async () => {
		const { data } = await client.get(`${policies}/${samplePolicyId}`);
		expect(data).toMatchObject({ imageId: sampleImageIds.ready, imageType: 'custom' });
		expect((await client.get(`${policies}/${sampleImageIds.ready}`)).status).toBe(404);
	});
});
