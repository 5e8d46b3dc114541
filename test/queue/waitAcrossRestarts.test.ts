import { randomUUID } from 'node:crypto';

import type { INode } from 'n8n-workflow';

import { localGraphCredential } from '../../scripts/localGraph';
import type { Execution, StoredWorkflow } from '../../scripts/n8nTypes';
import { sampleApps } from '../graph-server';
import { outputsOf } from '../n8n/runs';
import { waitingWorkflow } from '../n8n/waitWorkflows';
import { untilFound } from '../n8n/workflowRuns';
import { executionsOf, startFleet, type Fleet } from './fleet';
import { callWebhook, registered } from './uploads';

const limitMs = 5 * 60_000;
let fleet: Fleet;

beforeAll(async () => {
	fleet = await startFleet();
}, 30 * 60_000);

afterAll(async () => await fleet?.close(), limitMs);

/** Publishes a workflow that waits for images when its webhook is called, and calls it. */
async function startWait(ids: string[]): Promise<StoredWorkflow> {
	const { main, graph } = fleet;
	const path = randomUUID();
	const start: INode = {
		...{ id: 'start', name: 'Start', type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [0, 0], webhookId: path },
		parameters: { httpMethod: 'POST', path, responseMode: 'onReceived' },
	};
	const credential = localGraphCredential(graph, sampleApps.readOnly, 'Waits');
	const { id } = await main.api.importCredential(credential);
	const workflow = await main.api.createWorkflow(waitingWorkflow({ id, name: credential.name }, { ids }, start));
	await main.api.publish(workflow);
	await registered(fleet, path);
	await callWebhook(`${main.url}/webhook/${path}`, {});
	return workflow;
}

const looksAt = (id: string): number =>
	fleet.graph.requests.filter(({ method, path }) => method === 'GET' && path.endsWith(`/deviceImages/${id}`)).length;

describe('a wait across restarts in queue mode', () => {
	it('ends on the other worker when the one that looked first was killed', async () => {
		const { graph, main } = fleet;
		const slow = graph.tenant.addImage({ displayName: 'Slow', status: 'pending' });
		slow.upload = undefined;
		const { id: ready } = graph.tenant.addImage({ displayName: 'Ready', status: 'ready' });
		const workflow = await startWait([slow.id, ready]);
		const executions = async (): Promise<Execution[]> => await main.api.executions(workflow.id);
		const ids = await untilFound('all executions wait', async () => {
			const all = await executions();
			return all.length === 3 && all.every(({ status }) => status === 'waiting') ? all.map(({ id }) => id) : undefined;
		});
		const own = String(Math.min(...ids.map(Number)));

		const first = fleet.workers.find((worker) => executionsOf(worker).started.has(own));
		const other = fleet.workers.find((worker) => worker !== first);
		expect(first).toBeDefined();
		await first?.kill();
		expect(looksAt(slow.id)).toBe(1);
		slow.status = 'ready';

		const execution = await main.api.waitForExecution(own, limitMs);
		expect(execution.status).toBe('success');
		expect(outputsOf(execution, 'Report')[0]?.map(({ json: { wanted, id, status } }) => ({ wanted, id, status }))).toEqual([
			{ wanted: slow.id, id: slow.id, status: 'ready' },
			{ wanted: ready, id: ready, status: 'ready' },
		]);
		expect([looksAt(slow.id), looksAt(ready)]).toEqual([2, 1]);
		expect((await executions()).map(({ status }) => status)).toEqual(['success', 'success', 'success']);
		const ranOnOther = () => (other && executionsOf(other).finished.has(own) ? true : undefined);
		expect(await untilFound('the other worker has logged the end', ranOnOther)).toBe(true);
	}, limitMs);
});
