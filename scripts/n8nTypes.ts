import type {
	ICredentialDataDecryptedObject,
	ITaskData,
	IWorkflowBase,
	NodeApiError,
} from 'n8n-workflow';

/** What n8n wants to know about the person who owns it. */
export interface Owner {
	email: string;
	firstName: string;
	lastName: string;
	password: string;
}

/** A workflow as the editor exports it. */
export type WorkflowFile = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections' | 'settings'>;

/** A workflow that n8n has stored. */
export interface StoredWorkflow extends WorkflowFile {
	id: string;
	versionId: string;
}

/** One run of a workflow. */
export interface Execution {
	id: string;
	status: 'success' | 'error' | 'canceled' | 'crashed' | 'running' | 'new' | 'waiting';
	workflowId: string;
	mode: string;
	data: {
		resultData: {
			error?: NodeApiError;
			lastNodeExecuted?: string;
			/** Per node name, each of its runs. */
			runData: Record<string, ITaskData[]>;
		};
	};
}

/** Credential data on its way to n8n, in plain text. */
export interface PlainCredential {
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}
