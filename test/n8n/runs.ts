import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { credentialType, fitToLocalGraph, nodeType, readExample } from '../../scripts/localGraph';
import type { Execution, WorkflowFile } from '../../scripts/n8nTypes';
import type { RealHost } from './realHost';

/** Where device images live, after the version. */
export const images = '/deviceManagement/virtualEndpoint/deviceImages';

/** What a single test may take, in milliseconds. */
export const runLimitMs = 120_000;

/** `METHOD path status` of everything that Graph was asked, without the sign-in. */
export const graphRequests = (real: RealHost): string[] =>
	real.graph.requests
		.filter(({ area }) => area === 'graph')
		.map(({ method, path, status }) => `${method} ${path} ${status}`);

/** What a node gave, output by output. */
export const outputsOf = (execution: Execution, node: string): INodeExecutionData[][] =>
	(execution.data.resultData.runData[node]?.[0]?.data?.main ?? []).map((items) => items ?? []);

/** Imports an example and runs it. */
export async function runExample(real: RealHost, file: string): Promise<Execution> {
	const workflow = fitToLocalGraph(readExample(file), real.credentials.readWrite);
	return await real.n8n.api.runWorkflow(await real.n8n.api.createWorkflow(workflow));
}

/** Runs one Cloud PC node behind a manual trigger. */
export async function runNode(
	real: RealHost,
	parameters: INodeParameters,
	app: keyof RealHost['credentials'] = 'readWrite',
): Promise<Execution> {
	const { id, name } = real.credentials[app];
	const workflow: WorkflowFile = {
		name: 'One node',
		settings: { executionOrder: 'v1' },
		connections: { Start: { main: [[{ node: 'Cloud PC', type: 'main', index: 0 }]] } },
		nodes: [
			{
				id: '1',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: '2',
				name: 'Cloud PC',
				type: nodeType,
				typeVersion: 1,
				position: [200, 0],
				parameters: { authentication: 'oAuth2', resource: 'deviceImage', ...parameters },
				credentials: { [credentialType]: { id, name } },
			},
		],
	};
	return await real.n8n.api.runWorkflow(await real.n8n.api.createWorkflow(workflow));
}
