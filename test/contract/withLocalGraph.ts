import type { AxiosInstance } from 'axios';

import { startGraphServer, type GraphServer } from '../graph-server';
import { axiosFor, graphClient } from './msal';

/** A running local Graph, and axios for it. */
export interface LocalGraph {
	graph: GraphServer;
	/** Signed in as the app that may read and write. */
	client: AxiosInstance;
	/** Not signed in. */
	http: AxiosInstance;
}

/**
 * Gives the tests of a file a local Graph, and ends it after them.
 *
 * @param fresh one for all of them, or a fresh one for each
 * @param use takes what was started
 */
export function withLocalGraph(
	fresh: 'per file' | 'per test',
	use: (local: LocalGraph) => void,
): void {
	const [before, after] = fresh === 'per file' ? [beforeAll, afterAll] : [beforeEach, afterEach];
	let running: GraphServer;
	before(async () => {
		running = await startGraphServer();
		use({ graph: running, client: await graphClient(running), http: axiosFor(running) });
	});
	after(async () => await running.close());
}
