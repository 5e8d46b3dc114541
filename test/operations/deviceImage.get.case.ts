import { sampleImageIds } from '../graph-server';
import { byId } from './byId';
import { sameImage } from './comparisons';
import type { OperationCase } from './operationCase';

export const operationCase: OperationCase = {
	parameters: { imageId: byId(sampleImageIds.ready) },
	requests: [`GET /deviceImages/${sampleImageIds.ready}`],
	compare: sameImage,
	faults: { column: 'Get', hits: 0, kind: 'read' },
	inBenchmark: true,
};
