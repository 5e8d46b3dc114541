/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Server as ForwardProxy } from 'proxy-chain';

import { checkoutRoot, cleanEnvironment, node24 } from '../../scripts/checkout';
import { runCommand, startGroup } from '../../scripts/processGroups';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import {
	createAppCertificate,
	registerNewApp,
	samplePolicyId,
	sampleSources,
	startGraphServer,
	type App,
	type GraphServer,
} from '../graph-server';
import { answerOnDevicePage } from '../contract/devicePage';
import { readJwt } from '../contract/jwt';
import { axiosFor } from '../contract/msal';

const limitMs = 60_000;
jest.setTimeout(limitMs);

/** The local Graph that plays the tenant. */
let graph: GraphServer;
let app: App;
const temporary = makeTemporaryFolder('probe');
const reportFile = join(temporary.path, 'report.md');

beforeEach(async () => {
	graph = await startGraphServer();
	graph.settings.deviceCodeIntervalSeconds = 1;
	app = registerNewApp(graph.tenant);
	writeFileSync(reportFile, '');
});
afterEach(async () => await graph.close());
afterAll(() => temporary.remove());

const secretName = 'PROBE_TEST_SECRET';
const withSecret = ['--secret-env', secretName];
const writing = ['--write', '--source-image', sampleSources.managed.resourceId];

function commandLine(args: string[]): string[] {
	return [
		'--import',
		'tsx',
		'test/contract/probe.ts',
		...['--tenant', graph.tenant.domain, '--client-id', app.clientId],
		...['--graph-url', graph.httpsUrl, '--authority-url', graph.httpsUrl],
		...['--report', reportFile],
		...args,
	];
}

function environment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
	return cleanEnvironment({
		NODE_EXTRA_CA_CERTS: graph.caFile,
		[secretName]: app.secrets[0],
		NO_PROXY: undefined,
		no_proxy: undefined,
		HTTPS_PROXY: undefined,
		https_proxy: undefined,
		...extra,
	});
}

async function probe(args: string[], env = {}, onOutput?: (text: string) => void) {
	const options = { cwd: checkoutRoot, env: environment(env), limitMs, onOutput };
	const { code, output } = await runCommand(node24, commandLine(args), options);
	return { code, output, report: readFileSync(reportFile, 'utf8') };
}

/** Presses Ctrl-C as soon as the time has come, and again and again. */
async function brokenOff(args: string[], isTime: () => boolean) {
	const options = { cwd: checkoutRoot, env: environment() };
	const child = startGroup(node24, commandLine(args), options);
	let output = '';
	child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
	let signals = 0;
	const watch = setInterval(() => {
		if (isTime() && child.kill('SIGINT')) signals++;
	}, 20);
	const [code] = (await once(child, 'close')) as [number | null];
	clearInterval(watch);
	return { code, output, signals };
}

interface Part {
	method: string;
}

/** Of the assertions that apps signed in with, in order. */
function assertionHeaders(): object[] {
	const forms = graph.requests.map(({ body }) => Object(body) as { client_assertion?: string });
	return forms.flatMap(({ client_assertion: jwt }) => (jwt ? [readJwt(jwt).header] : []));
}

/** The rows of the first table, which holds the differences. */
function differences(report: string): string[] {
	const part = /## Differences\n\n([^#]*)/.exec(report)?.[1] ?? '';
	return part.split('\n').filter((line) => /^\| L?\d/.test(line));
}

const idsOf = (rows: string[]) => rows.map((row) => /\(([\w.-]+)\)/.exec(row)?.[1]);

/** All but GETs and the batches that carried them: a part counts by itself. */
const changing = () =>
	graph.requests.filter(
		({ area, method, path }) => area === 'graph' && method !== 'GET' && !path.endsWith('/$batch'),
	);
const batches = () => graph.requests.filter(({ path }) => path.endsWith('/$batch'));
const namesLeft = () =>
	[...graph.tenant.images.values()]
		.map(({ displayName }) => displayName)
		.filter((name) => name.startsWith('contract-probe'));

