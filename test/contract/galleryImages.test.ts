import type { CloudPcGalleryImage as GalleryImageV1 } from '@microsoft/microsoft-graph-types';
import type { CloudPcGalleryImage as GalleryImageBeta } from '@microsoft/microsoft-graph-types-beta';
import type { AxiosInstance } from 'axios';

import { sampleGalleryImageIds, samplePolicyIds, type GraphServer } from '../graph-server';
import { galleryImages, policies } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;

withLocalGraph('per test', (local) => {
	({ graph, client } = local);
});

/** The schema of v1.0 has osVersionNumber, which Microsoft's types of it lack. */
const v1Properties: Record<keyof GalleryImageV1 | 'osVersionNumber', true> = {
	id: true,
	displayName: true,
	status: true,
	startDate: true,
	endDate: true,
	expirationDate: true,
	osVersionNumber: true,
	sizeInGB: true,
	publisherName: true,
	offerName: true,
	skuName: true,
};
const betaProperties: Record<keyof GalleryImageBeta, true> = {
	...v1Properties,
	publisher: true,
	offer: true,
	sku: true,
	offerDisplayName: true,
	skuDisplayName: true,
	recommendedSku: true,
};

describe('L3 gallery images', () => {
	it.each([
		['v1.0', galleryImages, v1Properties],
		['beta', galleryImages.replace('v1.0', 'beta'), betaProperties],
	])('have the properties of %s', async (_, path, properties) => {
		const { data } = await client.get(path);
		expect(Object.keys(data.value[0]).toSorted()).toEqual(Object.keys(properties).toSorted());
	});

	it('have an id of publisher, offer and SKU, and a status', async () => {
		const { data } = await client.get(galleryImages);
		const images = data.value as Array<Record<string, string>>;
		expect(images.map(({ id, status }) => [id, status])).toEqual([
			[sampleGalleryImageIds.supported, 'supported'],
			[sampleGalleryImageIds.inUse, 'supported'],
			[sampleGalleryImageIds.supportedWithWarning, 'supportedWithWarning'],
			[sampleGalleryImageIds.notSupported, 'notSupported'],
		]);
		for (const { id, publisherName, offerName, skuName } of images) expect(`${publisherName}_${offerName}_${skuName}`).toBe(id);
	});

	it('are found by the ID that a policy has, in another case', async () => {
		const { imageId } = (await client.get(`${policies}/${samplePolicyIds.gallery}`)).data;
		expect(imageId).not.toBe(sampleGalleryImageIds.inUse);
		const { data } = await client.get(`${galleryImages}/${imageId}`, { params: { $select: 'id,status' } });
		expect(data).toMatchObject({ id: sampleGalleryImageIds.inUse, status: 'supported' });
		expect((await client.get(`${galleryImages}/a_b_c`)).status).toBe(404);
	});

	it('can be filtered, selected and paged', async () => {
		const params = { $filter: "status eq 'notSupported'", $select: 'id' };
		expect((await client.get(galleryImages, { params })).data.value).toEqual([{ id: sampleGalleryImageIds.notSupported }]);
		graph.settings.policyPageSize = 3;
		const { data } = await client.get(galleryImages);
		expect((await client.get(data['@odata.nextLink'])).data.value).toHaveLength(1);
	});

	it('show a status of tomorrow to a client that prefers it', async () => {
		Object.assign(graph.tenant.galleryImage(sampleGalleryImageIds.supported) ?? {}, { status: 'retired' });
		const path = `${galleryImages}/${sampleGalleryImageIds.supported}`;
		expect((await client.get(path)).data.status).toBe('unknownFutureValue');
		const headers = { Prefer: 'include-unknown-enum-members' };
		expect((await client.get(path, { headers })).data.status).toBe('retired');
	});
});
