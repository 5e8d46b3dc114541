import { sampleImageIds } from '../graph-server';
import { byId } from './byId';
import { changed } from './comparisons';
import type { OperationCase } from './operationCase';
import { isHit, withMethod } from './soakFaults';

const id = sampleImageIds.free;

export const operationCase: OperationCase = {
	parameters: { imageId: byId(id), updateFields: { displayName: 'Renamed' } },
	requests: [`PATCH /deviceImages/${id}`],
	compare: changed([id], (image) => image?.displayName === 'Renamed'),
	faults: { column: 'Update', hits: 0, kind: 'update' },
	// Nothing says whether a change that a gateway answered may be made twice.
	mustFail: (requests) => isHit(withMethod(requests, 'PATCH'), 'gateway'),
};
