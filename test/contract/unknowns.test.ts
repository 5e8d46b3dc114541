import type { AxiosInstance } from 'axios';

import { sampleAgentPoolId, sampleGalleryImageIds, sampleImageIds, samplePolicyId, samplePolicyIds, type GraphMethod, type GraphServer } from '../graph-server';
import { agentPools, cloudPcs, galleryImages, imagesBeta, imagesV1, policies } from './msal';
import { AskedGraph, questions } from './questions';
import { comparable } from './questions/facts';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;
let http: AxiosInstance;

withLocalGraph('per test', (local) => {
	({ graph, client, http } = local);
});

/** Asks the local Graph as the probe would ask a tenant. */
async function ask(id: string, policyId?: string) {
	const question = questions.find((each) => each.id === id);
	if (!question) throw new Error(`There is no question ${id}`);
	const asked = new AskedGraph({
		client,
		nobody: http,
		authority: `${graph.httpsUrl}/${graph.tenant.id}`,
		signedInAs: 'app',
		permissions: [],
		sources: [],
		policyId,
		waitMinutes: 0,
		pass: async (ms) => graph.clock.advance(ms),
	});
	return comparable(await question.ask(asked));
}

describe('4.1 a method that this Graph lacks', () => {
	const image = `${imagesBeta}/${sampleImageIds.internalError}`;

	it('is refused as Intune was seen to refuse it', async () => {
		graph.settings.missingMethods = { retryUpload: 'noRoute' };
		const { status, data, headers } = await client.post(`${image}/retryUpload`);
		expect(status).toBe(400);
		const id = headers['request-id'];
		expect(data).toEqual({
			error: {
				code: 'No method match route template',
				message: expect.stringMatching(
					/^No OData route exists that match template ~\/singleton\/navigation\/navigation\/key\/action with http verb POST for request \/.*retryUpload\.$/,
				),
				innerError: {
					date: expect.any(String),
					'request-id': id,
					'client-request-id': id,
				},
			},
		});
		expect(graph.tenant.images.get(sampleImageIds.internalError)?.status).toBe('failed');
		expect((await client.get(image)).status).toBe(200);
	});

	it.each([
		['noRoute404', 404, /^No OData route exists/],
		['noSegment', 400, /^Resource not found for the segment/],
		['noSegment404', 404, /^Resource not found for the segment/],
		[405, 405, /not allowed/],
		[501, 501, /not implemented/],
	] as const)('can be refused with %s instead', async (answer, wanted, words) => {
		graph.settings.missingMethods = { deleteImage: answer };
		const { status, data } = await client.delete(`${imagesV1}/${sampleImageIds.free}`);
		expect(status).toBe(wanted);
		expect(data.error.message).toMatch(words);
		expect(graph.tenant.images.has(sampleImageIds.free)).toBe(true);
	});

	it.each<[GraphMethod, 'get' | 'post' | 'patch' | 'delete', string, string]>([
		['listImages', 'get', imagesV1, 'navigation'],
		['createImage', 'post', imagesV1, 'navigation'],
		['getImage', 'get', `${imagesV1}/${sampleImageIds.free}`, 'navigation/key'],
		['updateImage', 'patch', `${imagesV1}/${sampleImageIds.free}`, 'navigation/key'],
		['deleteImage', 'delete', `${imagesV1}/${sampleImageIds.free}`, 'navigation/key'],
		['getSourceImages', 'get', `${imagesV1}/getSourceImages`, 'navigation/function'],
		['reupload', 'post', `${imagesBeta}/${sampleImageIds.free}/reupload`, 'navigation/key/action'],
		['listPolicies', 'get', policies, 'navigation'],
		['getPolicy', 'get', `${policies}/${samplePolicyId}`, 'navigation/key'],
		['updatePolicy', 'patch', `${policies}/${samplePolicyId}`, 'navigation/key'],
		['listGalleryImages', 'get', galleryImages, 'navigation'],
		['getGalleryImage', 'get', `${galleryImages}/${sampleGalleryImageIds.supported}`, 'navigation/key'],
		['listCloudPcs', 'get', cloudPcs, 'navigation'],
		['listAgentPools', 'get', agentPools, 'navigation'],
		['getAgentPool', 'get', `${agentPools}/${sampleAgentPoolId}`, 'navigation/key'],
	])('can be %s alone', async (name, method, url, template) => {
		graph.settings.missingMethods = { [name]: 'noRoute' };
		const { status, data } = await client.request({ method, url });
		expect(status).toBe(400);
		const verb = method.toUpperCase();
		expect(data.error.message).toContain(`~/singleton/navigation/${template} with http verb ${verb} for`);
		graph.settings.missingMethods = {};
		expect((await client.request({ method, url })).data.error?.code).not.toBe(data.error.code);
	});
});

