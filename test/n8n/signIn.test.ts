/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { Server as ForwardProxy } from 'proxy-chain';

import { checkoutRoot, cleanEnvironment } from '../../scripts/checkout';
import { installN8n, type InstalledN8n } from '../../scripts/installN8n';
import { credentialType as oAuth2, demoOwner, nodeType, triggerType } from '../../scripts/localGraph';
import { startN8n, type N8nHost } from '../../scripts/n8nHost';
import type { Execution } from '../../scripts/n8nTypes';
import { tarballToTest } from '../../scripts/packPackage';
import { mustRun } from '../../scripts/processGroups';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import { msalForm, readForm } from '../contract/msalForm';
import { eventually } from '../eventually';
import {
	appOnlyCredential,
	certificateCredential,
	createAppCertificate,
	hostIdentityCredential,
	registerNewApp,
	sampleApps,
	sampleIdentities,
	sampleImageIds,
	startGraphServer,
	type App,
	type AppCertificate,
	type GraphServer,
} from '../graph-server';

const startLimitMs = 30 * 60_000;
const testLimitMs = 180_000;
const managedIdentity = 'cloudPcGraphManagedIdentityApi';

/** The command in README, as an administrator copies it. */
const installCommand = /npm install --prefix .*@azure\/msal-node@.*$/m.exec(
	readFileSync(join(checkoutRoot, 'README.md'), 'utf8'),
)?.[0];

let graph: GraphServer;
let installed: InstalledN8n;
let n8n: N8nHost;
let proxy: ForwardProxy;
let userFolder: string;
let certificate: AppCertificate;
let app: App;
/** `METHOD host` of what went through the forward proxy. */
const proxied: string[] = [];
/** All that n8n has printed, over its starts. */
let logs = '';
const executions: Execution[] = [];
const temporary = makeTemporaryFolder('n8n-sign-in');

beforeAll(async () => {
	const tarball = await tarballToTest(temporary.path);
	installed = await installN8n((line) => void process.stderr.write(`${line}\n`));
	certificate = await createAppCertificate();
	graph = await startGraphServer();
	app = registerNewApp(graph.tenant, {
		secrets: [`real-n8n-secret-${randomUUID()}`],
		certificates: [certificate.certificate],
	});
	proxy = new ForwardProxy({
		port: 0,
		host: '127.0.0.1',
		prepareRequestFunction: ({ request, hostname, port }) => {
			// n8n also asks for its own news.
			if (!hostname.endsWith('n8n.io')) proxied.push(`${request.method} ${hostname}:${port}`);
			return {};
		},
	});
	await proxy.listen();
	userFolder = join(temporary.path, 'user');
	await start(tarball);
}, startLimitMs);

afterAll(async () => {
	await n8n?.stop();
	await proxy?.close(true);
	await graph?.close();
	temporary.remove();
}, testLimitMs);

beforeEach(() => {
	graph.clearRequests();
	proxied.length = 0;
});

/** Graph and login are behind the proxy; the identity endpoint, like IMDS, is not. */
function proxySettings(): Record<string, string> {
	const proxyUrl = `http://127.0.0.1:${proxy.port}`;
	return {
		HTTP_PROXY: proxyUrl,
		HTTPS_PROXY: proxyUrl,
		http_proxy: proxyUrl,
		https_proxy: proxyUrl,
		NO_PROXY: 'localhost',
		no_proxy: 'localhost',
	};
}

async function start(tarball?: string, network = proxySettings()): Promise<void> {
	const env = {
		...network,
		N8N_LOG_LEVEL: 'debug',
		NODE_EXTRA_CA_CERTS: graph.caFile,
		AZURE_POD_IDENTITY_AUTHORITY_HOST: graph.httpUrl.replace('127.0.0.1', 'localhost'),
	};
	n8n = await startN8n({ n8n: installed, userFolder, tarball, env });
	await n8n.api.signIn(demoOwner);
}

async function stop(): Promise<void> {
	await n8n.stop();
	logs += n8n.log();
}

