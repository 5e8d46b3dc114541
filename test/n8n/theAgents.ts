/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as pause } from 'node:timers/promises';

import { operations } from '../../nodes/CloudPcDeviceImage/operations';
import { fitToLocalGraph, readExample } from '../../scripts/localGraph';
import { sampleImageIds, sampleSources } from '../graph-server';
import { agentWorkflow, everyTool, fromModel, nameFromModel, type AgentTool } from './agentWorkflow';
import type { RealHost } from './realHost';
import { graphRequests, images, outputsOf, runLimitMs } from './runs';
import { startScriptedModel, type ScriptedModel, type ToolCall } from './scriptedModel';
import { browser, untilFound } from './workflowRuns';

const { free, internalError, notGeneralized, pending, ready } = sampleImageIds;

/** What a model calls, and what it must read. */
type Conversation = AgentTool & { input: object; told: unknown };

const filteredList = { operation: 'deviceImage.getAll', parameters: { filters: { status: fromModel('Status') } } };
const byName = (operation: string) => ({ operation: `deviceImage.${operation}`, parameters: { imageId: nameFromModel() } });
const fails = (id: string) => expect.objectContaining({ id, explanation: 'The source image is not generalized.', remedy: expect.stringContaining('sysprep') });

const failed = expect.objectContaining({ id: internalError, status: 'failed', remedy: expect.stringContaining('Retry Upload') });

const conversations: Conversation[] = [
	{ name: 'a hit', ...filteredList, input: { Status: 'failed' }, told: [fails(notGeneralized), failed] },
	{ name: 'another case', ...filteredList, input: { Status: 'Failed' }, told: [fails(notGeneralized), failed] },
	{
		name: 'two values',
		...filteredList,
		input: { Status: 'failed, pending' },
		told: [expect.objectContaining({ id: pending, status: 'pending' }), fails(notGeneralized), failed],
	},
	{
		name: 'no value',
		...filteredList,
		input: { Status: 'broken' },
		told: [{ error: "'Status' has the value 'broken', which does not exist", details: { description: expect.stringContaining('failed, pending, ready, warning') } }],
	},
	{
		name: 'nothing found',
		operation: 'deviceImage.getAll',
		parameters: { filters: { displayName: fromModel('Name') } },
		input: { Name: 'no such image' },
		told: [{ found: 0, message: 'No device images match: name containing no such image. Call again without filters to see all.' }],
	},
	{ name: 'by name', ...byName('get'), input: { Device_Image: 'windows 11 24h2 kiosk' }, told: [fails(notGeneralized)] },
	{
		name: 'ambiguous name',
		...byName('get'),
		input: { Device_Image: 'Windows 11 24H2 Standard' },
		told: [{ error: expect.stringContaining('the name of 2 device images'), details: { description: expect.stringContaining(free) } }],
	},
	{
		name: 'pending wait',
		...byName('waitForStatus'),
		input: { Device_Image: pending },
		told: [expect.objectContaining({ id: pending, settled: false, message: expect.stringContaining('Check again later') })],
	},
	{
		name: 'failed wait',
		...byName('waitForStatus'),
		input: { Device_Image: notGeneralized },
		told: [{ error: expect.stringContaining('sourceImageNotGeneralized'), details: expect.objectContaining({ description: expect.stringContaining('sysprep') }) }],
	},
	{
		name: 'refused delete',
		...byName('delete'),
		input: { Device_Image: ready },
		told: [{ error: expect.stringContaining('Standard Cloud PCs'), details: expect.objectContaining({ policies: ['Standard Cloud PCs'] }) }],
	},
	{
		name: 'no permission',
		...byName('delete'),
		app: 'readOnly',
		input: { Device_Image: free },
		told: [{ error: expect.stringContaining('access denied'), details: expect.objectContaining({ description: expect.stringContaining('CloudPC.ReadWrite.All') }) }],
	},
	{ name: 'expired token', ...byName('get'), input: { Device_Image: free }, told: [expect.objectContaining({ id: free, status: 'ready' })] },
];

/** How long a conversation may take to its next step, ms. */
const limitMs = 30_000;

const toolName = (name: string): string => name.replaceAll(' ', '_');

