import type { IConnections, INode, INodeParameters, IWorkflowBase, IWorkflowSettings } from 'n8n-workflow';

import type { WaitState } from '../parameters/waitState';

/** What the workflows of a wait take from the one that starts them. */
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

/** The settings that also hold for the executions of a wait. An error workflow does not: it hears of the error once. */
const keptSettings = [
	...(['saveDataErrorExecution', 'saveDataSuccessExecution', 'saveManualExecutions'] as const),
	...(['redactionPolicy', 'credentialResolverId', 'timezone'] as const),
] as const;

/** Names of the nodes around the one that waits, which keeps its own name. */
const names = { start: 'Start', pending: 'Any Pending?', pause: 'Pause', looks: 'Wait', end: 'Finished' };

const builtIn = (name: string, type: string, typeVersion: number, column: number, parameters: object = {}): INode => ({
	id: name,
	name,
	type: `n8n-nodes-base.${type}`,
	typeVersion,
	position: [column * 220, 0],
	parameters: parameters as INodeParameters,
});

const isPending = '$json.waitState !== undefined';

const ifTrue = (condition: string): INode =>
	builtIn(names.pending, 'if', 2.2, 2, {
		conditions: {
			options: { version: 2, caseSensitive: true, leftValue: '', typeValidation: 'strict' },
			combinator: 'and',
			conditions: [{ id: 'pending', leftValue: `={{ ${condition} }}`, rightValue: '', operator: { type: 'boolean', operation: 'true', singleValue: true } }],
		},
	});

const nodes = {
	start: builtIn(names.start, 'executeWorkflowTrigger', 1.1, 0, { inputSource: 'passthrough' }),
	pause: builtIn(names.pause, 'wait', 1.1, 3, { resume: 'timeInterval', unit: 'seconds', amount: '={{ $json.waitSeconds }}' }),
	end: builtIn(names.end, 'noOp', 1, 4),
};

function workflowOf({ id, name, settings }: WaitingWorkflow, chosen: INode[], connections: Record<string, string[]>): IWorkflowBase {
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
		nodes: chosen,
		connections: Object.fromEntries(
			Object.entries(connections).map(([from, targets]) => [from, { main: targets.map((node) => [{ node, type: 'main' as const, index: 0 }]) }]),
		) satisfies IConnections,
	};
}

const ofItem = (path: string): string => `={{ $json.${path} }}`;

/** Every value comes from the item, because an expression may name nodes that only the workflow has that waits. */
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

/** How often one execution looks: n8n keeps the data of each look, and stores all of it at each pause. */
const maxLooks = 60;

/** Looks at all images, and as long as any upload goes on, pauses and looks again. */
function lookWorkflow(waiting: WaitingWorkflow): IWorkflowBase {
	const { node, continuesOnFail } = waiting;
	const isTaken = Object.values(names).includes(node.name);
	const look: INode = {
		...{ id: node.id, name: isTaken ? `${node.name} (Image)` : node.name, type: node.type, typeVersion: node.typeVersion, position: [220, 0] },
		...{ credentials: node.credentials, parameters: lookParameters(waiting) },
		...(continuesOnFail && { onError: 'continueRegularOutput' }),
	};
	const goesOn = ifTrue(`${isPending} && $runIndex < ${maxLooks}`);
	return workflowOf(waiting, [nodes.start, look, goesOn, nodes.pause, nodes.end], {
		[names.start]: [look.name],
		[look.name]: [names.pending],
		[names.pending]: [names.pause, names.end],
		[names.pause]: [look.name],
	});
}

/**
 * Makes the workflow in which all items of a node wait. Its last node gives the output of the node.
 * It runs the workflow that looks, and runs that again after many looks, or when n8n was killed during one: n8n 2.41 then
 * gives what was stored before the look.
 *
 * @param waiting what it takes from the workflow that starts it
 */
export function waitWorkflow(waiting: WaitingWorkflow): IWorkflowBase {
	const looks = builtIn(names.looks, 'executeWorkflow', 1.2, 1, {
		source: 'parameter',
		workflowJson: JSON.stringify(lookWorkflow(waiting)),
		mode: 'once',
		options: { waitForSubWorkflow: true },
	});
	return workflowOf(waiting, [nodes.start, looks, ifTrue(isPending), nodes.end], {
		[names.start]: [names.looks],
		[names.looks]: [names.pending],
		[names.pending]: [names.looks, names.end],
	});
}
