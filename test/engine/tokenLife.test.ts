import { eventually } from '../eventually';
import { appOnlyCredential, certificateCredential, createAppCertificate, registerNewApp, sampleImageIds, type App, type AppCertificate } from '../graph-server';
import { byId, useNode } from './useNode';

const { engine, graph, requests, run } = useNode({ graphFor: 'file' });
let certificate: AppCertificate;
let app: App;

beforeAll(async () => {
	certificate = await createAppCertificate();
	app = registerNewApp(graph.tenant, { certificates: [certificate.certificate] });
});

const statuses = (area: 'graph' | 'login'): Array<number | undefined> =>
	requests(area).map(({ status }) => status);

async function execute(items: number): Promise<void> {
	// No two items ask for the same, or they would be one request.
	const options = { timeoutSeconds: '={{ 60 + $itemIndex }}' };
	const result = await run('get', { imageId: byId(sampleImageIds.ready), options }, { input: Array(items).fill({}) });
	expect(result).not.toFailWith();
	expect(result.items).toHaveLength(items);
}

it.each([
	['a secret', () => appOnlyCredential(graph, app)],
	['a certificate', () => certificateCredential(graph, app, certificate)],
])('an app with %s pays one token request for 200 items and 10 executions, and one per renewal', async (_, credential) => {
	engine.useCredential(credential());
	for (let execution = 0; execution < 10; execution++) await execute(20);
	expect(statuses('login')).toEqual([200]);
	// Each execution sends one batch of 20.
	expect(statuses('graph')).toEqual(Array(10 * 21).fill(200));

	graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
	graph.clearRequests();
	// Executions that find the token expired together share one renewal.
	await Promise.all(Array.from({ length: 10 }, async () => await execute(1)));
	expect(statuses('login')).toEqual([200]);
	expect(statuses('graph').filter((status) => status === 200)).toHaveLength(10);
});

it('ten executions that start together without a stored token make one token request', async () => {
	engine.useCredential(appOnlyCredential(graph, app));
	await Promise.all(Array.from({ length: 10 }, async () => await execute(2)));
	expect(statuses('login')).toEqual([200]);
});

it('an execution waits for the first token of another no longer than its own time limit', async () => {
	engine.useCredential(appOnlyCredential(graph, app));
	graph.faults.add({ path: '/oauth2/v2.0/token', then: { delayMs: 4_000 } });
	const first = execute(1);
	await eventually(() => requests('login').length, 1);
	const second = run('getAll', { options: { timeoutSeconds: 0.5, retryBudgetSeconds: 0 } });
	expect(await Promise.race([first.then(() => 'the token came first'), second])).toFailWith({
		message: 'Get many device images: Microsoft Graph did not respond in time',
	});
	await first;
});