/** The node as a tool of n8n's own AI Agent node. */
export function theAgents(real: () => RealHost): void {
	let model: ScriptedModel;
	let credential: { id: string; name: string };

	beforeAll(async () => {
		model = await startScriptedModel();
		credential = await real().n8n.api.importCredential({
			name: 'Scripted model',
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url, header: false },
		});
	});
	afterAll(async () => await model?.close());

	const start = async (version: number, tools: readonly AgentTool[], script: ToolCall[]): Promise<string> => {
		model.script = script;
		const workflow = agentWorkflow(real(), version, credential, tools);
		return await real().n8n.api.startWorkflow(await real().n8n.api.createWorkflow(workflow));
	};

	it('the example ask-about-images reads by itself, and retries an upload only after a human review', async () => {
		const workflow = fitToLocalGraph(readExample('ask-about-images.json'), real().credentials.readWrite);
		for (const node of workflow.nodes.filter(({ type }) => type.endsWith('.lmChatOpenAi'))) node.credentials = { openAiApi: credential };
		const stored = await real().n8n.api.createWorkflow(workflow);
		const own = real().graph.tenant.addImage({ displayName: 'Agents', status: 'failed', errorCode: 'internalServerError' });
		model.script = [
			{ name: 'List_Device_Images', input: {} },
			{ name: 'List_Source_Images', input: {} },
			// The form in which n8n hands a reviewed tool to the model.
			{ name: 'Retry_Upload', input: { toolParameters: { Device_Image: 'Agents 1.0.0' }, hitlParameters: {} } },
		];
		const question = { sessionId: '1', action: 'sendMessage', chatInput: 'Retry what failed.' };
		const id = await real().n8n.api.startWorkflow(stored, 'When a Question Arrives', question);
		const execution = await untilFound('the pause for a review', async () => {
			const now = await real().n8n.api.execution(id);
			return now?.status === 'running' || now?.status === 'new' ? undefined : now;
		}, limitMs);
		const posts = () => graphRequests(real()).filter((line) => line.startsWith('POST'));
		expect([execution.status, execution.data.resultData.error?.message, posts()]).toEqual(['waiting', undefined, []]);

		const [approve = ''] = /https?:[^"\\\s]*approved=true[^"\\\s)]*/.exec(JSON.stringify(execution.data)) ?? [];
		// n8n takes any other client for a preview of the link.
		expect((await fetch(approve, { headers: { 'user-agent': browser } })).status).toBe(200);
		// The reply keeps the execution open until the chat has taken it.
		const replied = await untilFound('the reply', async () => {
			const now = await real().n8n.api.execution(id);
			return now?.data.resultData.lastNodeExecuted === 'Reply' ? now : undefined;
		}, limitMs);
		expect(outputsOf(replied, 'Reply')[0]).toMatchObject([{ sendMessage: 'Done.' }]);
		await real().n8n.api.stopExecution(id);
		const read = model.requests.at(-1)?.messages.filter(({ role }) => role === 'tool').map(({ content }) => content).join();
		expect(read).toContain(own.id);
		expect(read).toContain(sampleSources.managed.resourceId);
		expect(JSON.stringify(execution.data)).toContain('wants to use Retry_Upload');
		expect(posts()).toEqual([`POST /beta${images}/${own.id}/retryUpload 204`]);
		real().graph.tenant.images.delete(own.id);
	}, runLimitMs);

	describe.each([3.1, 2.2])("n8n's AI Agent %d", (version) => {
		it('knows of every operation what it does for Windows 365', async () => {
			const id = await start(version, everyTool, []);
			const execution = await real().n8n.api.waitForExecution(id);
			for (const { resource, value, toolDescription } of operations) {
				expect(model.tool(toolName(`${resource} ${value}`))?.description).toBe(toolDescription);
			}
			expect(execution.status).toBe('success');
		}, runLimitMs);

		it('is told whatever it needs to answer or to go on', async () => {
			real().graph.settings.uploadMs = 3_600_000;
			const image = real().graph.tenant.image(pending);
			if (image) real().graph.tenant.startUpload(image);
			real().graph.faults.add({ path: `${images}/${free}`, method: 'GET', then: { status: 401 } });
			const script = conversations.map(({ name, input }) => ({ name: toolName(name), input }));
			const execution = await real().n8n.api.waitForExecution(await start(version, conversations, script));
			expect(execution.status).toBe('success');
			expect(execution.data.resultData.error).toBeUndefined();
			const told = Object.fromEntries(
				conversations.map(({ name }) => [name, JSON.parse(model.told(toolName(name)) || 'null') as unknown]),
			);
			expect(told).toEqual(Object.fromEntries(conversations.map((each) => [each.name, each.told])));
			expect(graphRequests(real()).filter((line) => line.endsWith(`${free} 401`))).toHaveLength(1);
			expect(model.tool('by_name')?.parameters).toMatchObject({ properties: { Device_Image: { type: 'string' } } });
		}, runLimitMs);

		it('ends the wait of a tool when its execution is stopped', async () => {
			const tool = { name: 'wait', operation: 'deviceImage.waitForStatus', parameters: { imageId: nameFromModel(), options: { timeoutMinutes: 10, pollIntervalSeconds: 1 } } };
			const looks = () => graphRequests(real()).filter((line) => line.includes(`${images}/${pending} 200`)).length;
			const id = await start(version, [tool], [{ name: 'wait', input: { Device_Image: pending } }]);
			await untilFound('two looks', () => (looks() < 2 ? undefined : true), limitMs);
			await real().n8n.api.stopExecution(id);
			expect((await real().n8n.api.waitForExecution(id)).status).toBe('canceled');
			const after = graphRequests(real()).length;
			await pause(2_500);
			expect(graphRequests(real())).toHaveLength(after);
			expect(real().graph.tenant.image(pending)).toMatchObject({ status: 'pending' });
		}, runLimitMs);
	});
}