describe('7, L9 $filter on provisioning policies', () => {
	it.each([
		['works', { status: 200, filter: 'works' }],
		['ignored', { status: 200, filter: 'ignored' }],
		['refused', { status: 400, code: 'BadRequest', filter: 'refused' }],
	] as const)('that %s is told as that by the question of the probe', async (policyFilter, answer) => {
		graph.settings.policyFilter = policyFilter;
		expect(await ask('policies-filter')).toEqual(answer);
	});

	it('that is ignored lists every policy, and still selects', async () => {
		graph.settings.policyFilter = 'ignored';
		const params = { $filter: `imageId eq '${sampleImageIds.free}'`, $select: 'id' };
		const all = Object.values(samplePolicyIds).map((id) => ({ id }));
		expect((await client.get(policies, { params })).data.value).toEqual(all);
	});

	it('that is refused leaves the list itself alone', async () => {
		graph.settings.policyFilter = 'refused';
		expect((await client.get(policies)).data.value).toHaveLength(3);
	});
});

describe('L9 the image that a policy has, sent to it', () => {
	it.each(['v1.0', 'beta'])('shows on %s what else is reset', async (version) => {
		const policy = graph.tenant.policies.get(samplePolicyId);
		const runAfter = () => void Object.assign(policy ?? {}, { enableSingleSignOn: false, scopeIds: [] });
		graph.faults.add({ method: 'PATCH', then: { runAfter } });
		const answer = await ask(`policy-patch-${version}`, samplePolicyId);
		expect(answer).toEqual({ status: 204, entity: false, changed: ['enableSingleSignOn', 'scopeIds'] });
	});

	it('is refused as the service refuses it', async () => {
		const answer = await ask('policy-patch-v1.0', samplePolicyIds.pilot);
		expect(answer).toMatchObject({ status: 400, innerCode: 'InvalidProperties', changed: [] });
	});

	it('is not sent where no policy is named, or none is there', async () => {
		await expect(ask('policy-patch-v1.0')).rejects.toThrow('give --write and --policy');
		await expect(ask('policy-patch-v1.0', sampleImageIds.free)).rejects.toThrow('answered with 404');
		expect(graph.requests.filter(({ method }) => method === 'PATCH')).toEqual([]);
	});
});

describe('L9 the name of a custom image', () => {
	it.each([
		['Windows 11 24H2 Standard', 'name'],
		['Windows 11 24H2 Standard 1.1.0', 'name and version'],
		['Standard', 'other'],
	])('that is %s in a policy and its Cloud PCs is reported as %s', async (imageDisplayName, form) => {
		const { production, pilot } = samplePolicyIds;
		Object.assign(graph.tenant.policies.get(production) ?? {}, { imageDisplayName });
		graph.tenant.policies.delete(pilot);
		graph.tenant.cloudPcs.clear();
		graph.tenant.provisionCloudPcs(production, 2);
		expect(await ask('policy-image-name')).toEqual({ forms: [form] });
		expect(await ask('cloud-pcs-image-name')).toEqual({ forms: [form], over50: false });
	});
});

describe('1.2, 4.3 User-Agent', () => {
	const images = imagesV1.replace('/v1.0', '');

	async function batchStatuses(): Promise<number[]> {
		const requests = [
			{ id: '1', method: 'GET', url: images },
			{ id: '2', method: 'GET', url: images, headers: { 'User-Agent': 'n8n' } },
		];
		const { data } = await client.post('/v1.0/$batch', { requests });
		const parts = data.responses as Array<{ id: string; status: number }>;
		return parts.toSorted((a, b) => Number(a.id) - Number(b.id)).map(({ status }) => status);
	}

	it('of a batch is not that of its parts, and the log shows what each part sent', async () => {
		expect(await batchStatuses()).toEqual([200, 200]);
		const parts = graph.requests.filter(({ batchedIn }) => batchedIn !== undefined);
		expect(parts.map(({ headers }) => headers['user-agent'])).toEqual([undefined, 'n8n']);
	});

	it('can be needed by parts, which may have it from the batch', async () => {
		graph.settings.batchPartsNeedUserAgent = true;
		expect(await batchStatuses()).toEqual([403, 200]);
		graph.settings.batchPartsInheritUserAgent = true;
		expect(await batchStatuses()).toEqual([200, 200]);
	});

	it('can be needed by single requests, and then a batch needs it for itself alone', async () => {
		graph.settings.requestsNeedUserAgent = true;
		expect((await client.get(imagesV1)).status).toBe(200);
		const without = await client.get(imagesV1, { headers: { 'User-Agent': false } });
		expect([without.status, without.data.error.code]).toEqual([403, 'Forbidden']);
		expect(await batchStatuses()).toEqual([200, 200]);
	});

	it('that parts need is found out by the question of the probe', async () => {
		expect(await ask('batch-user-agent')).toEqual({ status: 200, without: 200, with: 200 });
		graph.settings.batchPartsNeedUserAgent = true;
		expect(await ask('batch-user-agent')).toEqual({ status: 200, without: 403, with: 200 });
	});
});
