import type { AxiosInstance } from 'axios';

import { sampleImageIds, samplePolicyId, sampleSources, type GraphServer } from '../graph-server';
import { imagesBeta, imagesV1 } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;

withLocalGraph('per file', (local) => {
	({ graph, client } = local);
});

const newImage = {
	displayName: 'ImageForDev',
	version: '0.0.1',
	sourceImageResourceId: sampleSources.managed.resourceId,
};

describe.each(['v1.0', 'beta'])('1.5 list and get on %s', (version) => {
	const images = imagesV1.replace('v1.0', version);

	it('lists the images with the documented context', async () => {
		const { status, data, headers } = await client.get(images);
		expect(status).toBe(200);
		expect(headers['content-type']).toMatch(/^application\/json;odata\.metadata=minimal/);
		expect(data['@odata.context']).toBe(
			`${graph.httpsUrl}/${version}/$metadata#deviceManagement/virtualEndpoint/deviceImages`,
		);
		expect(data.value.map(({ id }: { id: string }) => id)).toEqual(Object.values(sampleImageIds));
		expect(data).not.toHaveProperty(['@odata.nextLink']);
	});

	it('gets one image as an entity', async () => {
		const { status, data } = await client.get(`${images}/${sampleImageIds.ready}`);
		expect(status).toBe(200);
		expect(data).toMatchObject({
			'@odata.context': `${graph.httpsUrl}/${version}/$metadata#deviceManagement/virtualEndpoint/deviceImages/$entity`,
			id: sampleImageIds.ready,
			operatingSystem: 'Windows 11 Enterprise',
			osBuildNumber: '24H2',
			status: 'ready',
			errorCode: null,
			osStatus: 'supported',
			sizeInGB: 64,
		});
		expect(data.expirationDate).toMatch(/^\d{4}-\d\d-\d\d$/);
		expect(data.lastModifiedDateTime).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
	});

	it('counts as plain text', async () => {
		const { data, headers } = await client.get(`${images}/$count`);
		expect(headers['content-type']).toMatch(/^text\/plain/);
		expect(data).toBe(Object.keys(sampleImageIds).length);
		const failed = await client.get(`${images}/$count?$filter=status eq 'failed'`);
		expect(failed.data).toBe(2);
	});

	it('refuses ids that are unknown or no GUID', async () => {
		const unknown = await client.get(`${images}/${samplePolicyId}`);
		expect(unknown.status).toBe(404);
		expect(unknown.data.error.innerError.code).toBe('DeviceImageNotFound');
		expect((await client.get(`${images}/not-a-guid`)).status).toBe(400);
	});

	it('refuses other verbs with 405', async () => {
		const { status, data } = await client.put(images, {});
		expect(status).toBe(405);
		expect(data.error).toMatchObject({
			code: 'Request_BadRequest',
			message: 'Specified HTTP method is not allowed for the request target.',
		});
		expect((await client.post(`${images}/${sampleImageIds.ready}`, {})).status).toBe(405);
		expect((await client.delete(images)).status).toBe(405);
	});
});

describe('1.4 create', () => {
	it.each(['v1.0', 'beta'])('answers 201 with a pending image on %s', async (version) => {
		const body = { ...newImage, displayName: `ImageForDev ${version}` };
		const { status, data } = await client.post(imagesV1.replace('v1.0', version), body);
		expect(status).toBe(201);
		const { id, lastModifiedDateTime, ...rest } = data;
		expect(id).toMatch(/^[\da-f-]{36}$/);
		expect(Date.parse(lastModifiedDateTime)).not.toBeNaN();
		expect(rest).toEqual({
			'@odata.context': `${graph.httpsUrl}/${version}/$metadata#deviceManagement/virtualEndpoint/deviceImages/$entity`,
			...body,
			osBuildNumber: null,
			operatingSystem: null,
			status: 'pending',
			errorCode: null,
			osStatus: null,
			expirationDate: null,
			osVersionNumber: null,
			sizeInGB: 64,
			...(version === 'beta' && { statusDetails: null, scopeIds: [] }),
		});
		expect((await client.get(`${imagesV1}/${id}`)).data.status).toBe('pending');
	});

	it('takes the type annotation and a gallery version', async () => {
		const { status } = await client.post(imagesV1, {
			...newImage,
			'@odata.type': '#microsoft.graph.cloudPcDeviceImage',
			version: '1.5.13',
			sourceImageResourceId: sampleSources.gallery.resourceId,
		});
		expect(status).toBe(201);
	});

	it.each([
		['no displayName', { displayName: undefined }],
		['an empty displayName', { displayName: ' ' }],
		['no version', { version: undefined }],
		['a short version', { version: '1.0' }],
		['a version with letters', { version: '1.0.x' }],
		['no source', { sourceImageResourceId: null }],
		['a source that is no image', { sourceImageResourceId: '/subscriptions/x/disks/y' }],
	])('refuses %s in the service’s shape', async (_, change) => {
		const before = graph.tenant.images.size;
		const { status, data } = await client.post(imagesV1, { ...newImage, ...change });
		expect(status).toBe(400);
		expect(data.error.code).toBe('badRequest');
		expect(data.error.innerError.code).toBe('InvalidProperties');
		expect(graph.tenant.images.size).toBe(before);
	});

	it('refuses a property that the type has not', async () => {
		const { status, data } = await client.post(imagesV1, { ...newImage, scopeIds: ['0'] });
		expect(status).toBe(400);
		expect(data.error.message).toMatch(/'scopeIds' does not exist/);
	});

	it.each([
		['broken JSON', 'application/json', '{"displayName":', 400],
		['a JSON array', 'application/json', '[]', 400],
		['no body', 'application/json', '', 400],
		['another content type', 'text/plain', JSON.stringify(newImage), 415],
	])('refuses %s', async (_, type, body, wanted) => {
		const { status, data } = await client.post(imagesV1, body, {
			headers: { 'content-type': type },
		});
		expect(status).toBe(wanted);
		expect(data.error.innerError['request-id']).toMatch(/^[\da-f-]{36}$/);
	});
});

describe('1.6 getSourceImages', () => {
	it.each(['getSourceImages', 'getSourceImages()', 'microsoft.graph.getSourceImages()'])(
		'answers to %s',
		async (spelling) => {
			const v1 = await client.get(`${imagesV1}/${spelling}`);
			expect(v1.status).toBe(200);
			expect(v1.data['@odata.context']).toBe(
				`${graph.httpsUrl}/v1.0/$metadata#Collection(microsoft.graph.cloudPcSourceDeviceImage)`,
			);
			expect(v1.data.value).toHaveLength(4);
			expect(Object.keys(v1.data.value[0])).toEqual([
				'resourceId',
				'displayName',
				'subscriptionId',
				'subscriptionDisplayName',
			]);
			const beta = await client.get(`${imagesBeta}/${spelling}`);
			expect(beta.data.value[0]).toMatchObject({
				category: 'managedImage',
				id: sampleSources.managed.resourceId,
			});
		},
	);

	it('filters by category on beta alone', async () => {
		const params = { $filter: "category eq 'azureComputeGallery'" };
		const beta = await client.get(`${imagesBeta}/getSourceImages`, { params });
		expect(beta.data.value.map((item: { displayName: string }) => item.displayName)).toEqual([
			'1.0.0',
			'1.1.0',
		]);
		expect((await client.get(`${imagesV1}/getSourceImages`, { params })).status).toBe(400);
	});
});
