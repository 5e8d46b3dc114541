import { wholeList } from './comparisons';
import type { OperationCase } from './operationCase';

export const operationCase: OperationCase = {
	parameters: { returnAll: true },
	requests: ['GET /deviceImages/getSourceImages'],
	compare: wholeList((graph) => graph.tenant.sourceImages.map(({ resourceId }) => resourceId)),
	faults: { column: 'Source Images', hits: 0, kind: 'list' },
};
