import type { INodeProperties } from 'n8n-workflow';

/** Which Microsoft Graph a credential is for. `clouds.ts` reads these fields. */
export const cloudFields: INodeProperties[] = [
	{
		displayName: 'Cloud',
		name: 'cloud',
		type: 'options',
		options: [
			{
				name: 'Custom',
				value: 'custom',
				description: 'A gateway or an emulator in front of Microsoft Graph',
			},
			{
				name: 'Global (Including GCC)',
				value: 'global',
			},
			{
				name: 'US Government (GCC High)',
				value: 'usGovernment',
			},
		],
		default: 'global',
		description:
			"The Microsoft cloud of the tenant. Custom images aren't available in the DoD and China clouds.",
	},
	{
		displayName: 'Graph URL',
		name: 'customGraphUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://graph-gateway.contoso.com',
		description: 'Root of Microsoft Graph, without the version. Use https, or http with localhost only.',
		displayOptions: { show: { cloud: ['custom'] } },
	},
];
