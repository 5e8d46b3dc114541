import { sampleImageIds, samplePolicyIds } from '../graph-server';
import { byId } from './byId';
import { changed } from './comparisons';
import type { OperationCase } from './operationCase';
import { isHit, withMethod } from './soakFaults';

const id = samplePolicyIds.production;
const image = sampleImageIds.free;

export const operationCase: OperationCase = {
	parameters: { policyId: byId(id), image: byId(image) },
	requests: [
		`GET /deviceImages/${image}`,
		`GET /provisioningPolicies/${id}`,
		`PATCH /provisioningPolicies/${id}`,
		`GET /provisioningPolicies/${id}`,
	],
	compare: changed([id], (_, { policies }) => policies.get(id)?.imageId === image),
	faults: { column: 'Set Image', hits: 2, kind: 'action' },
	mustFail: (requests) => withMethod(requests, 'PATCH').filter((request) => isHit([request], 'gateway')).length > 3,
};
