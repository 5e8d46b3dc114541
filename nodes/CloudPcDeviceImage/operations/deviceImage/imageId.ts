import type { ILoadOptionsFunctions, INodeListSearchResult, INodePropertyOptions } from 'n8n-workflow';

import { deviceImagesPath } from '../../graph/paths';
import { imageLabel } from '../../images/deviceImage';
import { readImageId } from '../../parameters/imageId';
import { locatorParameter } from '../../parameters/locator';

/** The parameter `imageId`. */
export const imageIdParameter = locatorParameter(
	{
		displayName: 'Device Image',
		name: 'imageId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The device image to work on',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select an image…',
				typeOptions: { searchListMethod: 'searchImages', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10',
				hint: 'The <code>id</code> that Get Many, Create and the trigger give, or an address in Microsoft Graph or Intune that ends in it',
			},
		],
	},
	(raw) => readImageId('Device Image', raw),
);

/** Fills the list of `imageId` with `displayName version (status)`. */
export async function searchImages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { searchIn } = await import('../../n8n/searchIn');
	return await searchIn(this, filter, 'v1.0', async (graph) => {
		const choices = [];
		const query = { $select: 'id,displayName,version,status' };
		for await (const image of graph.list(deviceImagesPath, query)) {
			choices.push({
				label: `${imageLabel(image)} (${String(image.status ?? 'unknown')})`,
				name: String(image.displayName ?? image.id),
				version: String(image.version ?? ''),
				value: String(image.id),
			});
		}
		return choices;
	});
}

/** Fills the trigger's `imageIds` with the same choices. */
export async function getImages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { results } = await searchImages.call(this);
	return results.map(({ name, value }) => ({ name, value }));
}
