import { sampleImageIds, type RecordedRequest } from '../graph-server';
import { byId } from './byId';
import { changed } from './comparisons';
import type { OperationCase } from './operationCase';
import { isHit, withMethod } from './soakFaults';

const id = sampleImageIds.internalError;

/** A start of which nothing is known is looked for, and made once more. */
function mustFail(requests: readonly RecordedRequest[]): boolean {
	const unclear = withMethod(requests, 'POST').filter((request) =>
		isHit([request], 'unavailable', 'timedOut', 'dropped', 'lost', 'gateway'),
	);
	return unclear.length > 1;
}

/** Returns the case of an action that starts an upload again. */
export const restartedUpload = (action: 'retryUpload' | 'reupload', column: string): OperationCase => ({
	parameters: { imageId: byId(id) },
	requests: [`POST /deviceImages/${id}/${action}`, `GET /deviceImages/${id}`],
	compare: changed([id], (image) => image?.status === 'pending'),
	faults: { column, hits: 0, kind: 'action' },
	mustFail,
});
