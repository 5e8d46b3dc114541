import {
	appOnlyCredential,
	certificateCredential,
	createAppCertificate,
	registerNewApp,
	sampleImageIds,
	startGraphServer,
	type App,
	type AppCertificate,
	type GraphServer,
} from '../graph-server';
import { Engine } from './engine';

let engine: Engine;
let graph: GraphServer;
let certificate: AppCertificate;
let app: App;

beforeAll(async () => {
	certificate = await createAppCertificate();
	engine = await Engine.load();
	graph = await startGraphServer();
	app = registerNewApp(graph.tenant, { certificates: [certificate.certificate] });
});

afterAll(async () => await graph.close());

const statuses = (area: string): Array<number | undefined> =>
	graph.requests.filter((request) => request.area === area).map(({ status }) => status);

async function execute(items: number): Promise<void> {
	const get = {
		resource: 'deviceImage',
		operation: 'get',
		imageId: { __rl: true, mode: 'id', value: sampleImageIds.ready },
	};
	const { items: output, error } = await engine.run(get, { input: Array(items).fill({}) });
	expect(error).toBeUndefined();
	expect(output).toHaveLength(items);
}

it.each([
	['a secret', () => appOnlyCredential(graph, app)],
	['a certificate', () => certificateCredential(graph, app, certificate)],
])('an app with %s pays one token request for 200 items and 10 executions, and one per renewal', async (_, credential) => {
	engine.useCredential(credential());
	graph.clearRequests();
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
	graph.clearRequests();
	await Promise.all(Array.from({ length: 10 }, async () => await execute(2)));
	expect(statuses('login')).toEqual([200]);
});

it('an execution waits for the first token of another no longer than its own time limit', async () => {
	engine.useCredential(appOnlyCredential(graph, app));
	graph.faults.add({ path: '/oauth2/v2.0/token', then: { delayMs: 8_000 } });
	const first = execute(1);
	const start = performance.now();
	const { error } = await engine.run({
		resource: 'deviceImage',
		operation: 'getAll',
		options: { timeoutSeconds: 1, retryBudgetSeconds: 0 },
	});
	expect(error?.message).toBe('Get many device images: Microsoft Graph did not answer in time');
	expect(performance.now() - start).toBeLessThan(6_000);
	await first;
}, 30_000);