/** Everything that tells whose tenant it is, or lets somebody in. */
function secretsOf(): string[] {
	const { tenant, requests } = graph;
	const tokens = requests.flatMap(({ headers }) =>
		typeof headers.authorization === 'string' ? [headers.authorization.replace('Bearer ', '')] : [],
	);
	const images = [...tenant.images.values()];
	const named = [...images, ...tenant.policies.values(), ...tenant.cloudPcs.values(), ...tenant.agentPools.values()];
	return [
		...tokens.filter((token) => token !== 'none'),
		...[tenant.id, tenant.domain, app.clientId, ...app.secrets],
		...images.map(({ sourceImageResourceId }) => sourceImageResourceId),
		...named.flatMap(({ id, displayName }) => [id, String(displayName)]),
		...tenant.sourceImages.flatMap(({ subscriptionId, resourceId }) => [subscriptionId, resourceId]),
	];
}

function expectNoSecrets(...texts: string[]): void {
	const secrets = secretsOf();
	expect(secrets.length).toBeGreaterThan(20);
	for (const text of texts) {
		expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
	}
}

describe('npm run contract, read-only', () => {
	it('finds no difference between two local Graphs, and changes nothing', async () => {
		const { code, output, report } = await probe(withSecret);
		expect([code, output]).toEqual([0, expect.stringMatching(/\b0 different/)]);
		expect(differences(report)).toEqual([]);
		expect(report).toMatch(/signed in with a secret, read-only/);
		expect(report).toMatch(/Create of the 21st image: it would fill the tenant/);
		expect(changing()).toEqual([]);
		const parts = batches().flatMap(({ body }) => (body as { requests: Part[] }).requests);
		expect(new Set(parts.map(({ method }) => method))).toEqual(new Set(['GET']));
		expect(graph.requests.filter(({ area }) => area === 'graph').length).toBeGreaterThan(40);
		expectNoSecrets(output, report);
	});

	it('signs in with a certificate', async () => {
		const { certificate, privateKey } = await createAppCertificate();
		app.secrets = [];
		app.certificates = [certificate];
		const [certificateFile, keyFile] = ['cert.pem', 'key.pem'].map((name) =>
			join(temporary.path, name),
		);
		writeFileSync(certificateFile ?? '', certificate);
		writeFileSync(keyFile ?? '', privateKey);
		const { code, output, report } = await probe([
			...['--certificate', certificateFile ?? '', '--key', keyFile ?? ''],
		]);
		expect([code, report]).toEqual([0, expect.stringMatching(/signed in with a certificate/)]);
		// MSAL's form to sign in with, and n8n's to ask about.
		expect(assertionHeaders()).toEqual([
			{ alg: 'PS256', typ: 'JWT', 'x5t#S256': expect.any(String) },
			{ alg: 'RS256', typ: 'JWT', x5t: expect.any(String) },
		]);
		expect(report).toMatch(/\(assertion-of-n8n\) .* same \|/);
		expectNoSecrets(output, report);
	});

	it('signs a user in with a device code', async () => {
		app.secrets = [];
		let answered: Promise<void> | undefined;
		const { code, output, report } = await probe(['--device-code'], {}, (text) => {
			if (text.includes('enter the code')) {
				answered ??= answerOnDevicePage(axiosFor(graph), text, 'accept');
			}
		});
		await answered;
		expect([code, report]).toEqual([0, expect.stringMatching(/signed in with a device code/)]);
		expect(report).toMatch(/carries CloudPC.Read.All \(user-consent\) .* same \|/);
		expectNoSecrets(output, report);
	});

	it('sends everything through the proxy of the environment', async () => {
		const tunnels: string[] = [];
		const proxy = new ForwardProxy({
			port: 0,
			host: '127.0.0.1',
			prepareRequestFunction: ({ request, hostname, port }) => {
				tunnels.push(`${request.method} ${hostname}:${port}`);
				return {};
			},
		});
		await proxy.listen();
		const { code } = await probe(withSecret, { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
		await proxy.close(true);
		expect(code).toBe(0);
		expect(new Set(tunnels)).toEqual(new Set([`CONNECT ${new URL(graph.httpsUrl).host}`]));
		const sent = graph.requests.filter(({ batchedIn }) => batchedIn === undefined);
		expect(tunnels).toHaveLength(sent.length);
	});

	it('cannot do without the proxy that it was told', async () => {
		const { code, output } = await probe(withSecret, { HTTPS_PROXY: 'http://127.0.0.1:9' });
		expect([code, output]).toEqual([2, expect.stringMatching(/ECONNREFUSED/)]);
		expect(graph.requests).toEqual([]);
	});

	it('names what differs, the unknown first', async () => {
		graph.settings.pageSize = 3;
		const nowhere = {
			error: { code: 'nowhere', message: `No ${sampleSources.managed.resourceId}` },
		};
		graph.faults.add({ path: 'not-a-guid', then: { status: 404, body: nowhere } });
		const { code, report, output } = await probe(withSecret);
		expect(code).toBe(1);
		const rows = differences(report);
		const verdicts = rows.map((row) => row.split(' | ').at(-1)?.replace(' |', ''));
		expect(new Set(verdicts)).toEqual(
			new Set(['differs, unknown before', 'differs, against the contract']),
		);
		expect(verdicts).toEqual(verdicts.toSorted().toReversed());
		expect(idsOf(rows)).toEqual(expect.arrayContaining(['list-v1.0', 'list-beta']));
		expect(rows.find((row) => row.includes('(get-no-guid)'))).toMatch(
			/unknown \| status: 400.* \| status: 404, code: nowhere/,
		);
		expect(report).toMatch(/Get with an id that is no GUID: No \[name\]\n/);
		expectNoSecrets(output, report);
	});
});

describe('npm run contract --write', () => {
	function listLags(): void {
		const empty = { status: 200, body: { value: [] } };
		graph.faults.add({ method: 'GET', path: /deviceImages$/, times: 999, then: empty });
	}

	it('finds no difference, and deletes what it made', async () => {
		const before = graph.tenant.images.size;
		const { code, output, report } = await probe([...withSecret, ...writing]);
		expect([code, output]).toEqual([0, expect.stringMatching(/Everything made was deleted/)]);
		expect([graph.tenant.images.size, namesLeft()]).toEqual([before, []]);
		expect(changing().filter(({ method }) => method === 'PATCH')).toHaveLength(4);
		const touched = changing().map(({ path }) => path.split('/').at(-1));
		expect([...graph.tenant.images.keys()].filter((id) => touched.includes(id))).toEqual([]);
		expectNoSecrets(output, report);
	});

	it('with --policy alone sends that policy the image that it has, and changes nothing else', async () => {
		const policyId = samplePolicyId;
		const before = structuredClone([...graph.tenant.policies.values()]);
		const { code, output, report } = await probe([...withSecret, '--write', '--policy', policyId]);
		expect([code, output]).toEqual([0, expect.stringMatching(/\b0 different/)]);
		expect(report).toMatch(/signed in with a secret, with `--write`/);
		expect(changing().map(({ method, path }) => [method, path.split('/').at(-1)])).toEqual([
			['PATCH', policyId],
			['PATCH', policyId],
		]);
		const lastModified = { lastModifiedBy: expect.any(String), lastModifiedDateTime: expect.any(String) };
		expect([...graph.tenant.policies.values()]).toEqual(before.map((policy) => ({ ...policy, ...lastModified })));
		expectNoSecrets(output, report);
	});

	it('names how PATCH and reupload differ', async () => {
		graph.settings.patchAnswer = 405;
		graph.settings.reuploadAnswer = 410;
		graph.settings.policyPatchAnswer = 200;
		const { code, report } = await probe([...withSecret, ...writing, '--policy', samplePolicyId]);
		expect(code).toBe(1);
		const policyPatches = ['policy-patch-v1.0', 'policy-patch-beta'];
		expect(idsOf(differences(report))).toEqual([...policyPatches, 'reupload', 'patch-beta', 'patch-v1.0']);
		expect(differences(report).join('\n')).toMatch(/status: 200, entity: true, changed: none/);
		expect(differences(report).join('\n')).toMatch(/status: 410, code: Gone/);
	});

	it('waits for the end of the upload when told to', async () => {
		graph.settings.uploadMs = 1;
		const { code, report } = await probe([...withSecret, ...writing, '--wait', '1']);
		expect([code, differences(report).join('\n')]).toEqual([
			1,
			expect.stringMatching(/minutes: 20, status: ready \| minutes: 0, status: ready/),
		]);
	});

	it('tells of an app that may only read whether Delete looks at the permission first', async () => {
		app.applicationPermissions = ['CloudPC.Read.All'];
		const before = graph.tenant.images.size;
		const { code, report } = await probe([...withSecret, ...writing]);
		expect([code, graph.tenant.images.size]).toEqual([2, before]);
		const row = differences(report).find((line) => line.includes('(delete-nil-id)'));
		expect(row).toMatch(/ mayWrite: false, status: 403, code: Forbidden, batched: 403 \|/);
	});

	it('deletes an image whose answer was lost', async () => {
		graph.faults.add({ method: 'POST', path: /deviceImages$/, then: { lostAnswer: true } });
		const { code, report } = await probe([...withSecret, ...writing]);
		expect(code).toBe(2);
		expect(report).toMatch(/## No answer\n\n- 1\.4 Create answers at once/);
		expect(namesLeft()).toEqual([]);
	});

	it('says what it could not delete', async () => {
		graph.faults.add({ method: 'DELETE', times: 99, then: { status: 500 } });
		const { code, output, report } = await probe([...withSecret, ...writing]);
		expect(code).toBe(2);
		expect(namesLeft().length).toBeGreaterThan(0);
		for (const name of namesLeft()) {
			expect(output).toContain(`Not deleted: the image ${name}: it was answered with 500`);
		}
		expect(report).toMatch(/\*\*Not deleted:\*\*/);
	});

	it('does not say that everything was deleted when it cannot know', async () => {
		graph.faults.add({ method: 'POST', path: /deviceImages$/, then: { lostAnswer: true } });
		listLags();
		const { code, output, report } = await probe([...withSecret, ...writing]);
		expect([code, output]).toEqual([2, expect.stringMatching(/Not deleted: perhaps images .*the list does not/)]);
		expect(output).not.toMatch(/Everything made was deleted/);
		expect(report).toMatch(/\*\*Not deleted:\*\* perhaps images/);
		expectNoSecrets(report);
	});

	it('deletes what the list does not show yet, when it is broken off right after Create', async () => {
		listLags();
		const { code, output } = await brokenOff([...withSecret, ...writing], () =>
			graph.requests.some(({ method, path }) => method === 'POST' && path.endsWith('/deviceImages')),
		);
		expect([code, output]).toEqual([2, expect.stringMatching(/Everything made was deleted/)]);
		expect(graph.requests.some(({ method }) => method === 'DELETE')).toBe(true);
		expect(namesLeft()).toEqual([]);
	});

	it('deletes what it made when it is broken off', async () => {
		graph.faults.add({ method: 'PATCH', then: { delayMs: 500 } });
		const { code, output, signals } = await brokenOff([...withSecret, ...writing], () =>
			graph.requests.some(({ method }) => method === 'PATCH'),
		);
		expect([code, output]).toEqual([2, expect.stringMatching(/Broken off/)]);
		// Also a second Ctrl-C, and a third, while it tidied up.
		expect(signals).toBeGreaterThan(1);
		expect(graph.requests.some(({ method }) => method === 'DELETE')).toBe(true);
		expect(namesLeft()).toEqual([]);
	});
});

describe('npm run contract says why it cannot run', () => {
	it.each<[string, string[], () => void, RegExp]>([
		['a wrong secret', withSecret, () => (app.secrets = ['x'.repeat(9), 'other']), /AADSTS7000215/],
		[
			'a report without a folder',
			[...withSecret, '--report', join(temporary.path, 'nowhere', 'report.md')],
			() => undefined,
			/report cannot be written: ENOENT/,
		],
		[
			'an unknown tenant',
			[...withSecret, '--tenant', 'nowhere.example'],
			() => undefined,
			/No token from \S+: AADSTS90002/,
		],
		['no consent', withSecret, () => (app.applicationPermissions = []), /No permission to read/],
		['no throttling end', withSecret, throttle, /could not be reached: it was answered with 429/],
		[
			'no consent to write',
			[...withSecret, ...writing],
			() => (app.applicationPermissions = ['CloudPC.Read.All']),
			/No permission to create/,
		],
	])('%s', async (_, args, arrange, reason) => {
		const env = { [secretName]: app.secrets[0] ?? '' };
		arrange();
		const { code, output } = await probe(args, env);
		expect([code, output]).toEqual([2, expect.stringMatching(reason)]);
		expectNoSecrets(output);
	});

	it('nobody comes to sign in, and Ctrl-C ends the wait', async () => {
		app.secrets = [];
		const { code, output } = await brokenOff(['--device-code'], () =>
			graph.requests.some(({ path }) => path.endsWith('/token')),
		);
		expect([code, output]).toEqual([2, expect.stringMatching(/enter the code[^]*Broken off/)]);
	});

	function throttle(): void {
		const headers = { 'Retry-After': '0' };
		graph.faults.add({ path: 'deviceImages', times: 99, then: { status: 429, headers } });
	}
});
