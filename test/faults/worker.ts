import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialId, Engine, type NodeRun, type RunOptions } from '../engine/engine';
import { appOnlyCredential, sampleApps, startGraphServer, type GraphServer } from '../graph-server';
import { seedImages } from '../graph-server/sample';
import { defaultSettings } from '../graph-server/settings';

/** A local Graph and n8n's engine, used by one run after the other. */
export interface Worker {
	graph: GraphServer;
	engine: Engine;
	/** The access token that the credential holds. */
	accessToken(): string;
	/** Puts sample images and settings back and forgets faults and requests. */
	reset(): void;
	run(parameters: INodeParameters, options?: RunOptions): Promise<NodeRun>;
}

/** Starts a worker and signs in, so that runs are about Graph alone. */
export async function openLane(): Promise<Worker> {
	const [graph, engine] = await Promise.all([startGraphServer(), Engine.load()]);
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
	const worker: Worker = {
		graph,
		engine,
		accessToken() {
			const data = engine.credentials.stored.get(credentialId)?.oauthTokenData as IDataObject | undefined;
			return String(data?.access_token ?? '');
		},
		reset() {
			graph.faults.clear();
			graph.tenant.images.clear();
			graph.tenant.policies.clear();
			Object.assign(graph.settings, defaultSettings());
			seedImages(graph.tenant, graph.clock);
			graph.clearRequests();
		},
		run: async (parameters, options) => await engine.run(parameters, options),
	};
	const { error } = await worker.run({ resource: 'sourceImage', operation: 'getAll' });
	if (error) throw new Error(`The worker could not sign in: ${error.message}`);
	worker.reset();
	return worker;
}

/** Works through a list, each worker taking the next entry as soon as it is free. */
export async function share<Work>(
	workers: readonly Worker[],
	work: readonly Work[],
	each: (worker: Worker, entry: Work, index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	await Promise.all(
		workers.map(async (worker) => {
			for (let index = next++; index < work.length; index = next++) {
				await each(worker, work[index] as Work, index);
			}
		}),
	);
}
