import { sampleImageIds, sampleSources } from '../graph-server';
import { useNode } from './useNode';

const { engine } = useNode();

it('the picker of images shows version and status, and searches every word', async () => {
	const all = await engine.search('searchImages');
	expect(all.results).toHaveLength(8);
	const found = await engine.search('searchImages', 'kiosk FAILED');
	expect(found.results).toEqual([
		{ name: 'Windows 11 24H2 Kiosk 1.0.0 (failed)', value: sampleImageIds.notGeneralized },
	]);
});

it('the picker of source images shows what they are', async () => {
	const found = await engine.search('searchSourceImages', 'gallery 1.1.0');
	expect(found.results).toEqual([
		{ name: 'cloudpc / windows11 1.1.0 (gallery, images)', value: sampleSources.galleryNext.resourceId },
	]);
});
