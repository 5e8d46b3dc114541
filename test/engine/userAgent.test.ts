import { checkoutRoot, readPackageJson } from '../../scripts/checkout';
import { useNode } from './useNode';

const { engine, graph, requests, run, runEach } = useNode({ graphFor: 'file' });
const { name, version } = readPackageJson(checkoutRoot);

const items = async (operation: string, count: number) =>
	await runEach(operation, [...graph.tenant.images.keys()].slice(0, count));

/** What came to Graph, parts of batches too, and who sent it. */
const senders = (): Array<[string, unknown]> =>
	requests().map(({ method, path, headers }) => [`${method} ${path.split('/').at(-1)}`, headers['user-agent']]);

it.each<[string, number, () => Promise<unknown>]>([
	['a single request', 1, async () => await run('getAll')],
	['a beta request', 1, async () => await run('sourceImage.getAll')],
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
