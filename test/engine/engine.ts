/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import 'reflect-metadata';

import { resolve } from 'node:path';

import {
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IVersionedNodeType,
	type IWorkflowExecuteAdditionalData,
	type OnError,
} from 'n8n-workflow';

import { CredentialStore } from './credentialStore';

const packageRoot = resolve(__dirname, '../..');
const nodeName = 'Device Images';
const credentialType = 'cloudPcGraphOAuth2Api';
export const credentialId = 'credential-1';

/** What one run of the node gave. */
export interface NodeRun {
	items: INodeExecutionData[];
	/** The second output of "Continue (using error output)". */
	errorItems: INodeExecutionData[];
	/** The error that stopped the node. */
	error?: { message: string; description?: string | null; context: IDataObject; httpCode?: string };
}

export interface RunOptions {
	/** One per input item; default is a single empty item. */
	input?: IDataObject[];
	onError?: OnError;
	/** Cancels the execution when it is aborted. */
	signal?: AbortSignal;
}

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
		readonly credentials: CredentialStore,
	) {}

	/** Loads `dist` as n8n does; run `npm run build` first. */
	static async load(): Promise<Engine> {
		const loader = new PackageDirectoryLoader(packageRoot);
		await loader.loadAll();
		const typeOf = (type: string): INodeType | IVersionedNodeType =>
			type === 'test.start' ? startNode : loader.getNode(type.split('.')[1] ?? type).type;
		const nodeTypes: INodeTypes = {
			getByName: typeOf,
			getByNameAndVersion: (type, version) =>
				NodeHelpers.getVersionedNodeType(typeOf(type), version),
			getKnownTypes: () => ({}),
		};
		return new Engine(loader, nodeTypes, new CredentialStore(loader, nodeTypes));
	}

	/** Stores the credential that every run uses. */
	useCredential(data: ICredentialDataDecryptedObject): void {
		this.credentials.stored.set(credentialId, data);
	}

	/** Runs the action node behind a start node, with n8n's own WorkflowExecute. */
	async run(parameters: INodeParameters, options: RunOptions = {}): Promise<NodeRun> {
		const workflow = this.workflow(parameters, options.onError);
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
			{ ...this.additionalData(), hooks },
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
			...(error && { error: error as unknown as NodeRun['error'] }),
		};
	}

	/** Asks a picker of the node, as the editor does. */
	async search(method: string, filter?: string): Promise<INodeListSearchResult> {
		const workflow = this.workflow({ authentication: 'oAuth2' });
		const node = workflow.getNode(nodeName);
		if (!node) throw new Error('The workflow has no node to ask');
		const type = this.loader.getNode('cloudPcDeviceImage').type as INodeType;
		const additionalData = { ...this.additionalData(), currentNodeParameters: node.parameters };
		const context = new LoadOptionsContext(workflow, node, additionalData, '');
		const search = type.methods?.listSearch?.[method];
		if (!search) throw new Error(`The node has no picker ${method}`);
		return await search.call(context, filter);
	}

	private workflow(parameters: INodeParameters, onError?: OnError): Workflow {
		const node: INode = {
			id: 'node-1',
			name: nodeName,
			type: 'n8n-nodes-cloudpc-device-image.cloudPcDeviceImage',
			typeVersion: 1,
			position: [200, 0],
			parameters: { authentication: 'oAuth2', ...parameters },
			credentials: { [credentialType]: { id: credentialId, name: 'Local Graph' } },
			...(onError && { onError }),
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
			id: 'workflow-1',
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
