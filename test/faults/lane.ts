import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialId, Engine, type NodeRun, type RunOptions } from '../engine/engine';
import { appOnlyCredential, sampleApps, startGraphServer, type GraphServer } from '../graph-server';
import { seedImages } from '../graph-server/sample';
import { defaultSettings } from '../graph-server/settings';

/** A local Graph and n8n's engine, used by one run after the other. */
export interface Lane {
	graph: GraphServer;
	engine: Engine;
	/** The access token that the credential holds. */
	accessToken(): string;
	/** Puts sample images and settings back and forgets faults and requests. */
	reset(): void;
	run(parameters: INodeParameters, options?: RunOptions): Promise<NodeRun>;
}

/** Starts a lane and signs in, so that runs are about Graph alone. */
export async function openLane(): Promise<Lane> {
	const [graph, engine] = await Promise.all([startGraphServer(), Engine.load()]);
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
	const lane: Lane = {
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
	const { error } = await lane.run({ resource: 'sourceImage', operation: 'getAll' });
	if (error) throw new Error(`The lane could not sign in: ${error.message}`);
	lane.reset();
	return lane;
}

/** Works through a list, each lane taking the next entry as soon as it is free. */
export async function share<Work>(
	lanes: readonly Lane[],
	work: readonly Work[],
	each: (lane: Lane, entry: Work, index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	await Promise.all(
		lanes.map(async (lane) => {
			for (let index = next++; index < work.length; index = next++) {
				await each(lane, work[index] as Work, index);
			}
		}),
	);
}
