/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as pause } from 'node:timers/promises';

import { fitToLocalGraph, readExample } from '../../scripts/localGraph';
import type { WorkflowFile } from '../../scripts/n8nTypes';
import { startRealHost, type RealHost } from './realHost';
import { graphRequests, images, outputsOf } from './runs';

let real: RealHost;

beforeAll(async () => {
	real = await startRealHost();
}, 30 * 60_000);

afterAll(async () => await real?.close(), 60_000);

/** n8n keeps a pause of 65 seconds or more in its database, and a shorter one in memory. */
const storedPauseSeconds = 66;

/** An example as its user has it, with the shortest pause that survives a restart. */
function withStoredPauses(file: string): WorkflowFile {
	const workflow = fitToLocalGraph(readExample(file), real.credentials.readWrite);
	for (const { type, parameters } of workflow.nodes) {
		if (type === 'n8n-nodes-base.wait') parameters.amount = storedPauseSeconds;
	}
	return workflow;
}

const createdImage = () =>
	[...real.graph.tenant.images.values()].find(({ displayName }) => displayName === 'Windows 11 Standard');

/** How often the workflow has checked its image. */
const checks = (): number =>
	graphRequests(real).filter((line) => line === `GET /v1.0${images}/${createdImage()?.id} 200`).length;

/** Waits until an execution is stored in n8n's database, after a number of checks. */
async function storedAfter(id: string, wanted: number): Promise<void> {
	const giveUpAt = performance.now() + 3 * storedPauseSeconds * 1_000;
	for (;;) {
		const status = (await real.n8n.api.execution(id))?.status;
		if (status === 'waiting' && checks() === wanted) return;
		if (performance.now() > giveUpAt) throw new Error(`The execution is ${status} after ${checks()} checks.`);
		await pause(250);
	}
}

describe('an n8n that is killed while a workflow waits', () => {
	it('continues with the upload where it was, and ends with the ready image once', async () => {
		const { graph, n8n } = real;
		graph.settings.uploadMs = 3_600_000;
		const workflow = await n8n.api.createWorkflow(withStoredPauses('create-image-and-wait.json'));
		const id = await n8n.api.startWorkflow(workflow);
		await storedAfter(id, 1);
		await real.crash();
		Object.assign(createdImage() ?? {}, { status: 'ready', upload: undefined });
		await real.startAgain();

		const execution = await real.n8n.api.waitForExecution(id, 3 * storedPauseSeconds * 1_000);
		expect(execution.status).toBe('success');
		expect(outputsOf(execution, 'Report Success')[0]?.map(({ json }) => json.subject)).toEqual(['Windows 11 Standard 1.0.0 is ready']);
		expect(checks()).toBe(2);
		expect(graphRequests(real).filter((line) => line.startsWith('POST'))).toHaveLength(1);
		expect(await real.n8n.api.executions(workflow.id)).toHaveLength(1);
	}, 6 * storedPauseSeconds * 1_000);
});
