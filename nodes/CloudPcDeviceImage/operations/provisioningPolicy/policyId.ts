import { policyKind, readEntityId } from '../../parameters/entityId';
import { namedLocatorParameter } from '../../parameters/locator';

/** The parameter `policyId`. */
export const policyIdParameter = namedLocatorParameter(
	{
		displayName: 'Provisioning Policy',
		name: 'policyId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The provisioning policy to use',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a policy…',
				typeOptions: { searchListMethod: 'searchPolicies', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10',
				hint: 'The <code>id</code> from Get Many, or a URL of Microsoft Graph or Intune that ends in it',
			},
		],
	},
	(raw) => readEntityId(policyKind, 'Provisioning Policy', raw),
	{ pickers: ['searchPolicies'], example: 'Finance Cloud PCs' },
);
