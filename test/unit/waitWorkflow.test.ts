import type { INode, IWorkflowBase } from 'n8n-workflow';

import { waitWorkflow, type WaitingWorkflow } from '../../nodes/CloudPcDeviceImage/n8n/waitWorkflow';

const node: INode = {
	...{ id: 'node-1', name: 'Wait for Image', type: 'n8n-nodes-cloudpc-device-image.cloudPcDeviceImage', typeVersion: 1, position: [0, 0] },
	parameters: { waitUntil: "={{ $('Settings').item.json.until }}" },
	credentials: { cloudPcGraphOAuth2Api: { id: '7', name: 'App' } },
};

const waiting: WaitingWorkflow = {
	...{ id: 'workflow-1', name: 'Release', settings: {}, node, authentication: 'oAuth2', continuesOnFail: false },
	state: { startedAt: 1, nextLookAt: 2, imageId: 'image-1', waitUntil: 'ready', options: { timeoutSeconds: 60, timeoutMinutes: undefined } },
};

const innerOf = ({ nodes }: IWorkflowBase): IWorkflowBase =>
	JSON.parse(String(nodes.find(({ name }) => name === 'Wait')?.parameters.workflowJson)) as IWorkflowBase;

const bothOf = (changes: Partial<WaitingWorkflow> = {}): IWorkflowBase[] => {
	const outer = waitWorkflow({ ...waiting, ...changes });
	return [outer, innerOf(outer)];
};

const lookOf = (workflow: IWorkflowBase): INode | undefined => workflow.nodes.find(({ type }) => type === node.type);

describe('the workflows of a wait across restarts', () => {
	it('keep what the workflow says of saving and of time, and leave its error workflow alone', () => {
		const settings = { saveDataSuccessExecution: 'none', timezone: 'Europe/Berlin', errorWorkflow: '9', executionTimeout: 60, callerPolicy: 'none' } as const;
		for (const workflow of bothOf({ settings })) {
			const { saveDataSuccessExecution, timezone, ...others } = workflow.settings ?? {};
			expect([saveDataSuccessExecution, timezone]).toEqual(['none', 'Europe/Berlin']);
			expect(others).toEqual({ executionOrder: 'v1', callerPolicy: 'workflowsFromSameOwner' });
		}
	});

	it('look with the same node and credential, and take every value from the item', () => {
		const look = lookOf(innerOf(waitWorkflow(waiting)));
		expect(look).toMatchObject({ name: node.name, type: node.type, typeVersion: 1, credentials: node.credentials });
		expect(JSON.stringify(look?.parameters)).not.toContain('$(');
		expect(look?.parameters.options).toEqual({
			timeoutSeconds: '={{ $json.waitState.options.timeoutSeconds }}',
			timeoutMinutes: '={{ $json.waitState.options.timeoutMinutes }}',
		});
	});

	it.each(['Start', 'Wait', 'Pause', 'Finished', 'Any Pending?'])("have no two nodes of one name when the user's node is called '%s'", (name) => {
		for (const { nodes, connections } of bothOf({ node: { ...node, name } })) {
			const names = nodes.map((each) => each.name);
			expect(new Set(names).size).toBe(names.length);
			const targets = Object.values(connections).flatMap(({ main = [] }) => main.flatMap((each) => (each ?? []).map((to) => to.node)));
			expect([...Object.keys(connections), ...targets].filter((each) => !names.includes(each))).toEqual([]);
		}
	});

	it('look 60 times in one execution, as n8n keeps the data of each look', () => {
		const conditionOf = ({ nodes }: IWorkflowBase) => JSON.stringify(nodes.find(({ type }) => type.endsWith('.if'))?.parameters);
		const [outer, inner] = bothOf().map(conditionOf);
		expect(inner).toContain('={{ $json.waitState !== undefined && $runIndex < 60 }}');
		expect(outer).toContain('={{ $json.waitState !== undefined }}');
	});

	it('give the error of an item as data where the workflow continues on errors, and stop where it does not', () => {
		expect(bothOf({ continuesOnFail: true }).map(lookOf).at(1)?.onError).toBe('continueRegularOutput');
		expect(bothOf().map(lookOf).at(1)?.onError).toBeUndefined();
	});
});
