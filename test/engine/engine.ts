/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import 'reflect-metadata';

import { resolve } from 'node:path';

import {
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PollContext,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	NodeHelpers,
	Workflow,
	type Failure,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IVersionedNodeType,
	type IWorkflowExecuteAdditionalData,
	type OnError,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { CredentialStore } from './credentialStore';
import { testCredential, type CredentialTestResult } from './credentialTester';

const packageRoot = resolve(__dirname, '../..');
const nodeName = 'Device Images';
const credentialTypes = ['cloudPcGraphManagedIdentityApi', 'cloudPcGraphOAuth2Api'];
export const credentialId = 'credential-1';

/** What one run of the node gave. */
export interface NodeRun {
	items: INodeExecutionData[];
	/** The second output of "Continue (using error output)". */
	errorItems: INodeExecutionData[];
	/** What n8n shows beside the output. */
	hints: string[];
	/** The error that stopped the node. */
	error?: { message: string; description?: string | null; context: IDataObject; httpCode?: string; failure?: Failure };
}

export interface RunOptions {
	/** One per input item; default is a single empty item. */
	input?: IDataObject[];
	onError?: OnError;
	/** Other settings of the node, as its tab Settings has them. */
	settings?: Pick<INode, 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>;
	/** Cancels the execution when it is aborted. */
	signal?: AbortSignal;
	/** Another node than the action node, see {@link Engine.addNode}. */
	node?: Pick<INode, 'type' | 'typeVersion'>;
	/** What else n8n gives its engine, e.g. the way to start other executions. */
	host?: Partial<IWorkflowExecuteAdditionalData>;
	/** Empty for a workflow that was never saved. */
	workflowId?: string;
}

/** How n8n polls the trigger. */
export interface PollOptions {
	/** What one node has seen, the process remembers; another ID is another node. */
	nodeId?: string;
	parameters: INodeParameters;
	/** The node's static data; changed in place. */
	staticData?: IDataObject;
	/** The static data of the whole workflow, where n8n looks for the node's by itself; changed in place. */
	workflowStaticData?: IDataObject;
	/** The trigger's name after somebody renamed it. */
	nodeName?: string;
	mode?: WorkflowExecuteMode;
	activation?: WorkflowActivateMode;
	/** What `getPollBudgetMs` gives, ms; n8n's durable polls have less than the usual 5 minutes. */
	budgetMs?: number;
	credentials?: INode['credentials'];
}

const ourNode = (name: string) => ({
	type: `n8n-nodes-cloudpc-device-image.${name}`,
	typeVersion: 1,
});

/** The action node as n8n makes it a tool of an AI agent (tool-generation/ai-tools.js). */
export const toolNode = ourNode('cloudPcDeviceImageTool');

/** What tells n8n's parameters of a tool from those of a node: the name of the type. */
const toolOf = (type: INodeType): INodeType => ({
	...type,
	execute: type.execute,
	description: { ...type.description, name: `${type.description.name}Tool` },
});

/** The start of every test workflow: passes its input on. */
const startNode: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: 'Passes its input on',
		defaults: { name: 'Start' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** n8n's engine with the built package in it, and one credential. */
export class Engine {
	private constructor(
		readonly loader: PackageDirectoryLoader,
		private readonly nodeTypes: INodeTypes,
		private readonly addedNodes: Map<string, INodeType | IVersionedNodeType>,
		readonly credentials: CredentialStore,
	) {}

	/**
	 * Loads `dist` as n8n does; run `npm run build` first.
	 * @param folder the package; default this checkout
	 */
	static async load(folder: string = packageRoot): Promise<Engine> {
		const loader = new PackageDirectoryLoader(folder);
		await loader.loadAll();
		const addedNodes = new Map<string, INodeType | IVersionedNodeType>([['test.start', startNode]]);
		const ownType = (name: string): INodeType | IVersionedNodeType =>
			name.endsWith('Tool') ? toolOf(loader.getNode(name.slice(0, -'Tool'.length)).type as INodeType) : loader.getNode(name).type;
		const typeOf = (type: string): INodeType | IVersionedNodeType => addedNodes.get(type) ?? ownType(type.split('.')[1] ?? type);
		const nodeTypes: INodeTypes = {
			getByName: typeOf,
			getByNameAndVersion: (type, version) =>
				NodeHelpers.getVersionedNodeType(typeOf(type), version),
			getKnownTypes: () => ({}),
		};
		return new Engine(loader, nodeTypes, addedNodes, new CredentialStore(loader, nodeTypes));
	}

	/**
	 * Puts a node of another package beside ours, with the same credential.
	 * @param type as workflows store it, e.g. `n8n-nodes-base.httpRequest`
	 */
	addNode(type: string, node: INodeType | IVersionedNodeType): void {
		this.addedNodes.set(type, node);
	}

	/** Returns a node type as n8n has it. */
	nodeType(type: string): INodeType {
		return this.nodeTypes.getByNameAndVersion(type);
	}

	/** Stores the credential that every run uses. */
	useCredential(data: ICredentialDataDecryptedObject): void {
		this.credentials.stored.set(credentialId, data);
	}

	/** Changes fields of the stored credential, as saving it in the editor does: a token in it stays. */
	editCredential(change: ICredentialDataDecryptedObject): void {
		this.useCredential({ ...this.credentials.stored.get(credentialId), ...change });
	}

	/** Runs the action node behind a start node, with n8n's own WorkflowExecute. */
	async run(parameters: INodeParameters, options: RunOptions = {}): Promise<NodeRun> {
		const workflow = this.workflow(parameters, options);
		const hooks = new ExecutionLifecycleHooks('manual', '1', { id: '1' } as never);
		const done = Promise.withResolvers<IRun>();
		hooks.addHandler('workflowExecuteAfter', (run) => done.resolve(run));
		const data = {
			main: [(options.input ?? [{}]).map((json) => ({ json }))],
		};
		const node = workflow.getNode('Start');
		if (!node) throw new Error('The workflow has no start node');
		await workflow.expression.acquireIsolate();
		const execution = new WorkflowExecute(
			{ ...this.additionalData(), ...options.host, hooks },
			'manual',
			createRunExecutionData({
				executionData: { nodeExecutionStack: [{ node, data, source: null }] },
			}),
		).processRunExecutionData(workflow);
		options.signal?.addEventListener('abort', () => execution.cancel());
		await execution.catch(() => undefined);
		const run = await done.promise;
		await workflow.expression.releaseIsolate();
		const result = run.data.resultData.runData[nodeName]?.[0];
		const error = result?.error ?? run.data.resultData.error;
		return {
			items: result?.data?.main?.[0] ?? [],
			errorItems: result?.data?.main?.[1] ?? [],
			hints: (result?.hints ?? []).map(({ message }) => message),
			...(error && { error: error as unknown as NodeRun['error'] }),
		};
	}

	/** Presses Save or Retry in the window of the stored credential. */
	async testCredential(type: string): Promise<CredentialTestResult> {
		const additionalData = this.additionalData();
		const details = { id: credentialId, name: 'Local Graph' };
		const data = await this.credentials.getDecrypted(additionalData, details, type);
		const { test } = this.loader.getCredential(type).type;
		if (!test) throw new Error(`${type} has no test`);
		return await testCredential(type, test, { ...details, type, data }, additionalData);
	}

	/** Asks a picker of the node, as the editor does. */
	async search(method: string, filter?: string): Promise<INodeListSearchResult> {
		const { type, context } = this.picker('cloudPcDeviceImage');
		const search = type.methods?.listSearch?.[method];
		if (!search) throw new Error(`The node has no picker ${method}`);
		return await search.call(context, filter);
	}

	/** Fills the list of images of the trigger, as the editor does. */
	async loadImages(): Promise<INodePropertyOptions[]> {
		const { type, context } = this.picker('cloudPcDeviceImageTrigger');
		const load = type.methods?.loadOptions?.getImages;
		if (!load) throw new Error('The trigger has no list of images');
		return await load.call(context);
	}

	/** The context that n8n makes for one activation of the trigger, and its `poll`. */
	pollContext(options: PollOptions): PollContext & { poll(): Promise<INodeExecutionData[][] | null> } {
		const workflow = this.workflow(options.parameters, { node: ourNode('cloudPcDeviceImageTrigger') });
		workflow.staticData = options.workflowStaticData ?? options.staticData ?? {};
		const node = workflow.getNode(nodeName);
		if (!node) throw new Error('The workflow has no trigger');
		if (options.nodeId) node.id = options.nodeId;
		if (options.nodeName) workflow.renameNode(nodeName, options.nodeName);
		if (options.credentials) node.credentials = options.credentials;
		const { poll } = this.loader.getNode('cloudPcDeviceImageTrigger').type as INodeType;
		const context = new PollContext(
			workflow,
			node,
			this.additionalData(),
			options.mode ?? 'trigger',
			options.activation ?? 'activate',
			undefined,
			undefined,
			undefined,
			undefined,
			options.workflowStaticData ? undefined : () => (options.staticData ?? {}) as IDataObject,
			options.budgetMs === undefined ? undefined : () => options.budgetMs as number,
		);
		return Object.assign(context, {
			poll: async () => {
				await workflow.expression.acquireIsolate();
				try {
					return (await poll?.call(context)) ?? null;
				} finally {
					await workflow.expression.releaseIsolate();
				}
			},
		});
	}

	private picker(nodeType: string): { type: INodeType; context: LoadOptionsContext } {
		const workflow = this.workflow({}, { node: ourNode(nodeType) });
		const node = workflow.getNode(nodeName);
		if (!node) throw new Error('The workflow has no node to ask');
		const additionalData = { ...this.additionalData(), currentNodeParameters: node.parameters };
		return {
			type: this.loader.getNode(nodeType).type as INodeType,
			context: new LoadOptionsContext(workflow, node, additionalData, ''),
		};
	}

	private workflow(
		parameters: INodeParameters,
		{
			onError,
			settings,
			node: chosen = ourNode('cloudPcDeviceImage'),
			workflowId = 'workflow-1',
		}: Pick<RunOptions, 'onError' | 'settings' | 'node' | 'workflowId'>,
	): Workflow {
		const node: INode = {
			id: 'node-1',
			name: nodeName,
			...chosen,
			position: [200, 0],
			parameters: { authentication: 'oAuth2', ...parameters },
			credentials: Object.fromEntries(
				credentialTypes.map((type) => [type, { id: credentialId, name: 'Local Graph' }]),
			),
			...(onError && { onError }),
			...settings,
		};
		const start: INode = {
			id: 'start-1',
			name: 'Start',
			type: 'test.start',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		return new Workflow({
			id: workflowId,
			name: 'Test',
			active: false,
			nodeTypes: this.nodeTypes,
			nodes: [start, node],
			connections: { Start: { main: [[{ node: nodeName, type: 'main', index: 0 }]] } },
		});
	}

	private additionalData(): IWorkflowExecuteAdditionalData {
		const url = 'http://127.0.0.1/';
		return {
			credentialsHelper: this.credentials,
			executionId: '1',
			variables: {},
			currentNodeExecutionIndex: 0,
			restApiUrl: url,
			instanceBaseUrl: url,
			webhookBaseUrl: url,
			webhookTestBaseUrl: url,
			webhookWaitingBaseUrl: url,
			formWaitingBaseUrl: url,
			setExecutionStatus() {},
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}
