import { randomUUID } from 'node:crypto';

import { credentialType as oAuth2 } from '../../scripts/localGraph';
import { msalForm, readForm } from '../contract/msalForm';
import { eventually } from '../eventually';
import {
	appOnlyCredential,
	certificateCredential,
	createAppCertificate,
	sampleApps,
	sampleImageIds,
} from '../graph-server';
import { accept } from './acceptSignIn';
import { expectNothingKept } from './expectNothingKept';
import { expectOutOfOrder, expectTold } from './failedSignIn';
import { errorOf, outputOf, testLimitMs, type Credential, type SignInHost } from './signInHost';
import { withSignInHost } from './withSignInHost';

let host: SignInHost;

withSignInHost((opened) => {
	host = opened;
});

describe('an app', () => {
	it.each([
		['with a secret', () => appOnlyCredential(host.graph, host.app)],
		['with a certificate pasted without line breaks', () => host.certified()],
	])('%s signs in through the forward proxy', async (_, fields) => {
		const execution = await host.run(await host.store(oAuth2, fields()));
		expect(outputOf(execution)).toEqual([sampleImageIds.ready]);
		expect(host.log()).toEqual(['login POST 200', 'graph GET 200']);
		const graphHost = new URL(host.graph.httpUrl).host;
		// Plain http is proxied as a request; only https would be a tunnel.
		expect(host.proxied).toEqual([`POST ${graphHost}`, `GET ${graphHost}`]);
	}, testLimitMs);

	it('signs in over https through tunnels of the forward proxy', async () => {
		const customGraphUrl = host.graph.httpsUrl;
		const fields = { ...appOnlyCredential(host.graph, host.app), customGraphUrl, customAuthorityUrl: customGraphUrl };
		const execution = await host.run(await host.store(oAuth2, fields));
		expect(outputOf(execution)).toEqual([sampleImageIds.ready]);
		expect(host.log()).toEqual(['login POST 200', 'graph GET 200']);
		const tunnel = `CONNECT ${new URL(customGraphUrl).host}`;
		expect(host.proxied).toEqual([tunnel, tunnel]);
	}, testLimitMs);

	it('costs one token request for 200 items and 10 executions', async () => {
		const credential = await host.store(oAuth2, appOnlyCredential(host.graph, host.app));
		// Executions that start together before the first token was stored each ask n8n for one.
		const runs = [await host.run(credential, 20)];
		runs.push(...(await Promise.all(Array.from({ length: 9 }, async () => await host.run(credential, 20)))));
		expect(runs.map((execution) => outputOf(execution).length)).toEqual(Array(10).fill(20));
		expect(host.log().filter((line) => line.startsWith('login'))).toEqual(['login POST 200']);
	}, testLimitMs);

	it('that may only read is told so by the credential test, unless it is to do no more', async () => {
		const fields = appOnlyCredential(host.graph, sampleApps.readOnly);
		expect(await host.n8n.api.testCredential(await host.store(oAuth2, fields))).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('Sign-in succeeded, but the granted permission is read-only'),
		});
		const readOnly = await host.store(oAuth2, { ...fields, access: 'readOnly' });
		expect(await host.n8n.api.testCredential(readOnly)).toMatchObject({ status: 'OK' });
	}, testLimitMs);

	it('whose certificate and key do not belong together is told so', async () => {
		const { privateKey } = await createAppCertificate();
		const execution = await host.run(await host.store(oAuth2, { ...host.certified(), privateKey }));
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toContain("'Certificate' and 'Private Key' don't match");
	}, testLimitMs);
});

describe('a user', () => {
	it.each([
		['with a secret', () => appOnlyCredential(host.graph, host.app), () => ({ clientSecret: host.app.secrets[0] })],
		[
			'with a certificate',
			() => host.certified(),
			() => ({
				clientCertificate: {
					privateKey: host.certificate.privateKey,
					thumbprintSha256: host.certificate.thumbprintSha256,
				},
			}),
		],
	])('%s signs in with the Connect button, and n8n renews the token', async (_, fields, auth) => {
		const credential = await host.store(oAuth2, {
			...fields(),
			grantType: 'authorizationCode',
			access: 'readWrite',
		});
		const page = await host.n8n.api.connectCredential(credential.id, accept);
		expect(page).not.toMatch(/error/i);
		const redemption = host.graph.requests.find(({ path }) => path.endsWith('/token'));
		const n8nForm = readForm(redemption?.body);
		const { code = '', redirect_uri: redirectUri = '' } = n8nForm.fields;
		const login = `https://login.example/${host.graph.tenant.id}`;
		const msal = await msalForm(login, { clientId: host.app.clientId, ...auth() }, async (client) =>
			await client.acquireTokenByCode({ code, redirectUri, scopes: ['x/.default'] }),
		);
		expect(Object.keys(n8nForm.fields).sort()).toEqual(
			Object.keys(msal.fields).filter((name) => !differs.includes(name)).sort(),
		);
		for (const name of ['grant_type', 'client_id', 'client_secret', 'client_assertion_type']) {
			expect([name, n8nForm.fields[name]]).toEqual([name, msal.fields[name]]);
		}

		expect(outputOf(await host.run(credential))).toEqual([sampleImageIds.ready]);
		host.graph.clock.advance(2 * host.graph.settings.tokenLifetimeMs);
		host.secrets.addSeen(host.graph);
		host.graph.clearRequests();
		expect(outputOf(await host.run(credential))).toEqual([sampleImageIds.ready]);
		expect(host.log()).toEqual(['graph GET 401', 'login POST 200', 'graph GET 200']);
		expect(host.graph.requests[1]?.body).toMatchObject({ grant_type: 'refresh_token' });
	}, testLimitMs);
	/** The scopes were agreed to on the sign-in page; the claims are about an id token that n8n does not read. */
	const differs = ['scope', 'claims'];
});

describe('a sign-in that fails', () => {
	const wrongSecret = async (): Promise<Credential> => {
		const secret = `wrong-real-n8n-secret-${randomUUID()}`;
		return await host.store(oAuth2, appOnlyCredential(host.graph, { ...host.app, secrets: [secret] }));
	};
	const otherCertificate = async (): Promise<Credential> => {
		const other = await createAppCertificate();
		host.secrets.addKey(other);
		return await host.store(oAuth2, certificateCredential(host.graph, host.app, other));
	};

	it.each<[string, () => Promise<Credential>, string]>([
		['a wrong secret', wrongSecret, 'the client secret is wrong'],
		['a certificate that is not registered', otherCertificate, 'the certificate is not registered'],
	])('with %s is told by the run and by the credential test', async (_, make, words) => {
		await expectTold(host, await make(), words);
	}, testLimitMs);

	it.each<[string, () => object]>([
		['a secret', () => appOnlyCredential(host.graph, host.app)],
		['a certificate', () => host.certified()],
	])('with %s, because the login service is out of order, is told so', async (_, fields) => {
		await expectOutOfOrder(host, await host.store(oAuth2, fields()));
	}, testLimitMs);
});

// One list of v1.0, and one of beta for the word that v1.0 hides.
it('a published trigger keeps what it has seen', async () => {
	await host.publishTrigger(await host.store(oAuth2, appOnlyCredential(host.graph, host.app)));
	await eventually(() => host.log().filter((line) => line === 'graph GET 200').length, 2);
}, testLimitMs);

it('no secret, key, assertion or token is in the debug log, an execution or the database', async () => {
	await expectNothingKept(host, 12);
}, testLimitMs);
