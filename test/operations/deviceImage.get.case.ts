import { sampleImageIds } from '../graph-server';
import { byId } from './byId';
import { sameEntity } from './comparisons';
import type { OperationCase } from './operationCase';

export const operationCase: OperationCase = {
	parameters: { imageId: byId(sampleImageIds.ready) },
	requests: [`GET /deviceImages/${sampleImageIds.ready}`],
	compare: sameEntity,
	faults: { column: 'Get', hits: 0, kind: 'read' },
	inBenchmark: true,
};
