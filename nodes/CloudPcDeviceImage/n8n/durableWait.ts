import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { shortestPauseMs, waitStateIn, type WaitState } from '../parameters/waitState';
import { waitWorkflow } from './waitWorkflow';

/** The items of a run that wait across restarts. */
export interface WaitingItems {
	/** Value of the parameter `authentication`. */
	authentication: string;
	/** How far the wait of each item is; empty in the execution that starts the wait. */
	begun: readonly WaitState[];
}

/** Why the node cannot wait, or not go on. */
export class RefusedWait extends NodeOperationError {
	constructor(context: IExecuteFunctions, message: string, description: string) {
		super(context.getNode(), message, { description, failure: { cause: 'configuration-invalid' } });
	}
}

const otherWays =
	"Set 'Wait Mode' to 'In This Execution', or use the loop of the example create-image-and-wait, which also survives a restart.";

/** Returns what n8n lacks for a wait across restarts. */
function missingIn(context: IExecuteFunctions): string | undefined {
	// n8n before 2.27 loses the error of an execution that another one waits for; this method came later.
	if (typeof context.onExecutionFinish !== 'function' || typeof context.getExecutionDataById !== 'function') {
		return 'This version of n8n would lose the error of a failed upload. Update n8n to 2.38.2 or later.';
	}
	const { id } = context.getWorkflow();
	if (!id || id === '__EMPTY__') return 'n8n stores no execution of a workflow that was never saved. Save the workflow.';
	return context.getExecutionId() ? undefined : 'n8n does not store this execution, so it cannot pause it.';
}

/** A wait that n8n stores between two looks, in an execution of its own in which all items wait together. */
export class DurableWait {
	private connection = '';

	/**
	 * @param context n8n's `this`
	 * @param items what waits
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly items: WaitingItems,
	) {}

	/** Makes sure that n8n can store the wait. @throws RefusedWait that names the other ways to wait */
	checkPossible(): void {
		const missing = missingIn(this.context);
		if (missing === undefined) return;
		throw new RefusedWait(this.context, "The wait mode 'Across Restarts' is not possible here", `Nothing was sent to Microsoft Graph. ${missing} ${otherWays}`);
	}

	/**
	 * Makes sure that a look asks what the wait began with, and that somebody still waits.
	 *
	 * @param connection tells the connection to Graph from others
	 * @throws RefusedWait
	 */
	async checkWanted(connection: string): Promise<void> {
		this.connection = connection;
		const { begun } = this.items;
		const [first] = begun;
		if (!first) return;
		if (first.connection !== connection) {
			throw new RefusedWait(
				this.context,
				'The credential no longer means the tenant and the Microsoft Graph that the wait began with',
				"Nothing more was sent to Microsoft Graph. Do not edit the credential during a wait. In the execution that waits, an expression in the credential finds only $json. For any other expression, set 'Wait Mode' to 'In This Execution'.",
			);
		}
		// Before the first pause, n8n has not stored the execution that waits.
		if (begun.every(({ nextLookAt }) => nextLookAt > Date.now())) return;
		const { parentExecutionId = '' } = first;
		const waiting = await this.context.getExecutionDataById(parentExecutionId);
		if (waiting && !waiting.resultData.error) return;
		throw new RefusedWait(
			this.context,
			`Execution ${parentExecutionId}, which waited for the upload, was stopped or deleted`,
			'Nothing more was sent to Microsoft Graph. The upload continues in Windows 365.',
		);
	}

	/**
	 * Starts the execution in which all items wait, or goes on in it.
	 *
	 * @param looked one item for each input item; those that wait hold how far they are
	 * @returns the output of the node; nothing as long as the items wait, as n8n drops it then
	 */
	async goOn(looked: INodeExecutionData[]): Promise<INodeExecutionData[]> {
		const { context, items, connection } = this;
		const output = looked.map((each, item) => {
			const { outcome } = items.begun[item] ?? {};
			return outcome ? { ...each, json: outcome } : each;
		});
		const state = output.map(({ json }) => waitStateIn(json)).find((each) => each !== undefined);
		if (!state) return output;
		const parentExecutionId = items.begun[0]?.parentExecutionId ?? context.getExecutionId();
		const next = nextItems(context.getInputData(), output, { ...state, parentExecutionId, connection }, Date.now());
		return items.begun.length > 0 ? next : await this.start(next, state);
	}

	private async start(items: INodeExecutionData[], state: WaitState): Promise<INodeExecutionData[]> {
		const { context } = this;
		const { id: workflowId = '', name = '' } = context.getWorkflow();
		const code = waitWorkflow({
			...{ id: workflowId, name, state, node: context.getNode(), authentication: this.items.authentication },
			...{ settings: context.getWorkflowSettings(), continuesOnFail: context.continueOnFail() },
		});
		const parentExecution = { executionId: context.getExecutionId(), workflowId, shouldResume: true };
		const { data, executionId, waitTill } = await context.executeWorkflow({ code }, items, undefined, { parentExecution });
		context.setMetadata({ subExecution: { executionId, workflowId }, subExecutionsCount: 1 });
		return waitTill ? [] : (data[0] ?? []);
	}
}

/** Returns the items of the next step. What an item had stays with it, for expressions of the credential. */
function nextItems(input: readonly INodeExecutionData[], output: readonly INodeExecutionData[], kept: WaitState, now: number): INodeExecutionData[] {
	const states = output.map(({ json }) => waitStateIn(json));
	const nextLookAt = Math.min(...states.flatMap((state) => state?.nextLookAt ?? []));
	const waitSeconds = Math.ceil(Math.max(shortestPauseMs, nextLookAt - now) / 1_000);
	const { parentExecutionId, connection } = kept;
	return output.map(({ json: outcome }, item) => {
		const waitState = { ...(states[item] ?? { ...kept, outcome }), parentExecutionId, connection };
		return { json: { ...input[item]?.json, waitSeconds, waitState: waitState as never }, pairedItem: { item } };
	});
}
