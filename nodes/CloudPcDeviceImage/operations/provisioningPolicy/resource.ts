import type { CloudPcProvisioningPolicy } from '@microsoft/microsoft-graph-types';

import type { EntityProperties } from '../../graph/entityProperties';
import { policiesPath } from '../../graph/paths';
import type { Picker } from '../../n8n/picker';
import type { Resource } from '../resource';
import { searchImagesOfPolicies } from './imagePicker';

/** The list of `policyId`: the name, and the image that the policy has. */
export const searchPolicies: Picker = {
	many: 'provisioning policies',
	version: 'v1.0',
	async load(graph) {
		const choices = [];
		for await (const policy of graph.list(policiesPath, { $select: 'id,displayName,imageDisplayName' })) {
			const name = String(policy.displayName ?? policy.id);
			const image = policy.imageDisplayName ? ` (${String(policy.imageDisplayName)})` : '';
			choices.push({ label: `${name}${image}`, name, version: '', value: policy.id });
		}
		return choices;
	},
};

const properties = {
	id: { type: 'id' },
	displayName: { type: 'text' },
	imageId: { type: 'text' },
	imageType: { type: 'text' },
	imageDisplayName: { type: 'text' },
	provisioningType: { type: 'text' },
	description: { type: 'text' },
	cloudPcNamingTemplate: { type: 'text' },
	cloudPcGroupDisplayName: { type: 'text' },
	gracePeriodInHours: { type: 'number' },
	enableSingleSignOn: { type: 'flag' },
	localAdminEnabled: { type: 'flag' },
	domainJoinConfigurations: { type: 'objects' },
	windowsSetting: { type: 'object' },
	autopatch: { type: 'object' },
	microsoftManagedDesktop: { type: 'object' },
	alternateResourceUrl: { type: 'text' },
} as const satisfies EntityProperties & Record<Exclude<keyof CloudPcProvisioningPolicy, 'assignments' | '@odata.type'>, unknown>;

/** https://learn.microsoft.com/graph/api/resources/cloudpcprovisioningpolicy */
export const provisioningPolicy = {
	value: 'provisioningPolicy',
	name: 'Provisioning Policy',
	noun: 'provisioning policy',
	properties,
	pickers: { searchPolicies, searchImagesOfPolicies },
} as const satisfies Resource;
