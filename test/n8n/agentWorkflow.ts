import type { INode, INodeParameters } from 'n8n-workflow';

import { credentialType, nodeType } from '../../scripts/localGraph';
import type { WorkflowFile } from '../../scripts/n8nTypes';
import { operations } from '../../nodes/CloudPcDeviceImage/operations';
import type { RealHost } from './realHost';

/** A tool of an agent: our node with one operation. */
export interface AgentTool {
	/** On the canvas; the model knows it with `_` for blanks. */
	name: string;
	/** `resource.operation`. */
	operation: string;
	parameters?: INodeParameters;
	/** Whose permissions it has; default `readWrite`. */
	app?: keyof RealHost['credentials'];
}

/** Returns a parameter value that the model fills. */
export const fromModel = (key: string): string => `={{ $fromAI('${key}', '', 'string') }}`;

/** Returns the value of an image locator that the model fills with a name. */
export const nameFromModel = (): INodeParameters => ({ __rl: true, mode: 'name', value: fromModel('Device_Image') });

const node = (name: string, type: string, typeVersion: number, parameters: INodeParameters = {}): INode => ({
	id: name,
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters,
});

/** Returns a workflow with an AI agent that has these tools. */
export function agentWorkflow(
	real: RealHost,
	agentVersion: number,
	model: { id: string; name: string },
	tools: readonly AgentTool[],
): WorkflowFile {
	const toolNodes = tools.map(({ name, operation: key, parameters, app = 'readWrite' }) => {
		const [resource = '', operation = ''] = key.split('.');
		const tool = node(name, `${nodeType}Tool`, 1, { authentication: 'oAuth2', resource, operation, ...parameters });
		const { id, name: credential } = real.credentials[app];
		return { ...tool, credentials: { [credentialType]: { id, name: credential } } };
	});
	const modelNode = node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', 1.2, {
		model: { __rl: true, mode: 'id', value: 'scripted' },
	});
	return {
		name: `Agent ${agentVersion}`,
		settings: { executionOrder: 'v1' },
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1),
			node('Agent', '@n8n/n8n-nodes-langchain.agent', agentVersion, { promptType: 'define', text: 'Go.' }),
			{ ...modelNode, credentials: { openAiApi: model } },
			...toolNodes,
		],
		connections: {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			...Object.fromEntries(
				tools.map(({ name }) => [name, { ai_tool: [[{ node: 'Agent', type: 'ai_tool' as const, index: 0 }]] }]),
			),
		},
	};
}

/** One tool for each operation, as an agent has it without a word of the user. */
export const everyTool: AgentTool[] = operations.map(({ resource, value }) => ({
	name: `${resource} ${value}`,
	operation: `${resource}.${value}`,
}));