interface Credential {
	id: string;
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

async function store(type: string, fields: object): Promise<Credential> {
	const data = fields as ICredentialDataDecryptedObject;
	const { id, name } = await n8n.api.importCredential({ name: `Sign-in ${randomUUID()}`, type, data });
	return { id, name, type, data };
}

const getImage = (type: string): INodeParameters => ({
	authentication: type === oAuth2 ? 'oAuth2' : 'managedIdentity',
	resource: 'deviceImage',
	operation: 'get',
	imageId: { __rl: true, mode: 'id', value: sampleImageIds.ready },
});

/** Runs Get, or another node, once for each item, and keeps the execution for the search for secrets. */
async function run(
	{ id, name, type }: Credential,
	items = 1,
	node = { type: nodeType, typeVersion: 1, parameters: getImage(type) },
): Promise<Execution> {
	const position: [number, number] = [0, 0];
	const workflow = await n8n.api.createWorkflow({
		name: 'Sign-in',
		settings: { executionOrder: 'v1' },
		connections: {
			Start: { main: [[{ node: 'Items', type: 'main', index: 0 }]] },
			Items: { main: [[{ node: 'Cloud PC', type: 'main', index: 0 }]] },
		},
		nodes: [
			{ id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position, parameters: {} },
			{
				id: '2',
				name: 'Items',
				type: 'n8n-nodes-base.debugHelper',
				typeVersion: 1,
				position,
				parameters: { category: 'randomData', randomDataType: 'uuid', randomDataCount: items },
			},
			{
				id: '3',
				name: 'Cloud PC',
				...node,
				position,
				credentials: { [type]: { id, name } },
			},
		],
	});
	const execution = await n8n.api.runWorkflow(workflow);
	executions.push(execution);
	return execution;
}

const outputOf = (execution: Execution): unknown[] =>
	execution.data.resultData.runData['Cloud PC']?.[0]?.data?.main?.[0]?.map(({ json }) => json.id) ?? [];

const errorOf = (execution: Execution): string => {
	const { error } = execution.data.resultData;
	return `${error?.message}\n${error?.description}`;
};

const log = (): string[] => graph.requests.map(({ area, method, status }) => `${area} ${method} ${status}`);

/** Everything that must stay in the encrypted credential, and what was seen of it on the wire. */
const secrets = new Set<string>();
function rememberSecrets(): void {
	for (const { headers, body } of graph.requests) {
		const form = Object(body) as Record<string, unknown>;
		const seen = [
			String(headers.authorization ?? '').replace('Bearer ', ''),
			...['client_assertion', 'client_secret', 'refresh_token', 'code'].map((name) => form[name]),
		];
		for (const secret of seen) if (typeof secret === 'string' && secret !== '') secrets.add(secret);
	}
}
afterEach(rememberSecrets);

/** Remembers a line of the key, as a dump could break it anywhere. */
function rememberKey({ privateKey }: AppCertificate): void {
	secrets.add(privateKey.split('\n')[5] ?? '');
}

const certified = (): object =>
	certificateCredential(graph, app, {
		certificate: certificate.certificate.trim().replaceAll('\n', ' '),
		privateKey: certificate.privateKey.trim().replaceAll('\n', ' '),
	});

/** Presses Accept on the sign-in page of the local Graph. */
async function accept(page: string): Promise<string> {
	const answer = await fetch(page, {
		method: 'POST',
		redirect: 'manual',
		body: new URLSearchParams({ decision: 'accept' }),
	});
	return answer.headers.get('location') ?? '';
}

describe('an app', () => {
	it.each([
		['with a secret', () => appOnlyCredential(graph, app)],
		['with a certificate pasted without line breaks', certified],
	])('%s signs in through the forward proxy', async (_, fields) => {
		const execution = await run(await store(oAuth2, fields()));
		expect(outputOf(execution)).toEqual([sampleImageIds.ready]);
		expect(log()).toEqual(['login POST 200', 'graph GET 200']);
		const { host } = new URL(graph.httpUrl);
		// Plain http is proxied as a request; only https would be a tunnel.
		expect(proxied).toEqual([`POST ${host}`, `GET ${host}`]);
	}, testLimitMs);

	it('signs in over https through tunnels of the forward proxy', async () => {
		const customGraphUrl = graph.httpsUrl;
		const fields = { ...appOnlyCredential(graph, app), customGraphUrl, customAuthorityUrl: customGraphUrl };
		const execution = await run(await store(oAuth2, fields));
		expect(outputOf(execution)).toEqual([sampleImageIds.ready]);
		expect(log()).toEqual(['login POST 200', 'graph GET 200']);
		const tunnel = `CONNECT ${new URL(customGraphUrl).host}`;
		expect(proxied).toEqual([tunnel, tunnel]);
	}, testLimitMs);

	it('costs one token request for 200 items and 10 executions', async () => {
		const credential = await store(oAuth2, appOnlyCredential(graph, app));
		// Executions that start together before the first token was stored each ask n8n for one.
		const runs = [await run(credential, 20)];
		runs.push(...(await Promise.all(Array.from({ length: 9 }, async () => await run(credential, 20)))));
		expect(runs.map((execution) => outputOf(execution).length)).toEqual(Array(10).fill(20));
		expect(log().filter((line) => line.startsWith('login'))).toEqual(['login POST 200']);
	}, testLimitMs);

	it('that may only read is told so by the credential test, unless it is to do no more', async () => {
		const fields = appOnlyCredential(graph, sampleApps.readOnly);
		expect(await n8n.api.testCredential(await store(oAuth2, fields))).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('Signed in, but with permission to read only'),
		});
		const readOnly = await store(oAuth2, { ...fields, access: 'readOnly' });
		expect(await n8n.api.testCredential(readOnly)).toMatchObject({ status: 'OK' });
	}, testLimitMs);

