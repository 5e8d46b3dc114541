/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as pause } from 'node:timers/promises';

import type {
	IDataObject,
	INodeCredentialTestResult,
	INodeListSearchResult,
	INodeTypeDescription,
} from 'n8n-workflow';

import { N8nSession, readJson } from './n8nSession';
import type { Execution, PlainCredential, StoredWorkflow, WorkflowFile } from './n8nTypes';

const unfinished: ReadonlyArray<Execution['status']> = ['new', 'running', 'waiting'];

/** n8n's own REST API as its editor uses it (n8n 2.41.1, dist/controllers), plus the public API for executions. */
export class N8nApi extends N8nSession {
	/** Stores a credential and returns the id that n8n gave it. */
	async importCredential(credential: PlainCredential): Promise<{ id: string; name: string }> {
		return await this.rest('POST', '/rest/credentials', credential);
	}

	/** Changes fields of a stored credential and saves it, as the editor does: n8n keeps what it has not shown. */
	async editCredential(id: string, change: IDataObject): Promise<void> {
		const { name, type, data } = await this.rest<PlainCredential>(
			'GET',
			`/rest/credentials/${id}?includeData=true`,
		);
		await this.rest('PATCH', `/rest/credentials/${id}`, { name, type, data: { ...data, ...change } });
	}

	/** Does what the editor does after Save: runs the credential type's own test. */
	async testCredential(
		credential: PlainCredential & { id: string },
	): Promise<INodeCredentialTestResult> {
		return await this.rest('POST', '/rest/credentials/test', { credentials: credential });
	}

	/**
	 * Signs a user in, as the editor's Connect button does, and stores the tokens.
	 * @param credentialId of a credential that extends oAuth2Api
	 * @param signIn opens the sign-in page and gives the address that it sends the browser back to
	 * @returns the page that n8n shows at the end
	 */
	async connectCredential(
		credentialId: string,
		signIn: (page: string) => Promise<string>,
	): Promise<string> {
		const page = await this.rest<string>('GET', `/rest/oauth2-credential/auth?id=${credentialId}`);
		const back = new URL(await signIn(page));
		return await (await this.send('GET', `${back.pathname}${back.search}`)).text();
	}

	/** Stores a workflow, unpublished. */
	async createWorkflow(workflow: WorkflowFile): Promise<StoredWorkflow> {
		return await this.rest('POST', '/rest/workflows', workflow);
	}

	/** Publishes the stored version of a workflow, so that its triggers run. */
	async publish(workflow: StoredWorkflow): Promise<void> {
		const { id, versionId } = workflow;
		await this.rest('POST', `/rest/workflows/${id}/activate`, { versionId });
	}

	/** Takes a published workflow back. */
	async unpublish(workflow: StoredWorkflow): Promise<void> {
		await this.rest('POST', `/rest/workflows/${workflow.id}/deactivate`, {});
	}

	/**
	 * Runs a workflow as the editor's button does, and waits for its end.
	 * @param workflow stored before
	 * @param options `triggerName` defaults to the workflow's only trigger; `limitMs` to two minutes
	 * @returns the execution with the data of every node; a run that ended in an error is returned too
	 * @throws Error when it has not ended within the limit
	 */
	async runWorkflow(
		workflow: StoredWorkflow,
		options: { triggerName?: string; limitMs?: number } = {},
	): Promise<Execution> {
		const executionId = await this.startWorkflow(workflow, options.triggerName);
		return await this.waitForExecution(executionId, options.limitMs);
	}

	/**
	 * Starts a manual run and returns its execution id at once.
	 * @param output what the trigger gives, in place of what it would wait for
	 * @param lastNode runs no further than this node, as the editor's Execute step does
	 */
	async startWorkflow(workflow: StoredWorkflow, triggerName?: string, output?: IDataObject, lastNode?: string): Promise<string> {
		const trigger = triggerName ?? workflow.nodes.find(({ type }) => /trigger$/i.test(type))?.name;
		const path = `/rest/workflows/${workflow.id}/run`;
		const started = await this.rest<{ executionId: string }>('POST', path, {
			triggerToStartFrom: { name: trigger, ...(output && { data: outputOf(output) }) },
			...(lastNode !== undefined && { destinationNode: { nodeName: lastNode, mode: 'inclusive' } }),
		});
		return started.executionId;
	}

	/** Waits until an execution has ended, at most `limitMs` (two minutes). */
	async waitForExecution(id: string, limitMs = 120_000): Promise<Execution> {
		const giveUpAt = Date.now() + limitMs;
		for (;;) {
			const execution = await this.execution(id);
			if (execution !== undefined && !unfinished.includes(execution.status)) return execution;
			if (Date.now() > giveUpAt)
				throw new Error(`Execution ${id} did not end in ${limitMs / 1000} s.`);
			await pause(200);
		}
	}

	/** Stops a running execution, as the editor's Stop button does. */
	async stopExecution(id: string): Promise<void> {
		await this.rest('POST', `/rest/executions/${id}/stop`, {});
	}

	/** One execution with all its data, or undefined when n8n has not stored it yet. */
	async execution(id: string): Promise<Execution | undefined> {
		const answer = await this.send('GET', `/api/v1/executions/${id}?includeData=true`);
		return answer.status === 404 ? undefined : ((await readJson(answer)) as Execution);
	}

	/** The executions of a workflow with their data, newest first. */
	async executions(workflowId: string): Promise<Execution[]> {
		const path = `/api/v1/executions?includeData=true&limit=100&workflowId=${workflowId}`;
		return ((await readJson(await this.send('GET', path))) as { data: Execution[] }).data;
	}

	/** Every node type that the editor can offer. */
	async nodeTypes(): Promise<INodeTypeDescription[]> {
		return (await readJson(await this.send('GET', '/types/nodes.json'))) as INodeTypeDescription[];
	}

	/** Fills a resource locator's list as the editor does. */
	async searchList(request: {
		nodeType: string;
		parameter: string;
		method: string;
		parameters: IDataObject;
		credentials: Record<string, { id: string; name: string }>;
		filter?: string;
		paginationToken?: string;
	}): Promise<INodeListSearchResult> {
		return await this.rest('POST', '/rest/dynamic-node-parameters/resource-locator-results', {
			path: `parameters.${request.parameter}`,
			methodName: request.method,
			nodeTypeAndVersion: { name: request.nodeType, version: 1 },
			currentNodeParameters: request.parameters,
			credentials: request.credentials,
			filter: request.filter,
			paginationToken: request.paginationToken,
		});
	}
}

/** The task data of a trigger with one item. */
const outputOf = (json: IDataObject): object => ({
	data: { main: [[{ json }]] },
	executionIndex: 0,
	executionStatus: 'success',
	executionTime: 0,
	source: [],
	startTime: Date.now(),
});
