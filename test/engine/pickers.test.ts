import { sampleSources } from '../graph-server';
import { byId, useNode } from './useNode';

const { addImages, engine, graph, output, run } = useNode({ seed: 'empty' });

const names = async (picker: string): Promise<string[]> =>
	(await engine.search(picker)).results.map(({ name }) => name);

describe('a picker lists names in alphabetical order and versions as numbers, the newest first', () => {
	const versions = ['1.0.1', '1.0.10', '1.0.12', '1.0.9', '2.0.0'];
	const newestFirst = ['2.0.0', '1.0.12', '1.0.10', '1.0.9', '1.0.1'];

	it('of device images', async () => {
		for (const version of versions) graph.tenant.addImage({ displayName: 'Finance', version, status: 'ready' });
		graph.tenant.addImage({ displayName: 'audit', version: '0.0.1', status: 'ready' });
		expect(await names('searchImages')).toEqual(
			['audit 0.0.1', ...newestFirst.map((version) => `Finance ${version}`)].map((label) => `${label} (ready)`),
		);
		expect((await engine.loadImages()).map(({ name }) => name)).toEqual(await names('searchImages'));
	});

	it('of source images', async () => {
		const { gallery } = sampleSources;
		const resourceIdOf = (version: string): string => gallery.resourceId.replace('1.0.0', version);
		graph.tenant.sourceImages.length = 0;
		graph.tenant.sourceImages.push(...versions.map((version) => ({ ...gallery, resourceId: resourceIdOf(version) })));
		expect(await names('searchSourceImages')).toEqual(
			newestFirst.map((version) => `cloudpc / windows11 ${version} (gallery, images)`),
		);
	});

	it('of device images and gallery images together', async () => {
		graph.tenant.addImage({ displayName: 'Finance', version: '1.0.0', status: 'ready' });
		graph.tenant.addGalleryImage({ id: 'a_b_c', displayName: 'Windows 11 Enterprise' });
		expect(await names('searchImagesOfPolicies')).toEqual(['Finance 1.0.0 (ready)', 'Windows 11 Enterprise (supported), gallery image']);
	});
});

describe('a source image by its resource ID gets the same verdict as a literal and as an expression', () => {
	const { resourceId } = sampleSources.gallery;
	const create = (value: string): object => ({
		displayName: 'Finance',
		version: '1.0.0',
		sourceImageResourceId: byId(value),
	});
	const forms = (id: string): object[] => [create(id), create(`={{ ${JSON.stringify(id)} }}`)];

	it.each([
		resourceId.replace('/subscriptions', '/Subscriptions').replace('resourceGroups', 'ResourceGroups').replace('/images/w', '/Images/w'),
		resourceId.toUpperCase(),
		`${resourceId}/`,
		` ${resourceId} `,
	])('%j is accepted', async (id) => {
		for (const parameters of forms(id)) {
			graph.tenant.images.clear();
			const [image] = await output('create', parameters);
			expect(image?.status).toBe('pending');
		}
	});

	it.each([
		[resourceId.replace('1.0.0', 'latest'), "names the version 'latest'"],
		[resourceId.replace('/versions/1.0.0', ''), 'is an image definition without a version'],
		['/CommunityGalleries/c/Images/win11/Versions/1.0.0', 'is an image in a community gallery'],
		[`https://portal.azure.com/#resource${resourceId}/overview`, 'is the URL of a page in the Azure portal'],
	])('%s is refused by what is wrong with it', async (id, reason) => {
		for (const parameters of forms(id)) {
			expect(await run('create', parameters)).toFailWith(`, which ${reason}`);
			expect(graph.tenant.images.size).toBe(0);
		}
	});
});

describe('a device image by its ID', () => {
	it.each([
		(id: string) => `https://graph.microsoft.com/v1.0/deviceManagement/virtualEndpoint/deviceImages/${id}`,
		(id: string) => `https://intune.microsoft.com/#view/Microsoft_Azure_CloudPC/ImageBlade/imageId/${id}`,
		(id: string) => ` ${id.toUpperCase()} `,
	])('may be a pasted address, as a literal and as an expression: %s', async (paste) => {
		const [id = ''] = addImages(1);
		for (const value of [paste(id), `={{ ${JSON.stringify(paste(id))} }}`]) {
			const [image] = await output('get', { imageId: byId(value) });
			expect(image?.id).toBe(id);
		}
	});
});
