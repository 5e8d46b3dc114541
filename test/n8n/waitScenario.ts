import { localGraphCredential } from '../../scripts/localGraph';
import type { Execution } from '../../scripts/n8nTypes';
import { sampleApps } from '../graph-server';
import type { RealHost } from './realHost';
import { waitingWorkflow, waitNode, type WaitingFor } from './waitWorkflows';
import { untilFound } from './workflowRuns';

/** A workflow that waits. */
interface Started {
	/** Of its execution. */
	id: string;
	workflowId: string;
	ids: string[];
	/** How many executions it has at least at its end; n8n's list leaves out one that runs. */
	executions: number;
}

/** What came of a workflow that waited. */
export interface Wait {
	/** The execution of the workflow, and those that it started for the wait. */
	own: Execution;
	others: Execution[];
	/** How often Graph was asked for each image. */
	looks: number[];
}

/** What a real n8n did with waits across restarts. */
export interface PlayedWaits {
	/** The status of each execution, while all waited. */
	whileWaiting: Array<Execution['status']>;
	/** One image ready at once, one after three looks; n8n is killed between the second and the third. */
	pairs: Wait;
	/** One image, during whose second look n8n is killed. */
	struck: Wait;
	failing: Wait;
	/** An image that fails, and one that becomes ready, with the error output. */
	continued: Wait;
	cancelled: Wait;
	late: Wait;
	/** Begun with the editor's Execute step. */
	stepped: Wait;
	/** With a credential that only the workflow can read. */
	unreadable: Wait;
	/** The failed images of `failing` and `continued`, waited for in memory. */
	inMemory: Execution[];
}

const limitMs = 300_000;
const failed = { status: 'failed', errorCode: 'sourceImageNotGeneralized' };
/** Long enough to be killed in. */
const slowLookMs = 20_000;
const unfinished: ReadonlyArray<Execution['status']> = ['new', 'running', 'waiting'];

class Scenario {
	constructor(private readonly real: RealHost) {}

	looksAt(id: string): number {
		return this.real.graph.requests.filter(({ method, path }) => method === 'GET' && path.endsWith(`/deviceImages/${id}`)).length;
	}

	/** An upload that goes on until the test ends it. */
	upload(displayName: string): string {
		return this.real.graph.tenant.addEndlessUpload(displayName).id;
	}

	end(id: string, change: { status: string; errorCode?: string }): void {
		Object.assign(this.real.graph.tenant.images.get(id) ?? {}, change);
	}

	async looked(id: string, times: number): Promise<void> {
		await untilFound(`${times} looks at ${id}`, () => (this.looksAt(id) >= times ? true : undefined), limitMs);
	}

	/** Starts a workflow that waits, and that runs no further than `lastNode`. */
	async start(waitingFor: WaitingFor, lastNode?: string, credential = this.real.credentials.readOnly): Promise<Started> {
		const { api } = this.real.n8n;
		const workflow = await api.createWorkflow(waitingWorkflow(credential, waitingFor));
		const id = await api.startWorkflow(workflow, undefined, undefined, lastNode);
		return { id, workflowId: workflow.id, ids: waitingFor.ids, executions: waitingFor.waitMode === 'inMemory' ? 1 : 3 };
	}

	/** Stores a credential whose tenant is an expression for another node. */
	async storeUnreadable(): Promise<{ id: string; name: string }> {
		const plain = localGraphCredential(this.real.graph, sampleApps.readOnly, 'Tenant of a node');
		const tenantId = `={{ $('List').first().json.ids.length > 0 ? '${String(plain.data.tenantId)}' : '' }}`;
		return await this.real.n8n.api.importCredential({ ...plain, data: { ...plain.data, tenantId } });
	}

	async executionsOf(started: readonly Started[]): Promise<Execution[]> {
		return (await Promise.all(started.map(async ({ workflowId }) => await this.real.n8n.api.executions(workflowId)))).flat();
	}

	/** Waits until all executions of workflows wait, and returns their statuses. */
	async waiting(started: readonly Started[], executions: number): Promise<Array<Execution['status']>> {
		return await untilFound(
			`${executions} executions that wait`,
			async () => {
				const statuses = (await this.executionsOf(started)).map(({ status }) => status).filter((status) => unfinished.includes(status));
				return statuses.length === executions && statuses.every((status) => status === 'waiting') ? statuses : undefined;
			},
			limitMs,
		);
	}

