/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as pause } from 'node:timers/promises';

import { fitToLocalGraph, readExample, triggerType } from '../../scripts/localGraph';
import type { Execution, StoredWorkflow, WorkflowFile } from '../../scripts/n8nTypes';
import { startRealHost, type RealHost } from './realHost';
import { images, outputsOf } from './runs';
import { readCard } from './teamsCard';
import { startWebhookReceiver, type WebhookReceiver } from './webhookReceiver';

/** n8n polls once a minute at most, so that one tick may take this long, in milliseconds. */
const tickLimitMs = 90_000;

let real: RealHost;
let webhook: WebhookReceiver;

beforeAll(async () => {
	webhook = await startWebhookReceiver();
	real = await startRealHost();
}, 30 * 60_000);

afterAll(async () => {
	await real?.close();
	await webhook?.close();
}, 60_000);

beforeEach(() => {
	real.graph.tenant.images.clear();
	real.graph.settings.uploadMs = 3_600_000;
	real.graph.clearRequests();
	real.graph.faults.clear();
	webhook.received.length = 0;
});

/** An example as a user makes it their own: own credential, own webhook, polls each minute. */
function ownExample(file: string): WorkflowFile {
	const workflow = fitToLocalGraph(readExample(file), real.credentials.readWrite, { teamsWebhookUrl: webhook.url });
	for (const { type, parameters } of workflow.nodes) {
		if (type === triggerType) parameters.pollTimes = { item: [{ mode: 'everyMinute' }] };
	}
	return workflow;
}

async function until(what: string, isTrue: () => boolean | Promise<boolean>, limitMs: number): Promise<void> {
	const giveUpAt = Date.now() + limitMs;
	while (!(await isTrue())) {
		if (Date.now() > giveUpAt) throw new Error(`Not after ${limitMs / 1000} s: ${what}`);
		await pause(250);
	}
}

/** Waits for as many more polls, good or bad, of the trigger that asks this version of Graph. */
async function polls(count: number, version: 'v1.0' | 'beta' = 'v1.0'): Promise<void> {
	const lists = () =>
		real.graph.requests.filter(({ method, path }) => method === 'GET' && path === `/${version}${images}`).length;
	const before = lists();
	await until(`${count} polls of ${version}`, () => lists() >= before + count, count * tickLimitMs);
}

/** The alert for failures only, which asks v1.0, and leaves out what has failed before. */
function failureAlert(): WorkflowFile {
	const workflow = ownExample('alert-teams.json');
	for (const { type, parameters } of workflow.nodes) {
		if (type === triggerType) Object.assign(parameters, { events: ['failed'], options: {} });
	}
	return workflow;
}

/** A trigger on its own that asks beta, so that its requests can be told from those of another one. */
function quietWatch(): WorkflowFile {
	const { nodes, ...workflow } = ownExample('alert-teams.json');
	const [trigger] = nodes.filter(({ type }) => type === triggerType);
	if (!trigger) throw new Error('The example has no trigger');
	const parameters = { ...trigger.parameters, events: ['ready'], options: { apiVersion: 'beta' } };
	return { ...workflow, name: 'Quiet watch', connections: {}, nodes: [{ ...trigger, parameters }] };
}

function change(id: string, more: object): void {
	const image = real.graph.tenant.images.get(id);
	if (!image) throw new Error(`No image ${id}`);
	Object.assign(image, { upload: undefined, lastModifiedDateTime: new Date().toISOString() }, more);
}

const ended = async ({ id }: StoredWorkflow, status: Execution['status']): Promise<Execution[]> =>
	(await real.n8n.api.executions(id)).filter((execution) => execution.status === status);

const failure = { status: 'failed', errorCode: 'sourceImageNotGeneralized' };

