import { wholeList } from './comparisons';
import type { OperationCase } from './operationCase';

export const operationCase: OperationCase = {
	parameters: { returnAll: true, options: { includeAssignments: true } },
	requests: ['GET /provisioningPolicies'],
	compare: wholeList((graph) => [...graph.tenant.policies.keys()]),
	faults: { column: 'Get policies', hits: 0, kind: 'list' },
};
