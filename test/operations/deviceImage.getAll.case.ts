import { wholeList } from './comparisons';
import type { OperationCase } from './operationCase';

export const operationCase: OperationCase = {
	// Simplified would look up in beta what v1.0 hides; its own column of the fault matrix does.
	parameters: { returnAll: true, output: 'raw' },
	prepare(graph) {
		graph.settings.pageSize = 3;
	},
	requests: ['GET /deviceImages', 'GET /deviceImages', 'GET /deviceImages'],
	compare: wholeList((graph) => [...graph.tenant.images.keys()]),
	faults: { column: 'Get Many, page 2 of 3', hits: 1, kind: 'list' },
	inBenchmark: true,
};
