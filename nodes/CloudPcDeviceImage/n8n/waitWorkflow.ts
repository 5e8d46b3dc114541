import type { INode, INodeParameters, IWorkflowBase, IWorkflowSettings } from 'n8n-workflow';

import type { WaitState } from '../parameters/waitState';

/** The shortest pause that n8n stores, seconds: below 65 its Wait node keeps it in memory. */
export const shortestPauseSeconds = 66;

/** What a workflow that waits takes from the one that starts it. */
export interface WaitingWorkflow {
	id: string;
	name: string;
	settings: IWorkflowSettings;
	/** The node that waits. */
	node: INode;
	authentication: string;
	/** Whether an item that failed is output. */
	continuesOnFail: boolean;
	/** The wait of one item, of the same form as all others. */
	state: WaitState;
}

/** Which settings of a workflow also hold for the executions that its waits start. Its error workflow hears of the error once. */
const keptSettings = ['timezone', 'saveDataErrorExecution', 'saveDataSuccessExecution', 'saveManualExecutions'] as const;

const ofItem = (path: string): string => `={{ $json.${path} }}`;

/** The parameters of the node that looks; every value comes from the item, as the nodes are missing that expressions may name. */
const lookParameters = ({ authentication, state }: WaitingWorkflow): INodeParameters => ({
	authentication,
	resource: 'deviceImage',
	operation: 'waitForStatus',
	imageId: { __rl: true, mode: 'id', value: ofItem('waitState.imageId') },
	waitUntil: ofItem('waitState.waitUntil'),
	waitMode: 'durable',
	waitState: ofItem('waitState'),
	options: Object.fromEntries(Object.keys(state.options).map((name) => [name, ofItem(`waitState.options.${name}`)])),
});

const isAnyPending = {
	options: { version: 2, caseSensitive: true, leftValue: '', typeValidation: 'strict' },
	combinator: 'and',
	conditions: [
		{ id: 'pending', leftValue: '={{ $json.waitState !== undefined }}', rightValue: '', operator: { type: 'boolean', operation: 'true', singleValue: true } },
	],
};

/**
 * Makes the workflow in which all items of a node wait together: look, and as long as any upload goes on, pause and look again.
 * Its last node gives the output of the node that waits.
 *
 * @param waiting what it takes from the workflow that starts it
 */
export function waitWorkflow(waiting: WaitingWorkflow): IWorkflowBase {
	const { id, name, settings, node, continuesOnFail } = waiting;
	const look = node.name;
	const nameOf = (what: string): string => `${what} (${look})`;
	const [start, any, pause, end] = [nameOf('Start'), nameOf('Any Pending?'), nameOf('Pause'), nameOf('Finished')];
	const builtIn = (nodeName: string, type: string, typeVersion: number, column: number, parameters: object = {}): INode => ({
		id: nodeName,
		name: nodeName,
		type: `n8n-nodes-base.${type}`,
		typeVersion,
		position: [column * 220, 0],
		parameters: parameters as INodeParameters,
	});
	const to = (target: string) => [{ node: target, type: 'main' as const, index: 0 }];
	const now = new Date();
	return {
		id,
		name,
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: now,
		updatedAt: now,
		settings: {
			...Object.fromEntries(keptSettings.flatMap((key) => (settings[key] === undefined ? [] : [[key, settings[key]]]))),
			executionOrder: 'v1',
			callerPolicy: 'workflowsFromSameOwner',
		},
		nodes: [
			builtIn(start, 'executeWorkflowTrigger', 1.1, 0, { inputSource: 'passthrough' }),
			{
				...{ id: node.id, name: look, type: node.type, typeVersion: node.typeVersion, position: [220, 0] },
				...{ credentials: node.credentials, parameters: lookParameters(waiting) },
				...(continuesOnFail && { onError: 'continueRegularOutput' }),
			},
			builtIn(any, 'if', 2.2, 2, { conditions: isAnyPending, options: {} }),
			builtIn(pause, 'wait', 1.1, 3, { resume: 'timeInterval', unit: 'seconds', amount: ofItem('waitSeconds') }),
			builtIn(end, 'noOp', 1, 4),
		],
		connections: {
			[start]: { main: [to(look)] },
			[look]: { main: [to(any)] },
			[any]: { main: [to(pause), to(end)] },
			[pause]: { main: [to(look)] },
		},
	};
}
