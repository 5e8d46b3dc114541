import { sampleGalleryImageIds, sampleImageIds, samplePolicyIds } from '../graph-server';
import { byId, useNode } from './useNode';

const node = useNode({ chance: 0 });
const { addImages, graph, output, run } = node;
const { production } = samplePolicyIds;
const { free, pending, ready } = sampleImageIds;
const policies = '/deviceManagement/virtualEndpoint/provisioningPolicies';

const policy = () => graph.tenant.policies.get(production);
const setImage = async (image: unknown, parameters: object = {}) =>
	await run('provisioningPolicy.setImage', { policyId: byId(production), image, ...parameters });
const patches = () => graph.requests.filter(({ method }) => method === 'PATCH');

describe('Set Image', () => {
	it('sends three fields, and gives the policy, what it had before, and that it changed', async () => {
		const [json] = await output('provisioningPolicy.setImage', { policyId: byId(production), image: byId(free) });
		expect(json).toMatchObject({ id: production, imageId: free, changed: true, previousImage: { imageId: ready, imageType: 'custom' } });
		expect(policy()).toMatchObject({ imageId: free, imageType: 'custom', imageDisplayName: 'Windows 11 24H2 Standard' });
		expect(patches().map(({ body }) => Object.keys(body as object).sort())).toEqual([['imageDisplayName', 'imageId', 'imageType']]);
	});

	it('leaves a policy alone that has the image already', async () => {
		const { items } = await setImage(byId(ready.toUpperCase()));
		expect(items[0]?.json).toMatchObject({ id: production, changed: false, previousImage: { imageId: ready } });
		expect(patches()).toEqual([]);
	});

	it('rolls back with the previous image of its output', async () => {
		const { items } = await setImage(byId(free));
		const { imageId } = items[0]?.json.previousImage as { imageId: string };
		await setImage(byId(imageId));
		expect(policy()?.imageId).toBe(ready);
	});

	it('takes a gallery image in any case', async () => {
		const { items } = await setImage(byId(sampleGalleryImageIds.supported.toUpperCase()));
		expect(items[0]?.json).toMatchObject({ changed: true, imageType: 'gallery', imageId: sampleGalleryImageIds.supported });
	});

	it('takes policy and image by name', async () => {
		const byName = (value: string) => ({ __rl: true, mode: 'name', value });
		await setImage(byName('Windows 11 24H2 Standard 1.0.0'), { policyId: byName('standard cloud pcs') });
		expect(policy()?.imageId).toBe(free);
	});

	it.each([
		[byId(pending), 'is still pending'],
		[byId(sampleImageIds.notGeneralized), 'failed to upload: sourceImageNotGeneralized'],
		[byId(sampleImageIds.warning), "has the status 'warning' instead of ready"],
		[byId('1a6e0000-0000-4000-8000-00000000dead'), 'does not exist'],
		[byId(sampleGalleryImageIds.notSupported), 'is no longer supported'],
		[byId('a_b_c'), 'is not available'],
	])('refuses %j before it changes anything', async (image, message) => {
		expect(await setImage(image)).toFailWith(message);
		expect(patches()).toEqual([]);
	});

	it('with Only If Image Is refuses a policy that has another image', async () => {
		expect(await setImage(byId(free), { options: { onlyIfImageIs: pending } })).toFailWith("The policy no longer has the image that 'Only If Image Is' names");
		expect(patches()).toEqual([]);
		const { items } = await setImage(byId(free), { options: { onlyIfImageIs: ready } });
		expect(items[0]?.json.changed).toBe(true);
	});

	it('reads before it sends again what may have been carried out', async () => {
		graph.faults.add({ method: 'PATCH', then: { lostAnswer: true } });
		const { items } = await setImage(byId(free));
		expect(items[0]?.json).toMatchObject({ changed: true, imageId: free });
		expect(patches()).toHaveLength(1);
	});

	it('sends again what was not carried out', async () => {
		graph.faults.add({ method: 'PATCH', then: { status: 502 } });
		const { items } = await setImage(byId(free));
		expect(items[0]?.json).toMatchObject({ changed: true, imageId: free });
		expect(patches()).toHaveLength(2);
	});

	it('does not overwrite what somebody else set after a response was lost', async () => {
		const edit = () => void Object.assign(policy() ?? {}, { imageId: sampleImageIds.expiringSoon });
		graph.faults.add({ method: 'PATCH', then: { status: 502 } });
		graph.faults.add({ method: 'GET', path: `${policies}/${production}`, skip: 1, then: { runBefore: edit } });
		expect(await setImage(byId(free))).toFailWith('Someone else changed the image of policy');
		expect(policy()?.imageId).toBe(sampleImageIds.expiringSoon);
	});

	it('says that a change cannot be seen which Graph accepted', async () => {
		graph.settings.policyPatchHasEffect = false;
		expect(await setImage(byId(free))).toFailWith('but policy');
		expect(policy()?.imageId).toBe(ready);
	}, 20_000);

	it('waits for a read that lags behind', async () => {
		graph.settings.policyReadLagMs = 1_000;
		const { items } = await setImage(byId(free));
		expect(items[0]?.json).toMatchObject({ changed: true, imageId: free });
	}, 20_000);

	it('says that the image was set when the policy cannot be read afterwards, with the previous one', async () => {
		graph.faults.add({ method: 'GET', path: `${policies}/${production}`, skip: 1, times: 9, then: { status: 403 } });
		const result = await setImage(byId(free));
		expect(result).toFailWith('the image was set, but the policy could not be read afterwards');
		expect(result).toFailWith({ context: { data: { policyId: production, previousImage: { imageId: ready } } } });
	});

	it('of many policies travels as batches, and a stop names what was changed with the previous images', async () => {
		const [image = ''] = addImages(1);
		const ids = Array.from({ length: 20 }, (_, index) => graph.tenant.addPolicy({ displayName: `P${index}`, imageId: ready }).id);
		const input = ids.map((id) => ({ id }));
		const parameters = { policyId: byId('={{ $json.id }}'), image: byId(image) };
		const items = await output('provisioningPolicy.setImage', parameters, { input });
		expect(items.map(({ id, changed }) => [id, changed])).toEqual(ids.map((id) => [id, true]));
		expect(node.trips().length).toBeLessThanOrEqual(5);

		graph.faults.add({ method: 'PATCH', path: `${policies}/${ids[3]}`, then: { status: 400 } });
		const stopped = await run('provisioningPolicy.setImage', { ...parameters, image: byId(free) }, { input });
		expect(stopped).toFailWith('Windows 365 rejected the image for this policy');
		const { carriedOut } = (stopped.error?.context as { data: { carriedOut: object[] } }).data;
		expect(carriedOut).toHaveLength(19);
		expect(carriedOut[0]).toMatchObject({ item: 0, id: ids[0], previousImage: { imageId: image } });
	}, 20_000);
});
