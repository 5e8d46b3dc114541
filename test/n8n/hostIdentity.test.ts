/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';

import { cleanEnvironment } from '../../scripts/checkout';
import { credentialType as oAuth2 } from '../../scripts/localGraph';
import type { Execution } from '../../scripts/n8nTypes';
import { mustRun } from '../../scripts/processGroups';
import { eventually } from '../eventually';
import {
	appOnlyCredential,
	hostIdentityCredential,
	registerNewApp,
	sampleIdentities,
	sampleImageIds,
	startGraphServer,
} from '../graph-server';
import { readmeCommand } from '../readmeCommands';
import { expectNothingKept } from './expectNothingKept';
import { expectOutOfOrder, expectTold } from './failedSignIn';
import { manyTenants } from './manyTenants';
import { errorOf, outputOf, startLimitMs, testLimitMs, type Credential, type SignInHost } from './signInHost';
import { withSignInHost } from './withSignInHost';

const managedIdentity = 'cloudPcGraphManagedIdentityApi';

const installCommand = readmeCommand('msal');

let host: SignInHost;

withSignInHost((opened) => {
	host = opened;
});

describe('the identity of the host', () => {
	it('is off without @azure/msal-node, though n8n has a copy of its own; the error names the command', async () => {
		// The copy of n8n's own tree, which NODE_PATH would offer.
		expect(() => statSync(join(host.installed.folder, 'node_modules/@azure/msal-node'))).not.toThrow();
		const credential = await host.store(managedIdentity, hostIdentityCredential(host.graph));
		const execution = await host.run(credential);
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toContain(installCommand);
		expect(await host.n8n.api.testCredential(credential)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(installCommand),
		});
		expect(host.graph.requests).toEqual([]);
	}, testLimitMs);

	it('is on after that command and a restart, and costs one token request for 200 items and 10 executions', async () => {
		await host.stop();
		const env = cleanEnvironment({ HOME: host.userFolder, npm_config_prefer_offline: 'true' });
		await mustRun('sh', ['-c', installCommand], { cwd: host.userFolder, env });
		await host.start();
		const credential = await host.store(managedIdentity, hostIdentityCredential(host.graph));
		const runs = await Promise.all(Array.from({ length: 10 }, async () => await host.run(credential, 20)));
		expect(runs.map((execution) => outputOf(execution).length)).toEqual(Array(10).fill(20));
		expect(host.log().filter((line) => line.startsWith('identity'))).toEqual(['identity GET 200']);
		expect(host.log().filter((line) => line === 'graph GET 200')).toHaveLength(200);
		// Graph goes through the proxy, and the identity endpoint past it.
		const batch = `POST ${new URL(host.graph.httpUrl).host}`;
		expect(host.proxied).toEqual(Array(10).fill(batch));
		expect(await host.n8n.api.testCredential(credential)).toMatchObject({ status: 'OK' });
	}, startLimitMs);

	it('stands in for the secret of an app that trusts it', async () => {
		await host.graph.trustIdentity(host.app, sampleIdentities.user);
		const fields = hostIdentityCredential(host.graph, sampleIdentities.user, host.app);
		const execution = await host.run(await host.store(managedIdentity, fields));
		expect(outputOf(execution)).toEqual([sampleImageIds.ready]);
		expect(host.log()).toEqual(['identity GET 200', 'login POST 200', 'graph GET 200']);
		expect(host.proxied.map((line) => line.split(' ')[0])).toEqual(['POST', 'GET']);
	}, testLimitMs);

	it('serves the HTTP Request node too, for Graph only', async () => {
		const credential = await host.store(managedIdentity, hostIdentityCredential(host.graph));
		const ask = async (origin: string): Promise<Execution> =>
			await host.run(credential, 1, {
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: `${origin}/v1.0/deviceManagement/virtualEndpoint/deviceImages/${sampleImageIds.ready}`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: managedIdentity,
				},
			});
		expect(outputOf(await ask(host.graph.httpUrl))).toEqual([sampleImageIds.ready]);
		host.graph.clearRequests();
		expect(errorOf(await ask(host.graph.httpsUrl))).toContain('Its token was not sent to');
		expect(host.log().filter((line) => line.startsWith('graph'))).toEqual([]);
	}, testLimitMs);

	it('does not go on to another Graph after the credential was edited', async () => {
		const other = await startGraphServer();
		const credential = await host.store(managedIdentity, hostIdentityCredential(host.graph));
		expect(outputOf(await host.run(credential))).toEqual([sampleImageIds.ready]);
		await host.n8n.api.editCredential(credential.id, { customGraphUrl: other.httpUrl });
		expect(errorOf(await host.run(credential))).toContain('AADSTS500011');
		await host.n8n.api.editCredential(credential.id, { customGraphUrl: host.graph.httpUrl });
		expect(outputOf(await host.run(credential))).toEqual([sampleImageIds.ready]);
		await other.close();
		expect(other.requests).toEqual([]);
	}, testLimitMs);

	it('that the machine does not have is told by the run and by the credential test', async () => {
		const stranger = { ...sampleIdentities.user, clientId: randomUUID() };
		const credential = await host.store(managedIdentity, hostIdentityCredential(host.graph, stranger));
		expect(errorOf(await host.run(credential))).toContain('Identity not found');
		expect(await host.n8n.api.testCredential(credential)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('Identity not found'),
		});
	}, testLimitMs);
});

