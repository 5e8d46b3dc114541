import type { CloudPcProvisioningPolicy as PolicyV1 } from '@microsoft/microsoft-graph-types';
import type { CloudPcProvisioningPolicy as PolicyBeta } from '@microsoft/microsoft-graph-types-beta';
import type { AxiosInstance } from 'axios';

import { sampleApps, sampleGalleryImageIds, sampleImageIds, samplePolicyId, samplePolicyIds, type GraphServer } from '../graph-server';
import { graphClient, policies } from './msal';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let client: AxiosInstance;

withLocalGraph('per test', (local) => {
	({ graph, client } = local);
});

const beta = policies.replace('v1.0', 'beta');
const pilot = `${policies}/${samplePolicyIds.pilot}`;

const v1Properties: Record<Exclude<keyof PolicyV1, 'assignments'>, true> = {
	id: true,
	displayName: true,
	description: true,
	imageId: true,
	imageType: true,
	imageDisplayName: true,
	provisioningType: true,
	domainJoinConfigurations: true,
	windowsSetting: true,
	autopatch: true,
	microsoftManagedDesktop: true,
	enableSingleSignOn: true,
	localAdminEnabled: true,
	gracePeriodInHours: true,
	cloudPcNamingTemplate: true,
	cloudPcGroupDisplayName: true,
	alternateResourceUrl: true,
};
const betaProperties: Record<
	Exclude<keyof PolicyBeta, 'assignments'> | 'snapshotResetMode' | 'userSettingsPersistenceConfiguration',
	true
> = {
	...v1Properties,
	managedBy: true,
	createdBy: true,
	createdDateTime: true,
	lastModifiedBy: true,
	lastModifiedDateTime: true,
	scopeIds: true,
	autopilotConfiguration: true,
	userExperienceType: true,
	userSettingsPersistenceConfiguration: true,
	snapshotResetMode: true,
	windowsSettings: true,
};

const namesOf = (entity: object) => Object.keys(entity).filter((name) => !name.startsWith('@')).toSorted();

describe('L1.1, L1.2 provisioning policies', () => {
	it.each([
		['v1.0', policies, v1Properties],
		['beta', beta, betaProperties],
	])('have the properties of %s in the list and alone', async (_, path, properties) => {
		const { data } = await client.get(path);
		expect(data.value).toHaveLength(3);
		const alone = await client.get(`${path}/${samplePolicyId.toUpperCase()}`);
		for (const entity of [data.value[0], alone.data]) expect(namesOf(entity)).toEqual(Object.keys(properties).toSorted());
		expect(alone.data['@odata.context']).toMatch(/provisioningPolicies\/\$entity$/);
	});

	it.each([
		['v1.0', policies, 'unknownFutureValue'],
		['beta', beta, 'sharedByEntraGroup'],
	])('show a provisioning type of beta on %s to a client that prefers it', async (_, path, preferred) => {
		Object.assign(graph.tenant.policies.get(samplePolicyId) ?? {}, { provisioningType: 'sharedByEntraGroup' });
		const url = `${path}/${samplePolicyId}`;
		expect((await client.get(url)).data.provisioningType).toBe('unknownFutureValue');
		const headers = { Prefer: 'include-unknown-enum-members' };
		expect((await client.get(url, { headers })).data.provisioningType).toBe(preferred);
	});

	it('are not made and not deleted here, which the local Graph says', async () => {
		expect((await client.post(policies, {})).status).toBe(501);
		expect((await client.delete(pilot)).status).toBe(501);
		expect((await client.put(pilot, {})).status).toBe(405);
	});
});

