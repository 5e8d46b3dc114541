import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { sourceImagesPath } from '../../graph/paths';
import type { NameAndVersion } from '../../images/versions';
import { locatorParameter } from '../../parameters/locator';
import { readSourceImageId } from '../../parameters/sourceImageId';

/** The parameter `sourceImageResourceId`. */
export const sourceImageIdParameter = locatorParameter(
	{
		displayName: 'Source Image',
		name: 'sourceImageResourceId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The image in Azure to upload: a managed image, or a version in an Azure Compute Gallery',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a source image…',
				typeOptions: { searchListMethod: 'searchSourceImages', searchable: true },
			},
			{
				displayName: 'By Resource ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. /subscriptions/…/providers/Microsoft.Compute/images/win11-finance',
				hint: 'In the Azure portal: the image > Properties > Resource ID',
			},
		],
	},
	(raw) => readSourceImageId('Source Image', raw),
);

/**
 * Returns what a source image is called. For a gallery image Graph gives only the version as its name.
 *
 * @param resourceId ARM ID of the source image
 */
export function describeSourceImage(resourceId: string): NameAndVersion & { label: string } {
	// A name may equal a keyword, so only every second segment counts as one.
	const segments = resourceId.split('/').slice(1);
	const segment = (keyword: string): string | undefined =>
		segments.find(
			(_, index) =>
				index % 2 === 1 && segments[index - 1]?.toLowerCase() === keyword.toLowerCase(),
		);
	const gallery = segment('galleries');
	const version = segment('versions') ?? '';
	const image = segment('images') ?? resourceId;
	const group = segment('resourceGroups') ?? '';
	const name = gallery ? `${gallery} / ${image}` : image;
	const label = gallery ? `${name} ${version} (gallery, ${group})` : `${name} (managed image, ${group})`;
	return { label, name: `${name} ${group}`, version };
}

/** Fills the list of `sourceImageResourceId` from getSourceImages. */
export async function searchSourceImages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { searchIn } = await import('../../n8n/searchIn');
	return await searchIn(this, filter, 'beta', async (graph) => {
		const choices = [];
		for await (const source of graph.listValues(sourceImagesPath)) {
			const resourceId = String(source.resourceId ?? source.id);
			choices.push({ ...describeSourceImage(resourceId), value: resourceId });
		}
		return choices;
	});
}
