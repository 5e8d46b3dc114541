import { sampleImageIds, type RecordedRequest } from '../graph-server';
import { byId } from './byId';
import { changed } from './comparisons';
import type { OperationCase } from './operationCase';
import { isHit, withMethod } from './soakFaults';

const id = sampleImageIds.free;

const isBatch = ({ path }: RecordedRequest): boolean => path.endsWith('$batch');
const isDelete = ({ method, body }: RecordedRequest): boolean =>
	method === 'DELETE' || JSON.stringify(body ?? '').includes('"DELETE"');

/** After a gateway's page the image is looked for: it is gone only when an earlier try deleted it. */
function mustFail(requests: readonly RecordedRequest[]): boolean {
	const page = requests.findIndex((request) => isDelete(request) && isHit([request], 'gateway'));
	if (page < 0) return false;
	const earlier = requests.slice(0, page);
	return !isHit(withMethod(earlier, 'DELETE'), 'lost') && !isHit(earlier.filter(isBatch), 'lost', 'brokenOff');
}

export const operationCase: OperationCase = {
	parameters: { imageId: byId(id) },
	requests: [`DELETE /deviceImages/${id}`],
	compare: changed([id], (image) => image === undefined),
	faults: { column: 'Delete', hits: 0, kind: 'delete' },
	mustFail,
	inBenchmark: true,
};
