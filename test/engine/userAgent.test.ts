import { checkoutRoot, readPackageJson } from '../../scripts/checkout';
import { appOnlyCredential, sampleApps, startGraphServer, type GraphServer } from '../graph-server';
import { Engine } from './engine';

const { name, version } = readPackageJson(checkoutRoot);

let engine: Engine;
let graph: GraphServer;

beforeAll(async () => {
	[engine, graph] = await Promise.all([Engine.load(), startGraphServer()]);
});

beforeEach(() => {
	engine.useCredential(appOnlyCredential(graph, sampleApps.readWrite));
	graph.clearRequests();
});

afterAll(async () => await graph.close());

const ids = () => [...graph.tenant.images.keys()];
const items = async (operation: string, count: number) =>
	await engine.run(
		{ resource: 'deviceImage', operation, imageId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
		{ input: ids().slice(0, count).map((id) => ({ id })) },
	);

/** What came to Graph, parts of batches too, and who sent it. */
const senders = (): Array<[string, unknown]> =>
	graph.requests
		.filter(({ area }) => area === 'graph')
		.map(({ method, path, headers }) => [`${method} ${path.split('/').at(-1)}`, headers['user-agent']]);

it.each<[string, number, () => Promise<unknown>]>([
	['a single request', 1, async () => await engine.run({ resource: 'deviceImage', operation: 'getAll' })],
	['a beta request', 1, async () => await engine.run({ resource: 'sourceImage', operation: 'getAll' })],
	['a batch and each part of it', 4, async () => await items('get', 3)],
	['the picker', 1, async () => await engine.search('searchImages')],
	['a poll of the trigger', 1, async () => await engine.pollContext({ parameters: { events: ['ready'] } }).poll()],
	['the credential test and both parts of it', 3, async () => await engine.testCredential('cloudPcGraphOAuth2Api')],
	['a batch of deletes, and each part of it', 4, async () => await items('delete', 3)],
])('%s names this package and its version as the User-Agent', async (_, requests, act) => {
	await act();
	expect(senders().length).toBeGreaterThanOrEqual(requests);
	expect(senders().map(([, agent]) => agent)).toEqual(senders().map(() => `${name}/${version}`));
});