	/** Stops the executions of a workflow, all of which wait. */
	async stop(started: Started, executions: number): Promise<void> {
		await this.waiting([started], executions);
		const all = await this.executionsOf([started]);
		for (const { id } of all.filter(({ status }) => status === 'waiting')) await this.real.n8n.api.stopExecution(id);
	}

	/** Waits until every execution of a workflow has ended. */
	async ended(started: Started): Promise<Wait> {
		const all = await untilFound(
			`the end of every execution of workflow ${started.workflowId}`,
			async () => {
				const executions = await this.executionsOf([started]);
				if (executions.length < started.executions || executions.some(({ status }) => unfinished.includes(status))) return undefined;
				return executions;
			},
			limitMs,
		);
		const own = all.find(({ id }) => id === started.id) as Execution;
		return { own, others: all.filter(({ id }) => id !== started.id), looks: started.ids.map((id) => this.looksAt(id)) };
	}
}

/**
 * Lets a real n8n wait for images in several workflows at the same time, and kills it.
 *
 * @param real n8n and the local Graph
 * @param healsItself whether this n8n goes on with a wait during whose look it was killed
 */
export async function playWaits(real: RealHost, healsItself: boolean): Promise<PlayedWaits> {
	const scenario = new Scenario(real);
	const { api } = real.n8n;
	const { id: ready } = real.graph.tenant.addImage({ displayName: 'Ready', status: 'ready' });
	const [slow, struckId] = [scenario.upload('Slow'), scenario.upload('Struck')];
	const [doomed, unlucky, lucky] = [scenario.upload('Doomed'), scenario.upload('Unlucky'), scenario.upload('Lucky')];
	const [unwanted, endless] = [scenario.upload('Unwanted'), scenario.upload('Endless')];
	const pairs = await scenario.start({ ids: [slow, ready] });
	const failing = await scenario.start({ ids: [doomed] });
	const continued = await scenario.start({ ids: [unlucky, lucky], onError: 'continueErrorOutput' });
	const cancelled = await scenario.start({ ids: [unwanted], imageId: { __rl: true, mode: 'name', value: 'Unwanted' } });
	const late = await scenario.start({ ids: [endless], options: { timeoutMinutes: 1 } });
	const struck = await scenario.start({ ids: [struckId] });
	const stepped = await scenario.start({ ids: [lucky] }, waitNode);
	const all = [pairs, failing, continued, cancelled, late, struck, stepped];
	const whileWaiting = await scenario.waiting(all, 3 * all.length);

	const unreadable = await scenario.start({ ids: [scenario.upload('Unreadable')] }, undefined, await scenario.storeUnreadable());
	await api.stopExecution(cancelled.id);
	scenario.end(doomed, failed);
	scenario.end(unlucky, failed);
	scenario.end(lucky, { status: 'ready' });
	real.graph.faults.add({ path: `/deviceImages/${struckId}`, then: { delayMs: slowLookMs } });
	await scenario.looked(struckId, 2);
	const early = {
		failing: await scenario.ended(failing),
		continued: await scenario.ended(continued),
		cancelled: await scenario.ended(cancelled),
		late: await scenario.ended(late),
		stepped: await scenario.ended(stepped),
		unreadable: await scenario.ended(unreadable),
	};
	await scenario.looked(slow, 2);
	await scenario.waiting([pairs], 3);
	await real.crash();
	scenario.end(slow, { status: 'ready' });
	scenario.end(struckId, { status: 'ready' });
	await real.startAgain();

	const again = [
		await scenario.start({ ids: [doomed], waitMode: 'inMemory' }),
		await scenario.start({ ids: [unlucky], waitMode: 'inMemory', onError: 'continueErrorOutput' }),
	];
	const inMemory = (await Promise.all(again.map(async (each) => await scenario.ended(each)))).map(({ own }) => own);
	const pairsEnd = await scenario.ended(pairs);
	if (!healsItself) await scenario.stop(struck, 2);
	const struckEnd = await scenario.ended(struck);
	return { whileWaiting, ...early, pairs: pairsEnd, struck: struckEnd, inMemory };
}
