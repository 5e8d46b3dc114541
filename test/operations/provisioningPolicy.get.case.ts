import { samplePolicyIds } from '../graph-server';
import { byId } from './byId';
import { sameEntity } from './comparisons';
import type { OperationCase } from './operationCase';

export const operationCase: OperationCase = {
	parameters: { policyId: byId(samplePolicyIds.production) },
	requests: [`GET /provisioningPolicies/${samplePolicyIds.production}`],
	compare: sameEntity,
	faults: { column: 'Get policy', hits: 0, kind: 'read' },
};