describe('what n8n must let through', () => {
	const restricted = (domains: string): object => ({
		allowedHttpRequestDomains: 'domains',
		allowedDomains: domains,
	});

	it('the allowed domains hold for the token requests of a host identity, not for the requests of the node', async () => {
		// An app that no run has a token of yet.
		const fresh = host.graph.tenant.registerApp({ ...structuredClone(host.app), clientId: randomUUID() });
		await host.graph.trustIdentity(fresh, sampleIdentities.user);
		const federated = hostIdentityCredential(host.graph, sampleIdentities.user, fresh);
		const refused = await host.store(managedIdentity, { ...federated, ...restricted('graph.example') });
		expect(errorOf(await host.run(refused))).toMatch(/restricted from accessing (localhost|127\.0\.0\.1)/);
		expect(host.log().filter((line) => !line.startsWith('identity'))).toEqual([]);

		const identityAndLogin = restricted('localhost, 127.0.0.1');
		const allowed = await host.store(managedIdentity, { ...federated, ...identityAndLogin });
		expect(outputOf(await host.run(allowed))).toEqual([sampleImageIds.ready]);

		const oAuth2Fields = { ...appOnlyCredential(host.graph, host.app), ...restricted('graph.example') };
		expect(outputOf(await host.run(await host.store(oAuth2, oAuth2Fields)))).toEqual([sampleImageIds.ready]);
	}, testLimitMs);

	it('SSRF protection blocks addresses of the own network until their range is allowed', async () => {
		const protection = { N8N_SSRF_PROTECTION_ENABLED: 'true' };
		await host.stop();
		await host.start(undefined, protection);
		const identity = await host.store(managedIdentity, hostIdentityCredential(host.graph));
		expect(errorOf(await host.run(identity))).toMatch(/blocked/i);
		expect(host.log()).toEqual([]);

		await host.stop();
		await host.start(undefined, { ...protection, N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32,::1/128' });
		expect(outputOf(await host.run(identity))).toEqual([sampleImageIds.ready]);
	}, startLimitMs);
});

describe('a host identity that stands in for a secret and fails', () => {
	/** Of an app that trusts one identity, which need not be the machine's. */
	async function federated(principalId: string): Promise<Credential> {
		const stranger = registerNewApp(host.graph.tenant, { secrets: [] });
		await host.graph.trustIdentity(stranger, { principalId });
		return await host.store(managedIdentity, hostIdentityCredential(host.graph, sampleIdentities.user, stranger));
	}

	it('because the app trusts another identity, is told by the run and by the credential test', async () => {
		await expectTold(host, await federated(randomUUID()), 'AADSTS700213');
	}, testLimitMs);

	it('because the login service is out of order, is told so', async () => {
		await expectOutOfOrder(host, await federated(sampleIdentities.user.principalId));
	}, testLimitMs);
});

it('a published trigger keeps what it has seen', async () => {
	await host.publishTrigger(await host.store(managedIdentity, hostIdentityCredential(host.graph)));
	await eventually(() => host.log().filter((line) => line === 'graph GET 200').length, 2);
}, testLimitMs);

manyTenants(() => host);

it('no secret, key, assertion or token is in the debug log, an execution or the database', async () => {
	await expectNothingKept(host, 8);
}, testLimitMs);
