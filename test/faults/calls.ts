import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { NodeRun } from '../engine/engine';
import { cases, endpoint, findCase, type NamedCase } from '../operations';
import type { Comparison } from '../operations/comparisons';
import type { RequestKind } from '../operations/operationCase';
import type { Prepare, Worker } from '../operations/worker';

/** One use of the node, on which faults are tried. */
export interface Call {
	/** Heading of its column. */
	name: string;
	/** What the hit request is. */
	kind: RequestKind;
	/** Whether the number of output items is not that of the input items. */
	isList?: boolean;
	/** Several items with Continue On Fail; the fault hits the batch that carries them, or the part of the second. */
	many?: 'batch' | 'part';
	parameters: INodeParameters;
	input: IDataObject[];
	/** The request that the fault hits. */
	hits: { method: string; path: RegExp; skip?: number };
	/** A 404 is one of the right responses. */
	mayBeMissing?: true;
	/** The response is about images that no script can know. */
	unscriptable?: true;
	prepare?: Prepare;
	/** How it is run; default as an action node. Gives its run, and what is found out later, without faults. */
	play?: (worker: Worker) => Promise<{ run: NodeRun; later?: () => Promise<string[]> }>;
	compare: Comparison;
}

/** Returns what hits a request, written as in a case. */
export function hitsOf(request: string): { method: string; path: RegExp } {
	const [method = '', path = ''] = request.split(' ');
	return { method, path: new RegExp(`${(endpoint + path).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) };
}

function callOfCase(named: NamedCase): Call {
	const { faults, requests, parameters, prepare, compare } = named;
	const { kind, column: name } = faults;
	const request = requests[faults.hits] ?? '';
	const skip = requests.slice(0, faults.hits).filter((earlier) => earlier === request).length;
	return { name, kind, isList: kind === 'list', parameters, input: [{}], hits: { ...hitsOf(request), skip }, prepare, compare };
}

/** Returns the column of an operation, by `resource.operation`. */
export const callOf = (key: string): Call => callOfCase(findCase(key));

/** Returns parameters with other options of the node. */
export const withOptions = (parameters: INodeParameters, options: INodeParameters): INodeParameters => ({
	...parameters,
	options: { ...(parameters.options as INodeParameters | undefined), ...options },
});

/** One column for each operation. */
export const singleCalls: readonly Call[] = cases.map(callOfCase);
