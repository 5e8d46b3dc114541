import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';

import { sourceImagesPath } from '../graph/paths';

/** The parameter `sourceImageResourceId`. */
export const sourceImageLocator: INodeProperties = {
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
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*/subscriptions/.+/providers/[Mm]icrosoft\\.[Cc]ompute/.+$',
						errorMessage: "'Source Image' is no resource ID: it begins with /subscriptions/ and goes on to Microsoft.Compute/images or /galleries",
					},
				},
			],
		},
	],
};

/**
 * Names a source image for people. For a gallery image Graph gives only the version as its name.
 *
 * @param resourceId ARM ID of the source image
 */
export function sourceImageLabel(resourceId: string): string {
	// A name may equal a keyword, so only every second segment counts as one.
	const segments = resourceId.split('/').slice(1);
	const segment = (keyword: string): string | undefined =>
		segments.find(
			(_, index) =>
				index % 2 === 1 && segments[index - 1]?.toLowerCase() === keyword.toLowerCase(),
		);
	const gallery = segment('galleries');
	const image = segment('images') ?? resourceId;
	const group = segment('resourceGroups') ?? '';
	return gallery
		? `${gallery} / ${image} ${segment('versions') ?? ''} (gallery, ${group})`
		: `${image} (managed image, ${group})`;
}

/** Fills the list of `sourceImageResourceId` from getSourceImages. */
export async function searchSourceImages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { searchIn } = await import('./searchIn');
	return await searchIn(this, filter, 'beta', async (graph) => {
		const choices = [];
		for await (const source of graph.listValues(sourceImagesPath)) {
			const resourceId = String(source.resourceId ?? source.id);
			choices.push({ name: sourceImageLabel(resourceId), value: resourceId });
		}
		return choices;
	});
}
