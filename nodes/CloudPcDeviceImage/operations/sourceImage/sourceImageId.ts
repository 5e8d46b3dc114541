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
