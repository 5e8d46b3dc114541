import { appOnlyCredential, type Fault } from '../graph-server';
import { getReady, unavailable, useFailingSignIn } from './useFailingSignIn';

const { errorOf, newApp, node } = useFailingSignIn();
const { engine, graph, output, run } = node;

describe('an Entra that does not work', () => {
	it.each([500, 503])('with status %d is reported as Entra, not as Graph, and tried again', async (status) => {
		graph.faults.add({ path: '/oauth2/v2.0/token', times: 2, then: { status } });
		const error = await errorOf(appOnlyCredential(graph, newApp()));
		expect(error.message).toBe(unavailable);
		expect(error.description).toContain('Microsoft Entra ID returned: AADSTS90033');
		expect(error.httpCode).toBe(String(status));
		expect(await run('get', getReady)).not.toFailWith();
	});

	const busy = { error: 'temporarily_unavailable', error_description: 'The server is busy.' };

	it.each<[string, Fault]>([
		['too many requests as a page', { html: 429 }],
		['too many requests as JSON of its own', { status: 429, body: { message: 'Slow down.' } }],
		["a proxy's page of refusal", { html: 403 }],
		["a captive portal's page", { html: 200 }],
		['that it is busy, without a code', { status: 400, body: busy }],
	])('that responds with %s is reported as such, and as transient', async (_, then) => {
		graph.faults.add({ path: '/oauth2/v2.0/token', then });
		const error = await errorOf(appOnlyCredential(graph, newApp()));
		expect(error.message).toBe(unavailable);
		expect(error.description).toContain('Nothing was sent to Microsoft Graph');
		expect(error.failure).toMatchObject({ cause: 'temporarily-unavailable' });

		graph.faults.add({ path: '/oauth2/v2.0/token', then });
		engine.useCredential(appOnlyCredential(graph, newApp()));
		const [image] = await output('waitForStatus', { ...getReady, options: { pollIntervalSeconds: 1 } });
		expect(image?.status).toBe('ready');
	});

	it('at an address where nobody listens is reported as such', async () => {
		const error = await errorOf({ ...appOnlyCredential(graph, newApp()), customAuthorityUrl: 'http://127.0.0.1:1' });
		expect(error.message).toBe(unavailable);
		expect(error.description).toContain('ECONNREFUSED');
		expect(error.description).toContain('Nothing was sent to Microsoft Graph');
	});
});
