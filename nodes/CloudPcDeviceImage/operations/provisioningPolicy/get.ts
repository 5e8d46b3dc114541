import { policyPath } from '../../graph/paths';
import { optionsParameter } from '../../parameters/options';
import { defineOperation } from '../operation';
import { policyIdParameter } from './policyId';
import { provisioningPolicy } from './resource';

/** https://learn.microsoft.com/graph/api/cloudpcprovisioningpolicy-get */
export const getProvisioningPolicy = defineOperation({
	resource: provisioningPolicy.value,
	value: 'get',
	name: 'Get',
	action: 'Get provisioning policy',
	description: 'Retrieve a provisioning policy with the image that it gives to new Cloud PCs',
	toolDescription:
		'Get one Windows 365 provisioning policy with the image that it gives to new Cloud PCs. Provisioning Policy takes an ID, or in the mode By Name its name.',
	access: 'read',
	api: 'v1.0',
	noun: provisioningPolicy.noun,
	batches: true,
	parameters: { policyId: policyIdParameter, options: optionsParameter({}) },
	async run({ values: { policyId }, graph }) {
		return [await graph.get(policyPath(policyId))];
	},
});