describe('L1.3 query options of provisioning policies', () => {
	it.each(['managedBy', 'lastModifiedDateTime'])('$select=%s is refused on v1.0, which lacks it', async ($select) => {
		expect((await client.get(policies, { params: { $select } })).status).toBe(400);
		expect((await client.get(beta, { params: { $select } })).status).toBe(200);
	});

	it('$expand shows assignments, which no other request does', async () => {
		const params = { $select: 'id', $expand: 'assignments' };
		const { data } = await client.get(pilot, { params });
		expect(data['@odata.context']).toMatch(/#deviceManagement\/virtualEndpoint\/provisioningPolicies\(id,assignments\(\)\)\/\$entity$/);
		expect(data.assignments).toEqual([
			{
				id: expect.any(String),
				target: {
					'@odata.type': '#microsoft.graph.cloudPcManagementGroupAssignmentTarget',
					groupId: expect.any(String),
					servicePlanId: null,
				},
			},
		]);
		const list = await client.get(policies, { params: { $expand: 'assignments' } });
		expect(list.data.value.map((each: { assignments: object[] }) => each.assignments.length)).toEqual([0, 1, 0]);
		expect((await client.get(pilot)).data).not.toHaveProperty('assignments');
		expect((await client.get(`${pilot}/assignments`)).status).toBe(404);
		expect((await client.get(pilot, { params: { $expand: 'groups' } })).status).toBe(400);
	});

	it('pages come as long as the settings want', async () => {
		graph.settings.policyPageSize = 2;
		const first = await client.get(policies, { params: { $select: 'id' } });
		expect(first.data.value).toHaveLength(2);
		const second = await client.get(first.data['@odata.nextLink']);
		expect(second.data.value).toEqual([{ id: samplePolicyIds.gallery }]);
		expect(second.data).not.toHaveProperty('@odata.nextLink');
	});
});

describe('L1.4 PATCH of a provisioning policy', () => {
	const image = { imageId: sampleImageIds.free, imageType: 'custom', imageDisplayName: 'Windows 11 24H2 Standard' };
	const patch = async (body: object, path = pilot) => await client.patch(path, body);
	const stored = () => structuredClone(graph.tenant.policies.get(samplePolicyIds.pilot));

	it.each([
		['v1.0', pilot],
		['beta', pilot.replace('v1.0', 'beta')],
	])('merges three fields on %s and answers 204', async (_, path) => {
		const before = stored();
		const { status, data } = await patch(image, path);
		expect([status, data]).toEqual([204, '']);
		expect(stored()).toEqual({ ...before, ...image, lastModifiedDateTime: expect.any(String), lastModifiedBy: 'Local Graph' });
		expect((await client.get(pilot)).data).toMatchObject(image);
	});

	it('answers 200 with the entity where the settings want it', async () => {
		graph.settings.policyPatchAnswer = 200;
		const { status, data } = await patch(image);
		expect([status, data]).toEqual([200, expect.objectContaining({ ...image, displayName: 'Pilot Cloud PCs' })]);
		expect(data['@odata.context']).toMatch(/provisioningPolicies\/\$entity$/);
	});

	it('takes a gallery image in any case, and a type in capitals', async () => {
		const imageId = sampleGalleryImageIds.supported.toUpperCase();
		expect((await patch({ imageId, imageType: 'Gallery', imageDisplayName: 'x' })).status).toBe(204);
		expect(stored()).toMatchObject({ imageId, imageType: 'gallery' });
	});

	it.each([
		['a custom image that is not there', { imageId: samplePolicyId, imageType: 'custom' }],
		['a gallery image that is not there', { imageId: 'a_b_c', imageType: 'gallery' }],
		['a custom image as one of the gallery', { imageId: sampleImageIds.free, imageType: 'gallery' }],
		['another type for the image that it has', { imageType: 'gallery' }],
	])('refuses %s', async (_, body) => {
		const before = stored();
		const { status, data } = await patch(body);
		expect([status, data.error.innerError.code]).toEqual([400, 'InvalidProperties']);
		expect(stored()).toEqual(before);
		graph.settings.policyImageCheck = 'none';
		expect((await patch(body)).status).toBe(204);
	});

	it.each([
		['a pending image', { ...image, imageId: sampleImageIds.pending }],
		['a failed image', { ...image, imageId: sampleImageIds.internalError }],
		['a gallery image without support', { imageId: sampleGalleryImageIds.notSupported, imageType: 'gallery' }],
	])('refuses %s, unless the settings say that it need only be there', async (_, body) => {
		expect((await patch(body)).status).toBe(400);
		graph.settings.policyImageCheck = 'exists';
		expect((await patch(body)).status).toBe(204);
	});

	it.each<[string, object, string | RegExp]>([
		['a property that only beta has', { managedBy: 'windows365' }, /does not exist on type/],
		['a read-only property', { provisioningType: 'shared' }, /read-only/],
		['an empty name of the image', { imageDisplayName: ' ' }, 'imageDisplayName is required.'],
		['a name with <', { displayName: 'a<b' }, /must not contain/],
		['a type of tomorrow', { imageType: 'snapshot' }, /custom or gallery/],
	])('refuses %s', async (_, body, words) => {
		const before = stored();
		const { status, data } = await patch(body);
		const { message, innerError } = data.error;
		expect([status, innerError.message ?? message]).toEqual([400, typeof words === 'string' ? words : expect.stringMatching(words)]);
		expect(stored()).toEqual(before);
	});

	it('refuses the whole policy sent back as it was read, as was seen', async () => {
		const { domainJoinConfigurations } = (await client.get(pilot)).data;
		const { status, data } = await patch({ ...image, domainJoinConfigurations });
		expect([status, data.error.innerError.message]).toEqual([400, 'Target Geography is invalid.']);
	});

	it('needs the permission to write, and a policy', async () => {
		const readOnly = await graphClient(graph, sampleApps.readOnly);
		expect((await readOnly.patch(pilot, image)).status).toBe(403);
		const { status, data } = await patch(image, `${policies}/${sampleImageIds.free}`);
		expect([status, data.error.innerError.code]).toEqual([404, 'ProvisioningPolicyNotFound']);
	});

	it('frees the image before, and keeps the one that it sets', async () => {
		const production = `${policies}/${samplePolicyIds.production}`;
		expect((await patch(image, production)).status).toBe(204);
		const images = policies.replace('provisioningPolicies', 'deviceImages');
		expect((await client.delete(`${images}/${sampleImageIds.free}`)).status).toBe(409);
		expect((await client.delete(`${images}/${sampleImageIds.ready}`)).status).toBe(204);
	});
});

describe('L1.4 reads after a PATCH', () => {
	const rename = async (displayName: string) => await client.patch(pilot, { displayName });
	const seen = async () => {
		const { data } = await client.get(policies, { params: { $select: 'displayName' } });
		const alone = await client.get(pilot);
		return [alone.data.displayName, data.value[1].displayName];
	};

	it('show the old values as long as they lag', async () => {
		graph.clock.setSpeed(0);
		graph.settings.policyReadLagMs = 1000;
		await rename('First');
		graph.clock.advance(600);
		await rename('Second');
		expect(await seen()).toEqual(['Pilot Cloud PCs', 'Pilot Cloud PCs']);
		graph.clock.advance(400);
		expect(await seen()).toEqual(['First', 'First']);
		graph.clock.advance(600);
		expect(await seen()).toEqual(['Second', 'Second']);
	});

	it.each([200, 204] as const)('show no change where a PATCH answers %s and has no effect', async (answer) => {
		Object.assign(graph.settings, { policyPatchHasEffect: false, policyPatchAnswer: answer });
		expect((await rename('Never')).status).toBe(answer);
		expect(await seen()).toEqual(['Pilot Cloud PCs', 'Pilot Cloud PCs']);
	});

	it('show what somebody else did between a read and a change', async () => {
		const policy = graph.tenant.policies.get(samplePolicyIds.pilot);
		const runAfter = () => void Object.assign(policy ?? {}, { displayName: 'Of somebody else' });
		graph.faults.add({ method: 'GET', path: samplePolicyIds.pilot, then: { runAfter } });
		expect((await client.get(pilot)).data.displayName).toBe('Pilot Cloud PCs');
		expect((await client.get(pilot)).data.displayName).toBe('Of somebody else');
	});
});
