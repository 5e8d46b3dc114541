import { wholeList } from './comparisons';
import type { OperationCase } from './operationCase';

export const operationCase: OperationCase = {
	parameters: { returnAll: true },
	prepare(graph) {
		graph.settings.pageSize = 3;
	},
	requests: ['GET /deviceImages', 'GET /deviceImages', 'GET /deviceImages'],
	compare: wholeList((graph) => [...graph.tenant.images.keys()]),
	faults: { column: 'Get Many, page 2 of 3', hits: 1, kind: 'list' },
	inBenchmark: true,
};
