import { readImageId } from '../../parameters/entityId';
import { namedLocatorParameter } from '../../parameters/locator';

/** The parameter `imageId`. */
export const imageIdParameter = namedLocatorParameter(
	{
		displayName: 'Device Image',
		name: 'imageId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The device image to use',
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
				hint: 'The <code>id</code> from Get Many, Create, or the trigger, or a URL of Microsoft Graph or Intune that ends in it',
			},
		],
	},
	(raw) => readImageId('Device Image', raw),
	{ pickers: ['searchImages'], example: 'Finance 1.2.0' },
);
