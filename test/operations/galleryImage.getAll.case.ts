import { wholeList } from './comparisons';
import type { OperationCase } from './operationCase';

export const operationCase: OperationCase = {
	parameters: { returnAll: true },
	requests: ['GET /galleryImages'],
	compare: wholeList((graph) => [...graph.tenant.galleryImages.values()].map(({ id }) => id)),
	faults: { column: 'Gallery images', hits: 0, kind: 'list' },
};
