import { ExpressionError, NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { GraphConnection } from '../graph/transport';
import { isDue, shortestPauseMs, waitStateIn, type WaitState } from '../parameters/waitState';
import { errorItem } from './nodeErrors';
import { waitWorkflow } from './waitWorkflow';

/** The items of a run that wait across restarts. */
export interface WaitingItems {
	/** Value of the parameter `authentication`. */
	authentication: string;
	/** How far the wait of each item is; undefined for all in the execution that starts the wait. */
	begun: ReadonlyArray<WaitState | undefined>;
}

/** Why the node cannot wait, or not go on. */
export class RefusedWait extends NodeOperationError {
	constructor(context: IExecuteFunctions, message: string, description: string) {
		super(context.getNode(), message, { description, failure: { cause: 'configuration-invalid' } });
	}
}

const otherWays =
	"Set 'Wait Mode' to 'In This Execution', or use the loop of the example create-image-and-wait, which also survives a restart.";

const onlyJson =
	"The wait runs in an execution of its own, where an expression in the credential can use only $json. For any other expression, set 'Wait Mode' to 'In This Execution'.";

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
	/** How far the waits are that have begun. */
	private readonly states: readonly WaitState[];

	/**
	 * @param context n8n's `this`
	 * @param items what waits
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly items: WaitingItems,
	) {
		this.states = items.begun.filter((state) => state !== undefined);
	}

	/** Makes sure that n8n can store the wait. @throws RefusedWait that names the other ways to wait */
	private checkPossible(): void {
		const missing = missingIn(this.context);
		if (missing === undefined) return;
		throw new RefusedWait(this.context, "The wait mode 'Across Restarts' is not possible here", `Nothing was sent to Microsoft Graph. ${missing} ${otherWays}`);
	}

	/**
	 * Connects, and makes sure that a look asks what the wait began with, and that somebody still waits.
	 *
	 * @param open opens the connection to Graph
	 * @throws RefusedWait; whatever `open` throws
	 */
	async connect(open: () => Promise<GraphConnection>): Promise<GraphConnection> {
		this.checkPossible();
		const connection = await open().catch((error: unknown) => {
			if (!(error instanceof ExpressionError) || this.states.length === 0) throw error;
			throw new RefusedWait(this.context, "An expression in the credential can't be used in a wait across restarts", `${error.message}. ${onlyJson}`);
		});
		this.connection = connection.identity;
		await this.checkWanted();
		return connection;
	}

	private async checkWanted(): Promise<void> {
		const [first] = this.states;
		if (!first) return;
		if (first.connection !== this.connection) {
			const message = 'The credential no longer means the tenant and the Microsoft Graph that the wait began with';
			throw new RefusedWait(this.context, message, `Nothing more was sent to Microsoft Graph. Do not edit the credential during a wait. ${onlyJson}`);
		}
		// Before the first pause, n8n has not stored the execution that waits.
		if (!this.states.some((state) => isDue(state, Date.now()))) return;
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
		const parentExecutionId = this.states[0]?.parentExecutionId ?? context.getExecutionId();
		const next = nextItems(context.getInputData(), output, { ...state, parentExecutionId, connection }, Date.now());
		if (this.states.length > 0) return next;
		return await this.start(next, state).catch((error: unknown) => {
			if (!context.continueOnFail()) throw error;
			return output.map((each, item) => (waitStateIn(each.json) ? errorItem(new NodeOperationError(context.getNode(), error as Error), item) : each));
		});
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
