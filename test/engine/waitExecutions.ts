import type {
	ExecuteWorkflowData,
	ExecutionError,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	IRunExecutionData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	RelatedExecution,
} from 'n8n-workflow';

import type { NodeRun, RunOptions } from './engine';
import type { TestNode } from './useNode';

/** The execution that a node has started to wait in, and what n8n does with it. */
export class WaitExecutions {
	/** The workflow of the execution, once the node has started one. */
	code?: IWorkflowBase;
	parentExecution?: RelatedExecution;
	/** Items of its next step. */
	items: INodeExecutionData[] = [];
	/** What n8n has stored of the execution that waits; undefined when somebody has deleted it. */
	stored: { resultData: { runData: object; error?: ExecutionError } } | undefined = { resultData: { runData: {} } };

	constructor(private readonly node: TestNode) {}

	/** What n8n gives the node that waits. */
	readonly host: Partial<IWorkflowExecuteAdditionalData> = {
		executeWorkflow: async ({ code }, _, { inputData = [], parentExecution }): Promise<ExecuteWorkflowData> => {
			Object.assign(this, { code, parentExecution });
			const first = await this.step(inputData);
			if (first.error) throw Object.assign(new Error(first.error.message), first.error);
			if (!this.waits) return { executionId: '2', data: [first.items] };
			return { executionId: '2', data: [], waitTill: new Date(Date.now() + this.pauseMs) };
		},
	};

	/** Whether any item goes on to the pause. */
	get waits(): boolean {
		return this.items.some(({ json }) => json.waitState !== undefined);
	}

	/** How long the pause is, in ms, as n8n's node Wait reads it. */
	get pauseMs(): number {
		return Number(this.items[0]?.json.waitSeconds) * 1_000;
	}

	/** Lets the pause pass, and looks again. */
	async next(): Promise<NodeRun> {
		this.node.setTime(Date.now() + this.pauseMs);
		return await this.step();
	}

	/** Runs the node that looks. n8n's own nodes around it run in the tests of real n8n. */
	async step(items: readonly INodeExecutionData[] = this.items): Promise<NodeRun> {
		const inner = this.code?.nodes.find(({ type }) => type.endsWith('.executeWorkflow'))?.parameters.workflowJson;
		const look = (JSON.parse(String(inner)) as IWorkflowBase).nodes.find(({ type }) => type.endsWith('cloudPcDeviceImage'));
		if (!look) throw new Error('No execution was started that looks');
		const run = await this.node.engine.run(look.parameters, {
			input: items.map(({ json }) => json),
			onError: look.onError,
			host: { getRunExecutionData: async () => this.stored as IRunExecutionData | undefined },
		});
		this.items = run.items;
		return run;
	}
}

/** How a wait runs. */
export interface WaitRun extends Omit<RunOptions, 'input'> {
	options?: IDataObject;
	waitUntil?: string;
	/** What each input item has besides the ID. */
	json?: IDataObject;
}

/** Runs Wait for Status with its wait mode Across Restarts, one item for each image. */
export async function waitAcrossRestarts(
	node: TestNode,
	ids: string[],
	{ options = {}, waitUntil = 'ready', json = {}, ...run }: WaitRun = {},
): Promise<{ executions: WaitExecutions; run: NodeRun }> {
	const executions = new WaitExecutions(node);
	const parameters = { waitMode: 'durable', waitUntil, options, imageId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };
	const started = await node.engine.run({ resource: 'deviceImage', operation: 'waitForStatus', ...parameters } as INodeParameters, {
		input: ids.map((id) => ({ id, ...json })),
		...run,
		host: { ...executions.host, ...run.host },
	});
	return { executions, run: started };
}
