import {
	appOnlyCredential,
	sampleApps,
	sampleImageIds,
	startGraphServer,
	type GraphServer,
} from '../graph-server';
import { Engine } from './engine';

/** Hosts that nobody can resolve (RFC 6761), whose names hold the words of n8n's own errors. */
const hosts = ['oauth-gateway', 'reconnect', 'timeout', 'needs-to-be-reconnected.oauth2'].map(
	(name) => `https://${name}.contoso.invalid`,
);

let engine: Engine;
let graph: GraphServer;

beforeAll(async () => {
	engine = await Engine.load();
	graph = await startGraphServer();
	graph.settings.extraAudiences.push(...hosts);
});

afterEach(() => jest.restoreAllMocks());
afterAll(async () => await graph.close());

const credential = (change: object) => ({ ...appOnlyCredential(graph, sampleApps.readWrite), ...change });

const get = async () =>
	await engine.run({
		resource: 'deviceImage',
		operation: 'get',
		imageId: { __rl: true, mode: 'id', value: sampleImageIds.ready },
		options: { retryBudgetSeconds: 0 },
	});

describe.each(hosts)('a Graph at %s that cannot be resolved', (customGraphUrl) => {
	it('is told as one that cannot be reached, not as a failed sign-in', async () => {
		engine.useCredential(credential({ customGraphUrl }));
		const { error } = await get();
		expect(error?.message).toBe('Get device image: Microsoft Graph could not be reached');
		expect(error?.context.data).toMatchObject({
			kind: 'noResponse',
			code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
		});
		expect(error?.failure).toMatchObject({ cause: 'temporarily-unavailable' });
	});

	it('does not end the activation of a trigger', async () => {
		engine.useCredential(credential({ customGraphUrl }));
		const trigger = engine.pollContext({ parameters: { events: ['ready'] }, budgetMs: 3_000 });
		const warn = jest.spyOn(trigger.logger, 'warn').mockImplementation(() => {});
		expect(await trigger.poll()).toBeNull();
		expect(warn).toHaveBeenCalledWith(expect.stringContaining('could not be reached'), expect.anything());
	});
});

it.each([...hosts, 'https://login.contoso.invalid', 'http://127.0.0.1:1'])(
	'a login service at %s that does not answer is told as that, and may pass',
	async (customAuthorityUrl) => {
		engine.useCredential(credential({ customAuthorityUrl }));
		const { error } = await get();
		expect(error?.message).toBe('Get device image: Microsoft Entra could not be reached, or is out of order');
		expect(error?.context.data).toMatchObject({ kind: 'signInUnavailable' });
		expect(error?.failure).toMatchObject({ cause: 'temporarily-unavailable' });
	},
);

it('a token response without a token is told as a failed sign-in', async () => {
	engine.useCredential(credential({ oauthTokenData: { token_type: 'Bearer' } }));
	const { error } = await get();
	expect(error?.message).toBe('Get device image: Microsoft Entra did not give a token');
	expect(error?.context.data).toMatchObject({ kind: 'signInFailed' });
});
