import * as fc from 'fast-check';

import { newestSourceImages, parseSourceImageId } from '../../nodes/CloudPcDeviceImage/images/sourceImages';
import { propertyRuns } from '../propertyRuns';

const group = '/subscriptions/11112222-bbbb-3333-cccc-4444dddd5555/resourceGroups/images';
const compute = `${group}/providers/Microsoft.Compute`;
const galleryId = (version: string, definition = 'win11') => `${compute}/galleries/contoso/images/${definition}/versions/${version}`;

describe('the ARM ID of a source image', () => {
	it('has the names of a gallery image', () => {
		expect(parseSourceImageId(galleryId('1.0.0'))).toMatchObject({ resourceGroup: 'images', gallery: 'contoso', image: 'win11', version: '1.0.0' });
	});

	it('has the names of a managed image, and no version', () => {
		expect(parseSourceImageId(`${compute}/images/win11`)).toMatchObject({ resourceGroup: 'images', gallery: undefined, image: 'win11', version: '' });
	});

	it('has names that equal keywords, in the case of any of Azure’s spellings', () => {
		const id = '/SUBSCRIPTIONS/versions/RESOURCEGROUPS/galleries/providers/Microsoft.Compute/GALLERIES/images/IMAGES/versions/VERSIONS/1.0.0';
		expect(parseSourceImageId(id)).toMatchObject({ resourceGroup: 'galleries', gallery: 'images', image: 'versions', version: '1.0.0' });
	});

	it('that is none is the name of an image', () => {
		expect(parseSourceImageId('win11')).toMatchObject({ resourceGroup: '', gallery: undefined, image: 'win11', version: '' });
	});
});

describe('the newest source images', () => {
	const newest = (...resourceIds: string[]) => newestSourceImages(resourceIds.map((resourceId) => ({ resourceId }))).map(({ resourceId }) => resourceId);

	it('are the highest version of each image definition, compared as numbers, in their order', () => {
		const ids = [galleryId('1.0.9'), galleryId('1.0.1', 'win10'), galleryId('1.0.10'), galleryId('0.9.9')];
		expect(newest(...ids)).toEqual([ids[1], ids[2]]);
	});

	it('are found in upper and lower case', () => {
		expect(newest(galleryId('1.0.0').toUpperCase(), galleryId('1.0.1'))).toEqual([galleryId('1.0.1')]);
	});

	it.each(['11112222', 'resourceGroups/images', 'contoso'])('keep apart what differs in %s', (name) => {
		const ids = [galleryId('1.0.0'), galleryId('1.0.1').replace(name, `${name}x`)];
		expect(newest(...ids)).toEqual(ids);
	});

	it('keep every managed image, and a version that cannot be compared', () => {
		const ids = [`${compute}/images/win11`, `${compute}/images/win11-2`, galleryId('latest'), galleryId('1.0'), galleryId('2.0.0'), `${compute}/galleries/contoso/images/win11`, ''];
		expect(newest(...ids)).toEqual(ids);
	});

	it('are found by the deprecated ID too, and an image without any ID stays', () => {
		const sources = [{ id: galleryId('1.0.0') }, { resourceId: null, id: galleryId('1.0.1') }, {}];
		expect(newestSourceImages(sources)).toEqual(sources.slice(1));
	});

	it('are one version of each definition, which none of its others exceeds', () => {
		const versions = fc.uniqueArray(fc.tuple(fc.constantFrom('win10', 'win11'), fc.nat(11), fc.nat(11), fc.nat(11)), { selector: String, minLength: 1 });
		fc.assert(
			fc.property(versions, (all) => {
				const asOne = ([, ...parts]: (typeof all)[number]): number => parts.reduce((sum, part) => sum * 12 + part, 0);
				const highest = Math.max(...all.filter(([name]) => name === 'win11').map(asOne));
				const found = newest(...all.map(([name, ...parts]) => galleryId(parts.join('.'), name)));
				const expected = all.filter((each) => each[0] === 'win11' && asOne(each) === highest).map(([name, ...parts]) => galleryId(parts.join('.'), name));
				expect(found.filter((id) => id.includes('win11'))).toEqual(expected);
			}),
			propertyRuns(),
		);
	});
});
