import { sampleImageIds } from '../graph-server';
import { byId, useNode } from './useNode';

const node = useNode();
const { addImages, graph, output, strike } = node;
const { notGeneralized, ready, warning } = sampleImageIds;

const simplified = [
	'id', 'displayName', 'version', 'status', 'errorCode', 'operatingSystem', 'osBuildNumber', 'osStatus', 'expirationDate', 'lastModifiedDateTime',
];
const words = '$select=id,status,errorCode,osStatus';

describe('the output Simplified', () => {
	it('has ten properties of an image that is well', async () => {
		const [image] = await output('get', { imageId: byId(ready) });
		expect(Object.keys(image ?? {})).toEqual(simplified);
		expect(node).toHaveSent([`GET /v1.0#/${ready} $select=${simplified.join()} 200`]);
	});

	it('says of a failed image why it failed and what to do', async () => {
		const reason = { explanation: 'The source image is not generalized.', remedy: expect.stringContaining('sysprep') };
		const [image] = await output('get', { imageId: byId(notGeneralized) });
		expect(image).toMatchObject({ status: 'failed', errorCode: 'sourceImageNotGeneralized', ...reason });
		const failed = await output('getAll', { filters: { status: ['failed'] } });
		expect(failed).toContainEqual(image);
	});

	it('of 20 images is at most 10 KB of JSON', async () => {
		graph.tenant.images.clear();
		graph.settings.imageLimit = Infinity;
		addImages(19);
		graph.tenant.addImage({ status: 'failed', errorCode: 'fSLogixInstalledSourceImageNotSupported' });
		const images = await output('getAll', { returnAll: true });
		expect(images).toHaveLength(20);
		expect(JSON.stringify(images).length).toBeLessThan(10_000);
	});
});

describe('a word that v1.0 hides', () => {
	it('is looked up in beta once, for an image and for a list', async () => {
		expect(await output('get', { imageId: byId(warning) })).toMatchObject([{ status: 'warning' }]);
		const images = await output('getAll', { returnAll: true });
		expect(images.find(({ id }) => id === warning)).toMatchObject({ status: 'warning' });
		expect(node.log().filter((line) => line.includes('/beta'))).toEqual([`GET /beta#/${warning} ${words} 200`, `GET /beta# ${words} 200`]);
	});

	it('is shown where fields are selected', async () => {
		const choice = { output: 'selectedFields', fields: ['status'] };
		expect(await output('get', { imageId: byId(warning), ...choice })).toEqual([{ id: warning, status: 'warning' }]);
	});

	it('stays hidden in the output Raw, which is what Microsoft Graph sent', async () => {
		const [image] = await output('get', { imageId: byId(warning), output: 'raw' });
		expect(image).toMatchObject({ status: 'unknownFutureValue' });
		expect(Object.keys(image ?? {}).filter((key) => key.includes('@odata'))).toEqual([]);
		expect(node).toHaveSent([`GET /v1.0#/${warning} 200`]);
	});

	it('is null where beta does not exist', async () => {
		strike({ status: 501 }, { path: '/beta/' });
		expect(await output('get', { imageId: byId(warning) })).toMatchObject([{ status: null }]);
	});

	it('that beta refuses to tell is an error, not a guess', async () => {
		strike({ status: 403 }, { path: '/beta/' });
		expect(await node.run('get', { imageId: byId(warning) })).toFailWith({ httpCode: '403' });
	});

	it('is shown by the picker', async () => {
		const { results } = await node.engine.search('searchImages', 'warning');
		expect(results).toMatchObject([{ value: warning }]);
	});

	it('is shown by a wait for any status but pending', async () => {
		expect(await output('waitForStatus', { imageId: byId(warning), waitUntil: 'settled' })).toMatchObject([{ status: 'warning' }]);
	});
});

it('a wait for any status but pending explains a failed image', async () => {
	const [image] = await output('waitForStatus', { imageId: byId(notGeneralized), waitUntil: 'settled' });
	expect(image).toMatchObject({ status: 'failed', remedy: expect.stringContaining('sysprep') });
});
