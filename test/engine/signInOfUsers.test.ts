import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { appOnlyCredential, type App } from '../graph-server';
import { expectTold, getReady, noToken, secrets, useFailingSignIn } from './useFailingSignIn';

const { errorOf, newApp, node, yesterday } = useFailingSignIn();
const { areas, graph, output } = node;

describe('a user', () => {
	/** Signs in as the Connect button does. */
	async function signedIn(app: App): Promise<ICredentialDataDecryptedObject> {
		const redirect_uri = 'http://localhost:5678/rest/oauth2-credential/callback';
		const scope = `openid offline_access ${graph.httpUrl}/CloudPC.ReadWrite.All`;
		const login = `${graph.httpUrl}/organizations/oauth2/v2.0`;
		const query = new URLSearchParams({ client_id: app.clientId, response_type: 'code', redirect_uri, scope });
		const page = await fetch(`${login}/authorize?${query}`, {
			method: 'POST',
			redirect: 'manual',
			body: new URLSearchParams({ decision: 'accept' }),
		});
		const code = new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? '';
		const form = { client_id: app.clientId, client_secret: app.secrets[0] ?? '', code, redirect_uri };
		const response = await fetch(`${login}/token`, {
			method: 'POST',
			body: new URLSearchParams({ ...form, grant_type: 'authorization_code' }),
		});
		const oauthTokenData = (await response.json()) as ICredentialDataDecryptedObject;
		return {
			...appOnlyCredential(graph, app),
			grantType: 'authorizationCode',
			access: 'readWrite',
			oauthTokenData,
		} as ICredentialDataDecryptedObject;
	}

	const expire = (): void => graph.clock.advance(2 * graph.settings.tokenLifetimeMs);

	it('whose app has an expired secret gets the words of Entra, also at a renewal', async () => {
		const app = newApp();
		const credential = await signedIn(app);
		expire();
		app.secretsExpireAt = yesterday();
		expectTold(await errorOf(credential), 7000222, 'the client secret has expired', secrets);
	});

	it.each<[string, (app: App) => void]>([
		['whose consent was withdrawn', (app) => (app.delegatedPermissions = [])],
		['who did not sign in for 91 days', () => graph.clock.advance(91 * 86_400_000)],
		['whom Conditional Access blocks', () => (graph.settings.nextTokenError = 53003)],
		['who was deleted', () => (graph.settings.nextTokenError = 500341)],
	])('%s learns where the words of Entra stand, which n8n keeps to itself', async (_, happen) => {
		const app = newApp();
		const credential = await signedIn(app);
		expire();
		happen(app);
		const { message, description } = await errorOf(credential);
		expect(message).toBe(noToken);
		expect(description).not.toContain('AADSTS');
		expect(description).toContain('n8n returned: The credential "Local Graph" needs to be reconnected.');
		expect(description).toContain('Entra admin center under Entra ID > Monitoring & health > Sign-in logs, at the date below');
		expect(description).toMatch(/For Microsoft support: date \d{4}-\d\d-\d\dT[\d:.]+Z\.$/);
	});

	it('who never signed in is asked to sign in', async () => {
		const { oauthTokenData, ...credential } = await signedIn(newApp());
		expect(oauthTokenData).toBeDefined();
		const { message, description } = await errorOf(credential);
		expect(message).toBe(noToken);
		expect(description).toContain('n8n returned: OAuth credentials not connected');
		expect(description).toContain("sign in again ('Connect' or 'Switch account')");
	});

	it('of whom Graph wants more than n8n can give is refused after one renewal', async () => {
		const credential = await signedIn(newApp());
		graph.settings.claimsChallenge = { acrs: { essential: true, value: 'c1' } };
		graph.clearRequests();
		const { message, description, context } = await errorOf(credential);
		expect(message).toBe('Get device image: Microsoft Graph rejected the sign-in');
		expect(description).toContain('a Conditional Access policy might require a new sign-in');
		expect(description).toMatch(/For Microsoft support: request-id [\da-f-]{36}, client-request-id [\da-f-]{36}, date /);
		expect(context.data).toMatchObject({ code: 'InvalidAuthenticationToken' });
		expect(areas()).toEqual(['graph GET 401', 'login POST 200', 'graph GET 401']);
	});
});

describe('an app that Conditional Access blocks', () => {
	const blocked = 'a Conditional Access policy blocks the sign-in';

	it('is reported at the first token, and at a renewal as much as n8n lets through', async () => {
		const app = newApp();
		graph.settings.nextTokenError = 53003;
		expectTold(await errorOf(appOnlyCredential(graph, app)), 53003, blocked, 'Conditional Access > Policies');

		expect(await output('get', getReady)).toHaveLength(1);
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		graph.settings.nextTokenError = 53003;
		const { description } = await errorOf();
		expect(description).toContain('needs to be reconnected');
		expect(description).toContain('Check there for a Conditional Access policy that blocks the app');
		expect(description).not.toContain('Switch account');
	});
});
