import { randomUUID } from 'node:crypto';

import type { CloudPcProvisioningPolicyImageType } from '@microsoft/microsoft-graph-types-beta';

import type { ApiVersion, EntityType } from '../odata/entityType';

/**
 * A pool of Windows 365 for Agents, not in Microsoft's types yet:
 * https://learn.microsoft.com/graph/api/resources/cloudpcagentpool?view=graph-rest-beta
 */
export interface StoredAgentPool {
	id: string;
	displayName: string;
	description: string | null;
	cloudPcConfiguration: {
		imageId: string;
		imageType: CloudPcProvisioningPolicyImageType;
		imageDisplayName: string;
		osLocale: string;
	};
	createdDateTime: string;
	lastModifiedDateTime: string;
}

/** What a new pool needs. */
export type NewAgentPool = Partial<StoredAgentPool> & Pick<StoredAgentPool, 'displayName' | 'cloudPcConfiguration'>;

/** Returns a pool with every property. @param now the clock's time */
export function newAgentPool(given: NewAgentPool, now: Date): StoredAgentPool {
	const at = now.toISOString();
	return { id: randomUUID(), description: null, createdDateTime: at, lastModifiedDateTime: at, ...given };
}

const type: EntityType = {
	name: 'cloudPcPool',
	properties: {
		id: 'string',
		displayName: 'string',
		description: 'string',
		cloudPcConfiguration: 'complex',
		createdDateTime: 'dateTime',
		lastModifiedDateTime: 'dateTime',
	},
};

/** cloudPcPool, with what says which image a pool uses (life cycle contract 4). Beta alone has the path. */
export const agentPoolType: Record<ApiVersion, EntityType> = { 'v1.0': type, beta: type };
