import { sampleSources } from '../graph-server';
import { byId } from './byId';
import { createdOnce } from './comparisons';
import type { OperationCase } from './operationCase';
import { isHit, withMethod } from './soakFaults';

export const operationCase: OperationCase = {
	parameters: {
		displayName: 'Finance',
		version: '1.0.0',
		sourceImageResourceId: byId(sampleSources.managed.resourceId),
	},
	requests: ['POST /deviceImages'],
	compare: createdOnce,
	faults: { column: 'Create', hits: 0, kind: 'create' },
	// What the service may have acted on, or says nothing of, is looked for: only the one that reached it is found.
	mustFail: (requests) => isHit(withMethod(requests, 'POST'), 'unavailable', 'timedOut', 'dropped', 'gateway'),
};