	it('whose certificate and key do not belong together is told so', async () => {
		const { privateKey } = await createAppCertificate();
		const execution = await run(await store(oAuth2, { ...certified(), privateKey }));
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toContain("'Certificate' and 'Private Key' do not belong together");
	}, testLimitMs);
});

describe('a user', () => {
	it.each([
		['with a secret', () => appOnlyCredential(graph, app), () => ({ clientSecret: app.secrets[0] })],
		[
			'with a certificate',
			certified,
			() => ({
				clientCertificate: {
					privateKey: certificate.privateKey,
					thumbprintSha256: certificate.thumbprintSha256,
				},
			}),
		],
	])('%s signs in with the Connect button, and n8n renews the token', async (_, fields, auth) => {
		const credential = await store(oAuth2, {
			...fields(),
			grantType: 'authorizationCode',
			access: 'readWrite',
		});
		const page = await n8n.api.connectCredential(credential.id, accept);
		expect(page).not.toMatch(/error/i);
		const redemption = graph.requests.find(({ path }) => path.endsWith('/token'));
		const n8nForm = readForm(redemption?.body);
		const { code = '', redirect_uri: redirectUri = '' } = n8nForm.fields;
		const login = `https://login.example/${graph.tenant.id}`;
		const msal = await msalForm(login, { clientId: app.clientId, ...auth() }, async (client) =>
			await client.acquireTokenByCode({ code, redirectUri, scopes: ['x/.default'] }),
		);
		expect(Object.keys(n8nForm.fields).sort()).toEqual(
			Object.keys(msal.fields).filter((name) => !differs.includes(name)).sort(),
		);
		for (const name of ['grant_type', 'client_id', 'client_secret', 'client_assertion_type']) {
			expect([name, n8nForm.fields[name]]).toEqual([name, msal.fields[name]]);
		}

		expect(outputOf(await run(credential))).toEqual([sampleImageIds.ready]);
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		rememberSecrets();
		graph.clearRequests();
		expect(outputOf(await run(credential))).toEqual([sampleImageIds.ready]);
		expect(log()).toEqual(['graph GET 401', 'login POST 200', 'graph GET 200']);
		expect(graph.requests[1]?.body).toMatchObject({ grant_type: 'refresh_token' });
	}, testLimitMs);
	/** The scopes were agreed to on the sign-in page; the claims are about an id token that n8n does not read. */
	const differs = ['scope', 'claims'];
});

