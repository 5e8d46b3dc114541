import type { AxiosInstance } from 'axios';

import {
	registerNewApp,
	sampleApps,
	sampleTenant,
	type App,
	type GraphServer,
} from '../graph-server';
import { answerOnDevicePage } from './devicePage';
import { axiosFor, imagesV1, userTokens } from './msal';
import { requestToken } from './tokenRequest';
import { withLocalGraph } from './withLocalGraph';

let graph: GraphServer;
let http: AxiosInstance;
let app: App;

withLocalGraph('per file', (local) => {
	({ graph, http } = local);
	graph.settings.deviceCodeIntervalSeconds = 1;
	const { delegatedPermissions } = sampleApps.readOnly;
	app = registerNewApp(graph.tenant, { secrets: [], delegatedPermissions });
});

const authority = () => `${graph.httpsUrl}/${sampleTenant.id}`;

async function start(change: Record<string, string> = {}) {
	const scope = `${graph.httpsUrl}/CloudPC.Read.All offline_access openid`;
	const form = new URLSearchParams({ client_id: app.clientId, scope, ...change });
	return await http.post(`${authority()}/oauth2/v2.0/devicecode`, form);
}

async function poll(deviceCode: string, clientId = app.clientId) {
	const { status, data } = await requestToken(http, authority(), {
		client_id: clientId,
		grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
		device_code: deviceCode,
	});
	return [status, data.error ?? data.token_type];
}

describe('6.1 device code', () => {
	it('MSAL waits for the person, and its token reads images', async () => {
		let page: Promise<unknown> = Promise.resolve();
		const scopes = [`${graph.httpsUrl}/CloudPC.Read.All`];
		const signIn = { clientId: app.clientId, authority: authority(), http };
		const { tokens, permissions } = await userTokens(signIn, scopes, (words) => {
			page = answerOnDevicePage(http, words, 'accept');
		});
		await page;
		const client = axiosFor(graph, await tokens());
		expect((await client.get(imagesV1)).status).toBe(200);
		expect((await client.post(imagesV1, {})).status).toBe(403);
		expect(await tokens()).toBe(await tokens());
		expect(permissions).toContain(scopes[0]);
	});

	it('is pending until the person has decided, and good for one token', async () => {
		const { data } = await start();
		expect(data).toMatchObject({ expires_in: 900, interval: 1 });
		expect(await poll(data.device_code)).toEqual([400, 'authorization_pending']);
		await answerOnDevicePage(http, data.message, 'accept');
		expect(await poll(data.device_code, sampleApps.noConsent.clientId)).toEqual([
			401,
			'invalid_client',
		]);
		expect(await poll(data.device_code)).toEqual([200, 'Bearer']);
		expect(await poll(data.device_code)).toEqual([400, 'bad_verification_code']);
	});

	it('ends when the person declines or does not come', async () => {
		const declined = (await start()).data;
		await answerOnDevicePage(http, declined.message, 'deny');
		expect(await poll(declined.device_code)).toEqual([400, 'access_denied']);
		const late = (await start()).data;
		graph.clock.advance(15 * 60_000);
		expect(await poll(late.device_code)).toEqual([400, 'expired_token']);
		const page = await http.get(`/devicelogin?code=${late.user_code}`);
		expect([page.status, page.headers['content-type']]).toEqual([
			400,
			expect.stringMatching('html'),
		]);
	});

	it.each([
		['an unknown app', { client_id: 'x' }, 700016],
		['no scope', { scope: '' }, 900144],
		['no consent', { scope: 'CloudPC.ReadWrite.All' }, 65001],
	])('refuses %s', async (_, change, number) => {
		const { status, data } = await start(change);
		expect([status, data.error_codes]).toEqual([400, [number]]);
	});
});
