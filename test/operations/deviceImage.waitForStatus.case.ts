import { sampleImageIds } from '../graph-server';
import { byId } from './byId';
import { sameImage } from './comparisons';
import type { OperationCase } from './operationCase';

export const operationCase: OperationCase = {
	parameters: { imageId: byId(sampleImageIds.ready), options: { pollIntervalSeconds: 1, timeoutMinutes: 1 } },
	requests: [`GET /deviceImages/${sampleImageIds.ready}`],
	compare: sameImage,
	faults: { column: 'Wait for Status', hits: 0, kind: 'wait' },
};