describe('the identity of the host', () => {
	it('is off without @azure/msal-node, though n8n has a copy of its own; the error names the command', async () => {
		expect(installCommand).toBeDefined();
		// The copy of n8n's own tree, which NODE_PATH would offer.
		expect(() => statSync(join(installed.folder, 'node_modules/@azure/msal-node'))).not.toThrow();
		const credential = await store(managedIdentity, hostIdentityCredential(graph));
		const execution = await run(credential);
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toContain(installCommand);
		expect(await n8n.api.testCredential(credential)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(String(installCommand)),
		});
		expect(graph.requests).toEqual([]);
	}, testLimitMs);

	it('is on after that command and a restart, and costs one token request for 200 items and 10 executions', async () => {
		await stop();
		const env = cleanEnvironment({ HOME: userFolder, npm_config_prefer_offline: 'true' });
		await mustRun('sh', ['-c', String(installCommand)], { cwd: userFolder, env });
		await start();
		const credential = await store(managedIdentity, hostIdentityCredential(graph));
		const runs = await Promise.all(Array.from({ length: 10 }, async () => await run(credential, 20)));
		expect(runs.map((execution) => outputOf(execution).length)).toEqual(Array(10).fill(20));
		expect(log().filter((line) => line.startsWith('identity'))).toEqual(['identity GET 200']);
		expect(log().filter((line) => line === 'graph GET 200')).toHaveLength(200);
		// Graph goes through the proxy, and the identity endpoint past it.
		const batch = `POST ${new URL(graph.httpUrl).host}`;
		expect(proxied).toEqual(Array(10).fill(batch));
		expect(await n8n.api.testCredential(credential)).toMatchObject({ status: 'OK' });
	}, startLimitMs);

	it('stands in for the secret of an app that trusts it', async () => {
		await graph.trustIdentity(app, sampleIdentities.user);
		const fields = hostIdentityCredential(graph, sampleIdentities.user, app);
		const execution = await run(await store(managedIdentity, fields));
		expect(outputOf(execution)).toEqual([sampleImageIds.ready]);
		expect(log()).toEqual(['identity GET 200', 'login POST 200', 'graph GET 200']);
		expect(proxied.map((line) => line.split(' ')[0])).toEqual(['POST', 'GET']);
	}, testLimitMs);

	it('serves the HTTP Request node too, for Graph only', async () => {
		const credential = await store(managedIdentity, hostIdentityCredential(graph));
		const ask = async (origin: string): Promise<Execution> =>
			await run(credential, 1, {
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: `${origin}/v1.0/deviceManagement/virtualEndpoint/deviceImages/${sampleImageIds.ready}`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: managedIdentity,
				},
			});
		expect(outputOf(await ask(graph.httpUrl))).toEqual([sampleImageIds.ready]);
		graph.clearRequests();
		expect(errorOf(await ask(graph.httpsUrl))).toContain('its token was not sent to');
		expect(log().filter((line) => line.startsWith('graph'))).toEqual([]);
	}, testLimitMs);

	it('does not go on to another Graph after the credential was edited', async () => {
		const other = await startGraphServer();
		const credential = await store(managedIdentity, hostIdentityCredential(graph));
		expect(outputOf(await run(credential))).toEqual([sampleImageIds.ready]);
		await n8n.api.editCredential(credential.id, { customGraphUrl: other.httpUrl });
		expect(errorOf(await run(credential))).toContain('AADSTS500011');
		await n8n.api.editCredential(credential.id, { customGraphUrl: graph.httpUrl });
		expect(outputOf(await run(credential))).toEqual([sampleImageIds.ready]);
		await other.close();
		expect(other.requests).toEqual([]);
	}, testLimitMs);

	it('that the machine does not have is told by the run and by the credential test', async () => {
		const stranger = { ...sampleIdentities.user, clientId: randomUUID() };
		const credential = await store(managedIdentity, hostIdentityCredential(graph, stranger));
		expect(errorOf(await run(credential))).toContain('Identity not found');
		expect(await n8n.api.testCredential(credential)).toMatchObject({
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
		const fresh = graph.tenant.registerApp({ ...structuredClone(app), clientId: randomUUID() });
		await graph.trustIdentity(fresh, sampleIdentities.user);
		const federated = hostIdentityCredential(graph, sampleIdentities.user, fresh);
		const refused = await store(managedIdentity, { ...federated, ...restricted('graph.example') });
		expect(errorOf(await run(refused))).toMatch(/restricted from accessing (localhost|127\.0\.0\.1)/);
		expect(log().filter((line) => !line.startsWith('identity'))).toEqual([]);

		const identityAndLogin = restricted('localhost, 127.0.0.1');
		const allowed = await store(managedIdentity, { ...federated, ...identityAndLogin });
		expect(outputOf(await run(allowed))).toEqual([sampleImageIds.ready]);

		const oAuth2Fields = { ...appOnlyCredential(graph, app), ...restricted('graph.example') };
		expect(outputOf(await run(await store(oAuth2, oAuth2Fields)))).toEqual([sampleImageIds.ready]);
	}, testLimitMs);

	it('SSRF protection blocks addresses of the own network until their range is allowed', async () => {
		const protection = { N8N_SSRF_PROTECTION_ENABLED: 'true' };
		await stop();
		await start(undefined, protection);
		const identity = await store(managedIdentity, hostIdentityCredential(graph));
		expect(errorOf(await run(identity))).toMatch(/blocked/i);
		expect(log()).toEqual([]);

		await stop();
		await start(undefined, { ...protection, N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32,::1/128' });
		expect(outputOf(await run(identity))).toEqual([sampleImageIds.ready]);
	}, startLimitMs);
});

describe('a sign-in that fails', () => {
	/** Of an app that trusts one identity, which need not be the machine's. */
	async function federated(principalId: string): Promise<Credential> {
		const stranger = registerNewApp(graph.tenant, { secrets: [] });
		await graph.trustIdentity(stranger, { principalId });
		return await store(managedIdentity, hostIdentityCredential(graph, sampleIdentities.user, stranger));
	}
	const wrongSecret = async (): Promise<Credential> => {
		const secret = `wrong-real-n8n-secret-${randomUUID()}`;
		return await store(oAuth2, appOnlyCredential(graph, { ...app, secrets: [secret] }));
	};
	const otherCertificate = async (): Promise<Credential> => {
		const other = await createAppCertificate();
		rememberKey(other);
		return await store(oAuth2, certificateCredential(graph, app, other));
	};

	it.each<[string, () => Promise<Credential>, string]>([
		['a wrong secret', wrongSecret, 'the client secret is wrong'],
		['a certificate that is not registered', otherCertificate, 'the certificate is not registered'],
		['an app that trusts another identity', async () => await federated(randomUUID()), 'AADSTS700213'],
	])('with %s is told by the run and by the credential test', async (_, make, words) => {
		const credential = await make();
		expect(errorOf(await run(credential))).toContain(words);
		expect(await n8n.api.testCredential(credential)).toMatchObject({ status: 'Error' });
		expect(log().filter((line) => line === 'login POST 400' || line === 'login POST 401')).toHaveLength(2);
	}, testLimitMs);

	it.each<[string, () => Promise<Credential>]>([
		['a secret', async () => await store(oAuth2, appOnlyCredential(graph, app))],
		['a certificate', async () => await store(oAuth2, certified())],
		['a host identity', async () => await federated(sampleIdentities.user.principalId)],
	])('with %s, because the login service is out of order', async (_, make) => {
		const credential = await make();
		graph.faults.add({ path: '/oauth2/v2.0/token', times: Infinity, then: { status: 503 } });
		const parameters = { ...getImage(credential.type), options: { retryBudgetSeconds: 0 } };
		const execution = await run(credential, 1, { type: nodeType, typeVersion: 1, parameters });
		expect(errorOf(execution)).toContain('out of order');
		expect(await n8n.api.testCredential(credential)).toMatchObject({ status: 'Error' });
		graph.faults.clear();
	}, testLimitMs);
});

it('a published trigger keeps what it has seen', async () => {
	for (const [type, fields] of [
		[oAuth2, appOnlyCredential(graph, app)],
		[managedIdentity, hostIdentityCredential(graph)],
	] as const) {
		const { id, name } = await store(type, fields);
		const workflow = await n8n.api.createWorkflow({
			name: 'Trigger',
			settings: { executionOrder: 'v1' },
			connections: {},
			nodes: [
				{
					id: '1',
					name: 'When an Image Fails',
					type: triggerType,
					typeVersion: 1,
					position: [0, 0],
					parameters: {
						authentication: getImage(type).authentication,
						events: ['failed'],
						pollTimes: { item: [{ mode: 'everyMinute' }] },
					},
					credentials: { [type]: { id, name } },
				},
			],
		});
		await n8n.api.publish(workflow);
	}
	await eventually(() => log().filter((line) => line === 'graph GET 200').length, 2);
}, testLimitMs);

/** All values in a database. */
function rowsOf(file: string): string {
	const database = new DatabaseSync(file, { readOnly: true });
	const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
	const rows = tables.flatMap(({ name }) => database.prepare(`SELECT * FROM "${String(name)}"`).all());
	database.close();
	return rows.flatMap((row) => Object.values(row).map(String)).join('\n');
}

it('no secret, key, assertion or token is in the debug log, an execution or the database', async () => {
	for (const secret of app.secrets) secrets.add(secret);
	rememberKey(certificate);
	expect(secrets.size).toBeGreaterThan(12);
	await stop();
	expect(logs).toContain('| debug |');

	const folder = join(userFolder, '.n8n');
	const files = readdirSync(folder).filter((file) => statSync(join(folder, file)).isFile());
	expect(files).toContain('database.sqlite');
	const texts = new Map(files.map((file) => [file, readFileSync(join(folder, file), 'latin1')]));
	texts.set('the log', logs);
	texts.set('the executions', JSON.stringify(executions));
	expect(texts.get('the executions')).toContain(sampleImageIds.ready);

	const rows = rowsOf(join(folder, 'database.sqlite'));
	texts.set('the rows', rows);
	expect(rows.includes('{"node:When an Image Fails":{"watch":')).toBe(true);

	// A page of the database may cut anything, so the end of a secret is looked for by itself.
	const isIn = (text: string, secret: string): boolean => [secret, secret.slice(-40)].some((part) => text.includes(part));
	const found = [...texts].flatMap(([place, text]) =>
		[...secrets].filter((secret) => isIn(text, secret)).map((secret) => `${place}: ${secret.slice(0, 12)}…`),
	);
	expect(found).toEqual([]);
}, testLimitMs);
