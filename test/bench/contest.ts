import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { RemoteGraph } from './remoteGraph';

/** Work that both nodes do. */
export interface Contest {
	/** As stored in workflows, e.g. `getAll`; or in words, where it is no operation as it is. */
	operation: string;
	/** What the output is about: the same for both, or they did not do the same work. */
	items: number;
	/** Delays of the local Graph's answers, ms. */
	delays: readonly number[];
	/** Puts into the tenant what a run works on. @returns the input items */
	prepare(graph: RemoteGraph): Promise<IDataObject[]>;
	/** Whether a run uses up what was prepared. */
	usesUp: boolean;
	ours: INodeParameters;
	/** Whether our node continues after an item that failed. */
	continuesOnFail?: true;
	/** Of the HTTP Request node; its authentication is added. */
	theirs: (graphUrl: string) => INodeParameters;
	/** Input of the HTTP Request node, where it is another. */
	theirInput?: (graphUrl: string) => IDataObject[];
	countOurs(items: INodeExecutionData[]): number;
	countTheirs(items: INodeExecutionData[]): number;
	/** How often both run at a delay. */
	runs(delayMs: number): number;
}

/** Counts each output item. */
export const eachItem = (items: INodeExecutionData[]): number => items.length;

/** Counts what lists hold that each stand in one item. */
export const inLists = (items: INodeExecutionData[]): number =>
	items.reduce((count, { json }) => count + (json.value as unknown[]).length, 0);
