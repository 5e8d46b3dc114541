/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as pause } from 'node:timers/promises';

import type { Execution } from '../../scripts/n8nTypes';
import { startRealHost, type RealHost } from './realHost';
import { storeWait, type WaitingFor } from './waitWorkflows';
import { untilFound } from './workflowRuns';

/** What came of a workflow that waited. */
export interface Wait {
	/** The execution of the workflow, and the one that it started for the wait. */
	own: Execution;
	children: Execution[];
	/** How often Graph was asked for each image. */
	looks: number[];
}

/** What a real n8n did with waits across restarts. */
export interface WaitsOfVersion {
	/** Statuses of every execution while all waited. */
	whileWaiting: Array<Execution['status']>;
	pairs: Wait;
	failing: Wait;
	/** The same failed image, waited for in memory. */
	inMemory: Execution;
	continued: Wait;
	cancelled: Wait;
	late: Wait;
}

const limitMs = 300_000;

class Scenario {
	constructor(private readonly real: RealHost) {}

	looksAt(id: string): number {
		return this.real.graph.requests.filter(({ method, path }) => method === 'GET' && path.endsWith(`/deviceImages/${id}`)).length;
	}

	/** An upload that goes on until the test ends it. */
	newImage(displayName: string): string {
		const image = this.real.graph.tenant.addImage({ displayName, status: 'pending' });
		image.upload = undefined;
		return image.id;
	}

	/** Ends an upload as soon as Graph was asked for it a number of times. */
	async endAfter(looks: number, id: string, end: { status: string; errorCode?: string }): Promise<void> {
		await untilFound(`${looks} looks at ${id}`, () => (this.looksAt(id) >= looks ? true : undefined), limitMs);
		Object.assign(this.real.graph.tenant.images.get(id) ?? {}, end);
	}

	async start(waitingFor: WaitingFor): Promise<{ id: string; workflowId: string; ids: string[] }> {
		const workflow = await storeWait(this.real, waitingFor);
		return { id: await this.real.n8n.api.startWorkflow(workflow), workflowId: workflow.id, ids: waitingFor.ids };
	}

	async executionsOf(workflowId: string): Promise<Execution[]> {
		return await this.real.n8n.api.executions(workflowId);
	}

	/** Waits until the execution and the one that it started have ended. */
	async ended({ id, workflowId, ids }: { id: string; workflowId: string; ids: string[] }): Promise<Wait> {
		await this.real.n8n.api.waitForExecution(id, limitMs);
		const all = await untilFound(
			`the end of every execution of workflow ${workflowId}`,
			async () => {
				const executions = await this.executionsOf(workflowId);
				return executions.every(({ status }) => !['new', 'running', 'waiting'].includes(status)) ? executions : undefined;
			},
			limitMs,
		);
		const own = all.find((each) => each.id === id);
		if (!own) throw new Error(`Execution ${id} is gone`);
		return { own, children: all.filter((each) => each.id !== id), looks: ids.map((image) => this.looksAt(image)) };
	}
}

const failed = { status: 'failed', errorCode: 'sourceImageNotGeneralized' };

/**
 * Lets a real n8n wait for images in several workflows at the same time, and kills it between two looks of one of them.
 * @param version of n8n; default the newest
 */
export async function playWaits(version?: string): Promise<WaitsOfVersion> {
	const real = await startRealHost(version);
	try {
		const scenario = new Scenario(real);
		const image = (name: string) => scenario.newImage(name);
		const [slow, doomed, unlucky, lucky, unwanted, endless] = [image('Slow'), image('Doomed'), image('Unlucky'), image('Lucky'), image('Unwanted'), image('Endless')];
		const { id: ready } = real.graph.tenant.addImage({ displayName: 'Ready', status: 'ready' });
		const byName = { __rl: true, mode: 'name', value: "={{ $json.ids.split('').length ? 'Lucky' : '' }}" };
		const [pairs, failing, continued, cancelled, late] = [
			await scenario.start({ ids: [slow, ready] }),
			await scenario.start({ ids: [doomed] }),
			await scenario.start({ ids: [unlucky, lucky], onError: 'continueErrorOutput' }),
			await scenario.start({ ids: [unwanted], imageId: { ...byName, value: 'Unwanted' } }),
			await scenario.start({ ids: [endless], options: { timeoutMinutes: 1 } }),
		];
		const ends = [
			scenario.endAfter(2, slow, { status: 'ready' }),
			scenario.endAfter(1, doomed, failed),
			scenario.endAfter(1, unlucky, failed),
			scenario.endAfter(1, lucky, { status: 'ready' }),
		];
		const whileWaiting = await untilFound('all wait', async () => {
			const all = await Promise.all([pairs, failing, continued, cancelled, late].map(async ({ workflowId }) => await scenario.executionsOf(workflowId)));
			const statuses = all.flat().map(({ status }) => status);
			return statuses.length === 10 && statuses.every((status) => status === 'waiting') ? statuses : undefined;
		});
		await real.n8n.api.stopExecution(cancelled.id);
		const others = await Promise.all([failing, continued, cancelled, late].map(async (wait) => await scenario.ended(wait)));
		const [failingEnd, continuedEnd, cancelledEnd, lateEnd] = others as [Wait, Wait, Wait, Wait];
		const again = await scenario.start({ ids: [doomed], waitMode: 'inMemory' });
		const inMemory = await real.n8n.api.waitForExecution(again.id);

		await untilFound('the second look at the slow image', () => (scenario.looksAt(slow) === 2 ? true : undefined), limitMs);
		await untilFound('the next pause', async () => ((await scenario.executionsOf(pairs.workflowId)).every(({ status }) => status === 'waiting') ? true : undefined));
		await real.crash();
		await pause(1_000);
		await real.startAgain();
		const pairsEnd = await scenario.ended(pairs);
		await Promise.all(ends);
		return { whileWaiting, pairs: pairsEnd, failing: failingEnd, inMemory, continued: continuedEnd, cancelled: cancelledEnd, late: lateEnd };
	} finally {
		await real.close();
	}
}
