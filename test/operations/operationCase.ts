import type { INodeParameters } from 'n8n-workflow';

import type { GraphServer, RecordedRequest } from '../graph-server';
import type { Comparison } from './comparisons';

/** What a request does: faults are survived or told by it. */
export type RequestKind = 'read' | 'list' | 'wait' | 'create' | 'delete' | 'action' | 'update';

/**
 * How one operation is tried on the sample tenant. The engine test, the output schema test, the fault matrix, the soak,
 * the benchmark and README's table read it from `<resource>.<operation>.case.ts`.
 */
export interface OperationCase {
	/** Right values of what the operation needs; `resource` and `operation` come from the registry. */
	parameters: INodeParameters;
	/** Changes the sample tenant or the settings of the local Graph before a run. */
	prepare?(graph: GraphServer): void;
	/** What a run without faults sends, in order: method, and path below `/deviceManagement/virtualEndpoint`. */
	requests: readonly string[];
	/** Returns what in the tenant does not fit to what a run said. */
	compare: Comparison;
	/** Its column of the fault matrix. */
	faults: {
		column: string;
		/** Which of the requests is hit, from 0. */
		hits: number;
		/** Of the request that is hit. */
		kind: RequestKind;
	};
	/** Whether the faults that hit these requests of the soak have to end in an error; default never, as reads are tried again. */
	mustFail?(requests: readonly RecordedRequest[]): boolean;
	/** Whether the benchmark runs it beside the HTTP Request node, on many images. */
	inBenchmark?: true;
}
