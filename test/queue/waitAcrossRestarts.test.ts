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

const executionsOfWait = async ({ id }: StoredWorkflow): Promise<Execution[]> => await fleet.main.api.executions(id);

/** Waits until all executions of a wait are stored, and returns the ID of the one that waits for the others. */
async function stored(workflow: StoredWorkflow): Promise<string> {
	return await untilFound('all executions wait', async () => {
		const all = await executionsOfWait(workflow);
		if (all.length < 3 || all.some(({ status }) => status !== 'waiting')) return undefined;
		return String(Math.min(...all.map(({ id }) => Number(id))));
	});
}

/** Two workflows that wait at the same time. */
interface Waits {
	slow: { id: string; status: string };
	ready: string;
	struck: { id: string; status: string };
	/** Waits for `slow` and `ready`. */
	pairs: StoredWorkflow;
	/** IDs of the executions that wait for the others. */
	ofPairs: string;
	ofStruck: string;
}

let waits: Waits;

beforeAll(async () => {
	fleet = await startFleet();
	const { tenant } = fleet.graph;
	const { id: ready } = tenant.addImage({ displayName: 'Ready', status: 'ready' });
	const [slow, struck] = [tenant.addEndlessUpload('Slow'), tenant.addEndlessUpload('Struck')];
	const pairs = await startWait([slow.id, ready]);
	const ofStruck = await stored(await startWait([struck.id]));
	waits = { slow, ready, struck, pairs, ofPairs: await stored(pairs), ofStruck };
	// So long that a worker can be killed during the second look.
	fleet.graph.faults.add({ path: `/deviceImages/${struck.id}`, then: { delayMs: 30_000 } });
}, 30 * 60_000);

afterAll(async () => await fleet?.close(), limitMs);

describe('a wait across restarts in queue mode', () => {
	it('ends on the other worker when the one that looked first was killed', async () => {
		const { slow, ready, pairs, ofPairs } = waits;
		const first = fleet.workers.find((worker) => executionsOf(worker).started.has(ofPairs));
		const other = fleet.workers.find((worker) => worker !== first);
		expect(first).toBeDefined();
		await first?.kill();
		expect(looksAt(slow.id)).toBe(1);
		slow.status = 'ready';

		const execution = await fleet.main.api.waitForExecution(ofPairs, limitMs);
		expect(execution.status).toBe('success');
		expect(outputsOf(execution, 'Report')[0]?.map(({ json: { wanted, id, status } }) => ({ wanted, id, status }))).toEqual([
			{ wanted: slow.id, id: slow.id, status: 'ready' },
			{ wanted: ready, id: ready, status: 'ready' },
		]);
		expect([looksAt(slow.id), looksAt(ready)]).toEqual([2, 1]);
		expect((await executionsOfWait(pairs)).map(({ status }) => status)).toEqual(['success', 'success', 'success']);
		const ranOnOther = () => (other && executionsOf(other).finished.has(ofPairs) ? true : undefined);
		expect(await untilFound('the other worker has logged the end', ranOnOther)).toBe(true);
	}, limitMs);

	it('ends with an error, and gives no image, when the worker is killed during a look', async () => {
		const { struck, ofStruck } = waits;
		await untilFound('the second look', () => (looksAt(struck.id) === 2 ? true : undefined), limitMs);
		await Promise.all(fleet.workers.map(async (worker) => await worker.kill()));
		struck.status = 'ready';
		fleet.workers[0] = await fleet.startWorker();

		const { status, data } = await fleet.main.api.waitForExecution(ofStruck, limitMs);
		expect(status).toBe('error');
		expect(data.resultData.error?.message).toContain('failed to be processed');
		expect(data.resultData.runData.Report).toBeUndefined();
	}, limitMs);
});
