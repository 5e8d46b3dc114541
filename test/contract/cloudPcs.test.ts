import type { CloudPC as CloudPcV1 } from '@microsoft/microsoft-graph-types';
import type { AxiosInstance } from 'axios';

import { sampleApps, sampleImageIds, samplePolicyIds, type GraphServer } from '../graph-server';
import { cloudPcs, graphClient, policies } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;

withLocalGraph('per test', (local) => {
	({ graph, client } = local);
});

const beta = cloudPcs.replace('v1.0', 'beta');
const { pilot, production } = samplePolicyIds;

const v1Properties: Record<keyof CloudPcV1, true> = {
	id: true,
	displayName: true,
	aadDeviceId: true,
	managedDeviceId: true,
	managedDeviceName: true,
	imageDisplayName: true,
	provisioningPolicyId: true,
	provisioningPolicyName: true,
	provisioningType: true,
	servicePlanId: true,
	servicePlanName: true,
	userPrincipalName: true,
	onPremisesConnectionName: true,
	gracePeriodEndDateTime: true,
	lastModifiedDateTime: true,
};

type Rows = Array<Record<string, string>>;

async function pages(url: string): Promise<Rows[]> {
	const found: Rows[] = [];
	for (let next: string | undefined = url; next; ) {
		const { status, data }: { status: number; data: { value: Rows; '@odata.nextLink'?: string } } = await client.get(next);
		expect(status).toBe(200);
		found.push(data.value);
		next = data['@odata.nextLink'];
	}
	return found;
}

describe('L2.1 Cloud PCs', () => {
	it('have no status on v1.0, and the image of the tenant by its name alone', async () => {
		const { data } = await client.get(cloudPcs);
		expect(Object.keys(data.value[0]).toSorted()).toEqual(Object.keys(v1Properties).toSorted());
		const shown = (await client.get(beta)).data.value[0];
		expect(shown).toMatchObject({
			imageDisplayName: 'Windows 11 24H2 Standard',
			provisioningPolicyId: production,
			status: 'provisioned',
			provisionedDateTime: expect.any(String),
			productType: 'enterprise',
			servicePlanType: 'enterprise',
		});
		expect((await client.get(cloudPcs, { params: { $select: 'status' } })).status).toBe(400);
	});

	it('keep the image of their provisioning when the policy gets another one', async () => {
		const image = { imageId: sampleImageIds.free, imageType: 'custom', imageDisplayName: 'N'.repeat(60) };
		expect((await client.patch(`${policies}/${pilot}`, image)).status).toBe(204);
		graph.tenant.provisionCloudPcs(pilot, 1);
		const params = { $filter: `provisioningPolicyId eq '${pilot}'`, $select: 'imageDisplayName' };
		const { data } = await client.get(cloudPcs, { params });
		expect(data.value).toEqual([{ imageDisplayName: 'Windows 11 24H2 Trainees' }, { imageDisplayName: 'N'.repeat(50) }]);
	});

	it('show a status behind the sentinel to a client that prefers it', async () => {
		const [cloudPc] = graph.tenant.cloudPcs.values();
		Object.assign(cloudPc ?? {}, { status: 'preparing' });
		expect((await client.get(beta)).data.value[0].status).toBe('unknownFutureValue');
		const headers = { Prefer: 'include-unknown-enum-members' };
		expect((await client.get(beta, { headers })).data.value[0].status).toBe('preparing');
	});

	it('of a policy that is not there cannot be provisioned', () => {
		expect(() => graph.tenant.provisionCloudPcs('nowhere', 1)).toThrow('no policy nowhere');
	});
});

describe('L2.2 reading Cloud PCs', () => {
	it('goes over pages until all were read, each once', async () => {
		graph.tenant.provisionCloudPcs(production, 300);
		const found = await pages(`${cloudPcs}?$select=id`);
		expect(found.map(({ length }) => length)).toEqual([100, 100, 100, 5]);
		expect(new Set(found.flat().map(({ id }) => id)).size).toBe(305);
		graph.settings.cloudPcPageSize = 2;
		expect(await pages(`${beta}?$filter=provisioningPolicyId eq '${pilot}'`)).toHaveLength(1);
		expect((await pages(`${cloudPcs}?$top=150`)).map(({ length }) => length)).toEqual([150, 150, 5]);
	});

	it.each([
		['v1.0', `provisioningPolicyId eq '${pilot}'`, 1],
		['v1.0', "userPrincipalName eq 'user1@local-graph.example'", 1],
		['v1.0', "managedDeviceName eq 'CPC-00002'", 1],
		['beta', "status eq 'provisioned' or status eq 'failed'", 5],
		['beta', "productType eq 'enterprise' and servicePlanType eq 'business'", 0],
	])('can be filtered on %s: %s', async (version, $filter, count) => {
		const { data } = await client.get(cloudPcs.replace('v1.0', version), { params: { $filter } });
		expect(data.value).toHaveLength(count);
	});

	it.each([
		['v1.0', "status eq 'provisioned'"],
		['beta', "imageDisplayName eq 'x'"],
	])('cannot be filtered on %s: %s', async (version, $filter) => {
		expect((await client.get(cloudPcs.replace('v1.0', version), { params: { $filter } })).status).toBe(400);
	});

	it('can ignore or refuse filters', async () => {
		const params = { $filter: `provisioningPolicyId eq '${pilot}'` };
		graph.settings.cloudPcFilter = 'ignored';
		expect((await client.get(cloudPcs, { params })).data.value).toHaveLength(5);
		graph.settings.cloudPcFilter = 'refused';
		expect((await client.get(cloudPcs, { params })).status).toBe(400);
	});

	it('needs the permission to read', async () => {
		const nobody = await graphClient(graph, sampleApps.noConsent);
		expect((await nobody.get(cloudPcs)).status).toBe(403);
	});
});
