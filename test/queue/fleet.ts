/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { installN8n } from '../../scripts/installN8n';
import { demoOwner } from '../../scripts/localGraph';
import { startN8n, type N8nHost } from '../../scripts/n8nHost';
import { tarballToTest } from '../../scripts/packPackage';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import { startGraphServer, type GraphServer } from '../graph-server';
import { makeOwnServices, type OwnServices } from './services';

/** Executions that one worker runs at a time. */
export const concurrency = 10;

/** How soon n8n gives up on the jobs of a dead worker; its own defaults are 60, 10 and 30 s. */
const quickRecovery = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '3000',
};

/** n8n in queue mode with the packed package in every process, next to a local Graph. */
export interface Fleet {
	/** Takes webhooks, polls, and puts executions into the queue. */
	main: N8nHost;
	/** Run the executions. */
	workers: [N8nHost, N8nHost];
	graph: GraphServer;
	services: OwnServices;
	/** Starts a worker with an empty user folder of its own. */
	startWorker(): Promise<N8nHost>;
	/** Ends every process and removes all that was made. */
	close(): Promise<void>;
}

/** Starts one main and two workers; takes the tarball that `npm test` has packed, or packs one. */
export async function startFleet(): Promise<Fleet> {
	await using made = new AsyncDisposableStack();
	const temporary = makeTemporaryFolder('queue-test');
	made.defer(() => temporary.remove());
	const tarball = await tarballToTest(temporary.path);
	const n8n = await installN8n((line) => void process.stderr.write(`${line}\n`));
	const services = await makeOwnServices(n8n);
	made.defer(async () => await services.remove());
	const graph = await startGraphServer({ seed: 'empty' });
	made.defer(async () => await graph.close());

	const encryption = { N8N_ENCRYPTION_KEY: randomBytes(16).toString('hex') };
	const env = { ...services.env, ...quickRecovery, ...encryption };
	const processes = made.use(new AsyncDisposableStack());
	let folders = 0;
	const start = async (command: string[]): Promise<N8nHost> => {
		const userFolder = join(temporary.path, `user-${++folders}`);
		const host = await startN8n({ n8n, userFolder, tarball, env, command });
		processes.defer(async () => await host.stop());
		return host;
	};
	const startWorker = async () => await start(['worker', `--concurrency=${concurrency}`]);
	// The main process makes the tables that workers look for.
	const main = await start(['start']);
	const workers = await bothOrNone(startWorker(), startWorker());
	await main.api.signIn(demoOwner);
	const kept = made.move();
	return { main, workers, graph, services, startWorker, close: async () => await kept.disposeAsync() };
}

/** Waits for both also when one fails: the other belongs to the caller by then and can be ended. */
async function bothOrNone<T>(first: Promise<T>, second: Promise<T>): Promise<[T, T]> {
	await Promise.allSettled([first, second]);
	return await Promise.all([first, second]);
}

/** Ids of the executions that a worker has begun, and of those that it has brought to an end. */
export function executionsOf(worker: N8nHost): { started: Set<string>; finished: Set<string> } {
	const ids = (verb: string) =>
		new Set(
			[...worker.log().matchAll(new RegExp(`Worker ${verb} execution (\\d+)`, 'g'))].map(
				([, id = '']) => id,
			),
		);
	return { started: ids('started'), finished: ids('finished') };
}
