import { sampleImageIds, sampleSources } from '../graph-server';
import { byId, useNode } from './useNode';

const node = useNode({ chance: 0 });
const { graph, output, run } = node;
const { free, ready } = sampleImageIds;
const unknownPools = { listAgentPools: 'noSegment404' } as const;

const idsOf = (items: Array<{ id?: unknown }>) => items.map(({ id }) => id);

describe('Get Many by use', () => {
	it('reads images, policies and agent pools once each', async () => {
		graph.tenant.images.delete(sampleImageIds.warning);
		const unused = idsOf(await output('getAll', { returnAll: true, filters: { usage: 'unused' } }));
		expect(unused).toContain(free);
		expect(unused).not.toContain(ready);
		expect(unused).not.toContain(sampleImageIds.pending);
		expect(node.requests()).toHaveLength(3);
	});

	it('shows what uses an image', async () => {
		const images = await output('getAll', { returnAll: true, options: { includeUsage: true } });
		const usedBy = images.find(({ id }) => id === ready)?.usedBy;
		expect(usedBy).toMatchObject({ policies: [{ displayName: 'Standard Cloud PCs' }], agentPools: [expect.anything()] });
		expect(images.find(({ id }) => id === free)?.usedBy).toEqual({ policies: [], agentPools: [] });
	});

	it('counts no pools where the cloud does not know them', async () => {
		graph.settings.missingMethods = unknownPools;
		graph.tenant.policies.clear();
		expect(idsOf(await output('getAll', { returnAll: true, filters: { usage: 'unused' } }))).toContain(ready);
	});

	it('fails when the pools may not be read, and leaves the use out where it is only shown', async () => {
		graph.settings.agentPoolsForbidden = true;
		expect(await run('getAll', { filters: { usage: 'unused' } })).toFailWith({ httpCode: '403' });
		const [image] = await output('getAll', { options: { includeUsage: true } });
		expect(image).not.toHaveProperty('usedBy');
	});

	it('leaves out the newest ready versions of each name', async () => {
		graph.tenant.images.clear();
		const add = (version: string, status = 'ready') => graph.tenant.addImage({ displayName: 'Finance', version, status }).id;
		const [old] = [add('1.0.9'), add('1.0.10'), add('1.0.11'), add('1.0.12', 'pending')];
		expect(idsOf(await output('getAll', { filters: { skipNewest: 2 } }))).toEqual([old]);
		const odata = { filters: { skipNewest: 2 }, options: { odataFilter: "version ne '1.0.11'" } };
		expect(idsOf(await output('getAll', odata))).toEqual([old]);
	});
});

describe('Delete with Only If Unused', () => {
	const options = { onlyIfUnused: true };

	it('names what uses the image and deletes nothing', async () => {
		expect(await run('delete', { imageId: byId(ready), options })).toFailWith(/in use by provisioning policy 'Standard Cloud PCs', agent pool /);
		expect(graph.requests.some(({ method }) => method === 'DELETE')).toBe(false);
	});

	it('deletes nothing when the use cannot be read', async () => {
		graph.settings.agentPoolsForbidden = true;
		expect(await run('delete', { imageId: byId(free), options })).toFailWith({ httpCode: '403' });
		expect(graph.tenant.images.has(free)).toBe(true);
	});

	it('deletes an image that nothing uses', async () => {
		expect(await output('delete', { imageId: byId(free), options })).toEqual([{ id: free, deleted: true }]);
	});
});

describe('Create with the next version', () => {
	const parameters = { displayName: 'Finance', sourceImageResourceId: byId(sampleSources.managed.resourceId) };
	const create = async (versioning: string) => (await output('create', { ...parameters, versioning }))[0]?.version;

	it('counts versions as numbers, and begins with 1.0.0', async () => {
		expect(await create('nextPatch')).toBe('1.0.0');
		graph.tenant.addImage({ displayName: 'finance', version: '1.0.10', status: 'failed' });
		expect(await create('nextPatch')).toBe('1.0.11');
		expect(await create('nextMinor')).toBe('1.1.0');
		expect(await create('nextMajor')).toBe('2.0.0');
	});

	it('works it out again when somebody else was faster', async () => {
		const faster = () => void graph.tenant.addImage({ displayName: 'Finance', version: '1.0.0', status: 'pending' });
		graph.faults.add({ method: 'POST', then: { runBefore: faster } });
		expect(await create('nextPatch')).toBe('1.0.1');
	});

	it('needs a version where the user defines it, before anything is sent', async () => {
		expect(await run('create', { ...parameters, version: '={{ "" }}' })).toFailWith("'Version' is empty");
		expect(node).not.toHaveSent();
	});
});

it('Get Many of source images filters by category and name, and to the newest of each definition', async () => {
	const { gallery } = sampleSources;
	graph.tenant.sourceImages.push({ ...gallery, resourceId: gallery.resourceId.replace('1.0.0', '1.10.0') });
	const get = async (filters: object) => (await output('sourceImage.getAll', { returnAll: true, filters })).map(({ resourceId }) => String(resourceId));
	expect((await get({ category: 'managedImage' })).every((id) => !id.includes('/galleries/'))).toBe(true);
	expect(await get({ newestOnly: true, displayName: 'CloudPC' })).toEqual([gallery.resourceId.replace('1.0.0', '1.10.0')]);
});

it('Get Many of Cloud PCs finds those that a switch has not reached', async () => {
	const { production } = (await import('../graph-server')).samplePolicyIds;
	graph.tenant.cloudPcs.clear();
	graph.tenant.provisionCloudPcs(production, 120);
	const all = { returnAll: true, filters: { policyId: production } };
	expect(await output('cloudPc.getAll', all)).toHaveLength(120);
	const before = { ...all, filters: { policyId: production, provisionedBefore: '2020-01-01' } };
	expect(await output('cloudPc.getAll', before)).toEqual([]);
});

it('Get Many of policies filters by image and type without regard to case', async () => {
	expect(await output('provisioningPolicy.getAll', { filters: { imageId: ready.toUpperCase() } })).toMatchObject([{ displayName: 'Standard Cloud PCs' }]);
	expect(await output('provisioningPolicy.getAll', { filters: { imageType: 'gallery' } })).toHaveLength(1);
});
