import type { INode, INodeExecutionData } from 'n8n-workflow';

/**
 * Returns whether an AI agent runs the node as its tool. n8n's own `isToolExecution` says no in most of its agents.
 * Source: n8n 2.41, tool-generation/ai-tools.js, which makes the type of a tool by adding `Tool`.
 */
export const isTool = ({ type }: Pick<INode, 'type'>): boolean => type.endsWith('Tool');

/** Returns whether an error is data: an agent cannot act on an execution that stopped, unless the user wants that. */
export const errorsAreData = (node: Pick<INode, 'type' | 'onError'>): boolean =>
	isTool(node) && node.onError !== 'stopWorkflow';

/** Returns what an agent gets for an item without output: it cannot read an empty list. */
export const nothingFoundItem = (message: string, item: number): INodeExecutionData => ({
	json: { found: 0, message },
	pairedItem: { item },
});
