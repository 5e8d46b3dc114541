import { ExecuteContext } from 'n8n-core';

import { appOnlyCredential, sampleApps, sampleImageIds } from '../graph-server';
import { shownProperties } from '../shownProperties';
import { toolNode } from './engine';
import { useNode } from './useNode';
import { waitAcrossRestarts } from './waitExecutions';

const node = useNode();
const { graph } = node;
const start = Date.UTC(2026, 10, 25);
const notPossible = "The wait mode 'Across Restarts' is not possible here";
const otherWays = /Set 'Wait Mode' to 'In This Execution', or use the loop of the example create-image-and-wait/;

const upload = (displayName = 'Finance'): string => graph.tenant.addEndlessUpload(displayName).id;

beforeEach(() => node.setTime(start));

describe('a wait across restarts that n8n cannot store is refused before anything is sent', () => {
	it('in a workflow that was never saved', async () => {
		const { run } = await waitAcrossRestarts(node, [upload()], { workflowId: '' });
		expect(run).toFailWith({ message: notPossible, description: expect.stringMatching(/Save the workflow/) });
		expect(run.error?.description).toMatch(otherWays);
		expect(node).toHaveSent(0);
	});

	it('in an execution that n8n does not keep', async () => {
		const { run } = await waitAcrossRestarts(node, [upload()], { host: { executionId: undefined } });
		expect(run).toFailWith({ message: notPossible, description: expect.stringMatching(/does not store this execution/) });
		expect(run.error?.description).toMatch(otherWays);
		expect(node).toHaveSent(0);
	});

	it('in an n8n that loses the error of an execution that another one waits for', async () => {
		// As n8n 2.25 is, the last one in the registry that did so.
		const { prototype } = ExecuteContext as unknown as { prototype: object };
		Object.defineProperty(prototype, 'onExecutionFinish', { value: undefined, configurable: true });
		const { run } = await waitAcrossRestarts(node, [upload()]).finally(() => Reflect.deleteProperty(prototype, 'onExecutionFinish'));
		expect(run).toFailWith({ message: notPossible, description: expect.stringMatching(/Update n8n to 2\.38\.2 or later/) });
		expect(node).toHaveSent(0);
	});

	it('as data, where the workflow continues on errors', async () => {
		const { run } = await waitAcrossRestarts(node, [upload()], { workflowId: '', onError: 'continueRegularOutput' });
		expect(run.items.map(({ json }) => json.error)).toEqual([notPossible]);
	});
});

describe('an n8n that does not start the execution that waits', () => {
	const refusing = { executeWorkflow: async () => await Promise.reject(new Error('Node has no access to credential')) };

	it('ends the node with its own error', async () => {
		const { run } = await waitAcrossRestarts(node, [upload()], { host: refusing });
		expect(run).toFailWith('Node has no access to credential');
	});

	it('gives its error to the items that would wait, where the workflow continues on errors', async () => {
		const { run } = await waitAcrossRestarts(node, [upload(), sampleImageIds.ready], { host: refusing, onError: 'continueRegularOutput' });
		expect(run.items.map(({ json }) => json.status ?? json.error)).toEqual(['Node has no access to credential', 'ready']);
	});
});

describe('the execution that waits', () => {
	it('ends without another request when the execution that started it was stopped', async () => {
		const { executions } = await waitAcrossRestarts(node, [upload()]);
		Object.assign(executions.stored?.resultData ?? {}, { error: { message: 'The execution was cancelled manually' } });
		expect(await executions.next()).toFailWith('Execution 1, which waited for the upload, was stopped or deleted');
		expect(node).toHaveSent(1);
	});

	it('ends without another request when the execution that started it was deleted', async () => {
		const { executions } = await waitAcrossRestarts(node, [upload()]);
		executions.stored = undefined;
		expect(await executions.next()).toFailWith('Execution 1, which waited for the upload, was stopped or deleted');
		expect(node).toHaveSent(1);
	});

	it('ends without another request when the credential was edited to mean another tenant', async () => {
		const { executions } = await waitAcrossRestarts(node, [upload()]);
		node.engine.editCredential({ tenantId: '99999999-0000-4000-8000-000000000000', oauthTokenData: undefined as never });
		expect(await executions.next()).toFailWith('The credential no longer means the tenant and the Microsoft Graph that the wait began with');
		expect(node).toHaveSent(1);
	});

	it('keeps the output of an item that has one when it cannot look at the others', async () => {
		const { executions } = await waitAcrossRestarts(node, [sampleImageIds.ready, upload()], { onError: 'continueRegularOutput' });
		executions.stored = undefined;
		const { items } = await executions.next();
		expect(items.map(({ json, pairedItem }) => [json.status ?? json.error, pairedItem])).toEqual([
			['ready', { item: 0 }],
			['Execution 1, which waited for the upload, was stopped or deleted', { item: 1 }],
		]);
	});

	it('finds what the item had, where the credential has an expression for it', async () => {
		const { tenantId, ...fields } = appOnlyCredential(graph, sampleApps.readWrite);
		node.engine.useCredential({ ...fields, tenantId: '={{ $json.tenant }}' });
		const { executions } = await waitAcrossRestarts(node, [upload()], { json: { tenant: String(tenantId) } });
		expect((await executions.next()).error).toBeUndefined();
		expect(executions.waits).toBe(true);
	});
});

describe("Wait for Status as an agent's tool", () => {
	it('looks once, whatever a stored wait mode says, also where no execution is stored', async () => {
		const { executions, run } = await waitAcrossRestarts(node, [upload()], { node: toolNode, workflowId: '', host: { executionId: undefined } });
		expect(run.items.map(({ json }) => [json.status, json.settled])).toEqual([['pending', false]]);
		expect(executions.code).toBeUndefined();
	});

	it('is not offered a wait mode, as a node of a workflow is', () => {
		const offered = (name: string) => {
			const { description } = node.engine.nodeType(`n8n-nodes-cloudpc-device-image.${name}`);
			return shownProperties(description, { authentication: 'oAuth2', resource: 'deviceImage', operation: 'waitForStatus' }).map((property) => property.name);
		};
		expect(offered('cloudPcDeviceImage')).toContain('waitMode');
		expect(offered('cloudPcDeviceImageTool')).not.toContain('waitMode');
		expect(offered('cloudPcDeviceImageTool')).toContain('waitUntil');
	});
});
