import { wholeList } from './comparisons';
import type { OperationCase } from './operationCase';

export const operationCase: OperationCase = {
	parameters: { returnAll: true },
	prepare(graph) {
		graph.settings.cloudPcPageSize = 2;
	},
	requests: ['GET /cloudPCs', 'GET /cloudPCs', 'GET /cloudPCs'],
	compare: wholeList((graph) => [...graph.tenant.cloudPcs.keys()]),
	faults: { column: 'Cloud PCs, page 2 of 3', hits: 1, kind: 'list' },
};
