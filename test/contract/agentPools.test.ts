import type { AxiosInstance } from 'axios';

import { sampleAgentPoolId, sampleApps, sampleImageIds, type GraphServer, type StoredAgentPool } from '../graph-server';
import { agentPools, graphClient, imagesV1 } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;

withLocalGraph('per test', (local) => {
	({ graph, client } = local);
});

describe('L4 agent pools', () => {
	const image: StoredAgentPool['cloudPcConfiguration'] = {
		imageId: sampleImageIds.ready,
		imageType: 'custom',
		imageDisplayName: 'Windows 11 24H2 Standard',
		osLocale: 'en-US',
	};

	it('name their image', async () => {
		const shown = { '@odata.type': '#microsoft.graph.cloudPcAgentPool', id: sampleAgentPoolId, cloudPcConfiguration: image };
		expect((await client.get(agentPools)).data.value).toEqual([expect.objectContaining(shown)]);
		expect((await client.get(`${agentPools}/${sampleAgentPoolId}`)).data).toMatchObject(shown);
		expect((await client.get(`${agentPools}/${sampleImageIds.ready}`)).status).toBe(404);
	});

	it('come in pages', async () => {
		graph.tenant.addAgentPool({ displayName: 'Second', cloudPcConfiguration: image });
		graph.settings.policyPageSize = 1;
		const { data } = await client.get(agentPools);
		expect((await client.get(data['@odata.nextLink'])).data.value).toEqual([expect.objectContaining({ displayName: 'Second' })]);
	});

	it('are not on v1.0', async () => {
		const { status, data } = await client.get(agentPools.replace('beta', 'v1.0'));
		expect([status, data.error.message]).toEqual([400, "Resource not found for the segment 'cloudPcPools'."]);
	});

	it.each([
		['noSegment', 400],
		['noSegment404', 404],
		['noRoute', 400],
	] as const)('are missing in a cloud with %s', async (answer, wanted) => {
		graph.settings.missingMethods = { listAgentPools: answer };
		expect((await client.get(agentPools)).status).toBe(wanted);
	});

	it('may be forbidden to an app that may read Cloud PCs', async () => {
		const readOnly = await graphClient(graph, sampleApps.readOnly);
		expect((await readOnly.get(agentPools)).status).toBe(200);
		graph.settings.agentPoolsForbidden = true;
		for (const path of [agentPools, `${agentPools}/${sampleAgentPoolId}`]) {
			const { status, data } = await readOnly.get(path);
			expect([status, data.error.code]).toEqual([403, 'Forbidden']);
		}
	});

	it('take no query options', async () => {
		expect((await client.get(agentPools, { params: { $select: 'id' } })).status).toBe(400);
	});

	it('are only read here, which the local Graph says', async () => {
		expect((await client.post(agentPools, {})).status).toBe(501);
		expect((await client.patch(`${agentPools}/${sampleAgentPoolId}`, {})).status).toBe(501);
	});

	it.each([
		[false, 204],
		[true, 409],
	])('keep an image alone: %s', async (keeps, wanted) => {
		graph.settings.agentPoolKeepsImage = keeps;
		graph.tenant.policies.clear();
		expect((await client.delete(`${imagesV1}/${sampleImageIds.ready}`)).status).toBe(wanted);
	});
});
