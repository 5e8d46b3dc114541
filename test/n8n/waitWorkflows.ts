import type { INode, INodeParameters, OnError } from 'n8n-workflow';

import { credentialType, nodeType } from '../../scripts/localGraph';
import type { WorkflowFile } from '../../scripts/n8nTypes';

/** How a workflow waits for images. */
export interface WaitingFor {
	/** Of the images, in the order of the items. */
	ids: string[];
	waitMode?: 'inMemory' | 'durable';
	waitUntil?: 'ready' | 'settled';
	/** What names the image of an item; default its ID. */
	imageId?: INodeParameters;
	options?: INodeParameters;
	onError?: OnError;
}

/** The node that waits. */
export const waitNode = 'Wait for Image';

const builtIn = (name: string, type: string, typeVersion: number, parameters: object): INode => ({
	...{ id: name, name, type: `n8n-nodes-base.${type}`, typeVersion, position: [0, 0] },
	parameters: parameters as INodeParameters,
});

/** Puts values into a node Edit Fields. */
const editFields = (name: string, values: Record<string, unknown>): INode =>
	builtIn(name, 'set', 3.4, { mode: 'raw', jsonOutput: `=${JSON.stringify(values)}` });

/** Tells of each item which image was wanted, and which one came: n8n finds the first by the pairing of items. */
const report = (name: string): INode =>
	editFields(name, {
		wanted: "{{ $('Images').item.json.ids }}",
		id: '{{ $json.id }}',
		status: '{{ $json.status }}',
		error: '{{ $json.error }}',
	});

/** The usual start: a person runs the workflow. */
const manualStart = builtIn('Start', 'manualTrigger', 1, {});

/**
 * Makes a workflow that waits for images and reports each.
 * Its nodes: a trigger, one item per image, our node, and Report, or Report Error for its second output.
 *
 * @param credential of the node
 * @param start the trigger, with the name Start
 */
export function waitingWorkflow(
	{ id, name }: { id: string; name: string },
	{ ids, onError, ...parameters }: WaitingFor,
	start = manualStart,
): WorkflowFile {
	const wait: INode = {
		...{ id: 'wait', name: waitNode, type: nodeType, typeVersion: 1, position: [0, 0] },
		parameters: {
			...{ authentication: 'oAuth2', resource: 'deviceImage', operation: 'waitForStatus', waitMode: 'durable' },
			imageId: { __rl: true, mode: 'id', value: '={{ $json.ids }}' },
			...parameters,
		},
		credentials: { [credentialType]: { id, name } },
		...(onError && { onError }),
	};
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	return {
		name: 'Wait for images',
		settings: { executionOrder: 'v1' },
		nodes: [
			start,
			editFields('List', { ids }),
			builtIn('Images', 'splitOut', 1, { fieldToSplitOut: 'ids', options: {} }),
			...[wait, report('Report'), report('Report Error')],
		],
		connections: {
			Start: { main: [to('List')] },
			List: { main: [to('Images')] },
			Images: { main: [to(waitNode)] },
			[waitNode]: { main: [to('Report'), to('Report Error')] },
		},
	};
}
