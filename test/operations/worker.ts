import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialId, Engine, type NodeRun, type RunOptions } from '../engine/engine';
import { appOnlyCredential, sampleApps, seedTenant, startGraphServer, type GraphServer } from '../graph-server';
import { defaultSettings } from '../graph-server/settings';
import { entitiesOf, type Situation } from './comparisons';

/** How a tenant is made ready for a run. */
export type Prepare = (graph: GraphServer) => void;

/** A local Graph and n8n's engine, used by one run after the other. */
export interface Worker {
	graph: GraphServer;
	engine: Engine;
	/** Returns the access token that the credential holds. */
	accessToken(): string;
	/** Puts the sample tenant and the settings back, forgets requests, and returns the tenant as a run finds it. Faults stay. */
	reset(prepare?: Prepare): Situation['before'];
	run(parameters: INodeParameters, options?: RunOptions): Promise<NodeRun>;
	close(): Promise<void>;
}

/** Starts a worker and signs in, so that runs are about Graph alone. */
export async function openWorker(): Promise<Worker> {
	const [graph, engine] = await Promise.all([startGraphServer(), Engine.load()]);
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
	const worker: Worker = {
		graph,
		engine,
		accessToken() {
			const data = engine.credentials.stored.get(credentialId)?.oauthTokenData as IDataObject | undefined;
			return String(data?.access_token ?? '');
		},
		reset(prepare) {
			graph.tenant.clear();
			Object.assign(graph.settings, defaultSettings());
			seedTenant(graph.tenant, graph.clock);
			graph.clearRequests();
			prepare?.(graph);
			return entitiesOf(graph);
		},
		run: async (parameters, options) => await engine.run(parameters, options),
		close: async () => await graph.close(),
	};
	const { error } = await worker.run({ resource: 'sourceImage', operation: 'getAll' });
	if (error) throw new Error(`The worker could not sign in: ${error.message}`);
	return worker;
}