describe('the published trigger', () => {
	it(
		'outlives throttling, its activation included, and a crash; it tells each failure once',
		async () => {
			const { graph } = real;
			const { id } = graph.tenant.addImage({ displayName: 'Finance' });
			const sales = graph.tenant.addImage({ displayName: 'Sales' });
			const throttled = { status: 429, headers: { 'Retry-After': '3600' } };
			for (const version of ['v1.0', 'beta']) {
				graph.faults.add({ path: `/${version}${images}`, times: 1, then: throttled });
			}
			const workflow = await real.n8n.api.createWorkflow(failureAlert());
			const quiet = await real.n8n.api.createWorkflow(quietWatch());
			await real.n8n.api.publish(workflow);
			await real.n8n.api.publish(quiet);
			const refused = () => graph.requests.filter(({ status }) => status === 429).length;
			await until('both activations', () => refused() === 2, 60_000);

			// The baseline comes with the next poll; then the image fails while Graph is throttling twice in a row.
			await Promise.all([polls(1), polls(1, 'beta')]);
			expect(await ended(workflow, 'success')).toEqual([]);
			change(id, failure);
			graph.faults.add({ path: `/v1.0${images}`, times: 2, then: throttled });
			await polls(2);
			await until('two error executions', async () => (await ended(workflow, 'error')).length === 2, 20_000);
			for (const error of await ended(workflow, 'error')) {
				expect(error.data.resultData.error?.message).toContain('throttling');
			}

			await until('the notification', () => webhook.received.length > 0, tickLimitMs);
			expect(webhook.received.map(readCard)).toEqual([
				expect.objectContaining({ title: 'Upload failed: Finance 1.0.0', text: expect.stringContaining('sysprep') }),
			]);
			await until('the execution', async () => (await ended(workflow, 'success')).length === 1, 20_000);
			const [first] = await ended(workflow, 'success');
			expect(outputsOf(first as Execution, 'When an Image Needs Attention')[0]?.map(({ json }) => json)).toEqual([
				expect.objectContaining({
					event: 'failed',
					image: expect.objectContaining({ id, ...failure }),
					previous: expect.objectContaining({ status: 'pending', errorCode: null }),
				}),
			]);

			// Retried, seen pending, and n8n dies before it fails again.
			change(id, { status: 'pending', errorCode: null });
			await polls(1);
			const lateBaselines = real.n8n.log().match(/stored its baseline now/g);
			await real.crash();
			change(id, failure);
			change(sales.id, { status: 'ready' });
			await real.startAgain();
			await until('the notification after the crash', () => webhook.received.length > 1, tickLimitMs);

			// The other trigger had told nothing yet, so that n8n had not saved its baseline: it has a new one.
			expect(lateBaselines).toHaveLength(2);
			expect(await ended(quiet, 'success')).toEqual([]);
			change(sales.id, { status: 'ready' });
			await Promise.all([polls(1), polls(1, 'beta')]);
			await until('its event', async () => (await ended(quiet, 'success')).length === 1, 20_000);
			const [event] = await ended(quiet, 'success');
			expect(outputsOf(event as Execution, 'When an Image Needs Attention')[0]?.map(({ json }) => json)).toEqual([
				expect.objectContaining({
					event: 'ready',
					reuploaded: true,
					previous: expect.objectContaining({ status: 'ready' }),
				}),
			]);
			await pause(2_000);
			expect(webhook.received).toHaveLength(2);
			expect(await ended(workflow, 'success')).toHaveLength(2);
			await real.n8n.api.unpublish(workflow);
			await real.n8n.api.unpublish(quiet);
		},
		12 * tickLimitMs,
	);
});

describe('the example with the trigger', () => {
	it('alerts Teams of a failure, a warning, and an expiry, with what to do', async () => {
		const { tenant } = real.graph;
		const expirationDate = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
		tenant.addImage({ displayName: 'Finance', ...failure });
		tenant.addImage({ displayName: 'Sales', status: 'warning', expirationDate: '2099-01-01' });
		tenant.addImage({ displayName: 'Old', status: 'ready', expirationDate });
		const workflow = await real.n8n.api.createWorkflow(ownExample('alert-teams.json'));
		await real.n8n.api.publish(workflow);
		await until('three cards', () => webhook.received.length === 3, 2 * tickLimitMs);
		await real.n8n.api.unpublish(workflow);
		expect(webhook.received.map(readCard).sort((a, b) => a.title.localeCompare(b.title))).toEqual([
			expect.objectContaining({ title: 'Ready with a warning: Sales 1.0.0', text: expect.stringContaining('Custom images') }),
			expect.objectContaining({ title: 'Upload failed: Finance 1.0.0', text: expect.stringMatching(/What to do.*sysprep/i) }),
			expect.objectContaining({ title: 'Windows expires: Old 1.0.0', facts: expect.arrayContaining([`Expires on: ${expirationDate}`]) }),
		]);
	}, 3 * tickLimitMs);
});
