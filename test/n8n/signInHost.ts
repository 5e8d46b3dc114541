/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { Server as ForwardProxy } from 'proxy-chain';

import { installN8n, type InstalledN8n } from '../../scripts/installN8n';
import { credentialType as oAuth2, demoOwner, nodeType, triggerType } from '../../scripts/localGraph';
import { startN8n, type N8nHost } from '../../scripts/n8nHost';
import type { Execution } from '../../scripts/n8nTypes';
import { tarballToTest } from '../../scripts/packPackage';
import { makeTemporaryFolder } from '../../scripts/temporaryFolder';
import {
	certificateCredential,
	createAppCertificate,
	registerNewApp,
	sampleImageIds,
	startGraphServer,
	type App,
	type AppCertificate,
	type GraphServer,
} from '../graph-server';
import { KeptSecrets } from './keptSecrets';

/** Where n8n is started, perhaps after it was installed, ms. */
export const startLimitMs = 30 * 60_000;
export const testLimitMs = 180_000;

/** A credential as n8n has stored it, and what it holds. */
export interface Credential {
	id: string;
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** Returns the parameters of a node that reads the ready sample image with a credential of the type; no two items ask for the same. */
export const getImage = (type: string): INodeParameters => ({
	authentication: type === oAuth2 ? 'oAuth2' : 'managedIdentity',
	resource: 'deviceImage',
	operation: 'get',
	imageId: { __rl: true, mode: 'id', value: sampleImageIds.ready },
	options: { timeoutSeconds: '={{ 60 + $itemIndex }}' },
});

/** Returns the IDs that the node of a run gave. */
export const outputOf = (execution: Execution): unknown[] =>
	execution.data.resultData.runData['Cloud PC']?.[0]?.data?.main?.[0]?.map(({ json }) => json.id) ?? [];

/** Returns message and description of the error that ended a run. */
export const errorOf = (execution: Execution): string => {
	const { error } = execution.data.resultData;
	return `${error?.message}\n${error?.description}`;
};

/** A real n8n at debug level behind a forward proxy, and a local Graph with an app of its own. */
export class SignInHost {
	n8n!: N8nHost;
	/** `METHOD host` of what went through the forward proxy. */
	readonly proxied: string[] = [];
	readonly executions: Execution[] = [];
	/** All that n8n has printed up to its last stop. */
	logs = '';
	readonly secrets = new KeptSecrets();

	private constructor(
		readonly graph: GraphServer,
		readonly app: App,
		readonly certificate: AppCertificate,
		readonly installed: InstalledN8n,
		readonly userFolder: string,
		private readonly proxy: ForwardProxy,
		private readonly removeFolder: () => void,
	) {}

	/** Installs the tarball into a new n8n and starts it with what it needs. */
	static async open(): Promise<SignInHost> {
		const temporary = makeTemporaryFolder('n8n-sign-in');
		const tarball = await tarballToTest(temporary.path);
		const installed = await installN8n((line) => void process.stderr.write(`${line}\n`));
		const certificate = await createAppCertificate();
		const graph = await startGraphServer();
		const app = registerNewApp(graph.tenant, {
			secrets: [`real-n8n-secret-${randomUUID()}`],
			certificates: [certificate.certificate],
		});
		const proxy = new ForwardProxy({
			port: 0,
			host: '127.0.0.1',
			prepareRequestFunction: ({ request, hostname, port }) => {
				// n8n also asks for its own news.
				if (!hostname.endsWith('n8n.io')) host.proxied.push(`${request.method} ${hostname}:${port}`);
				return {};
			},
		});
		const folder = join(temporary.path, 'user');
		const host = new SignInHost(graph, app, certificate, installed, folder, proxy, () => temporary.remove());
		await proxy.listen();
		await host.start(tarball);
		return host;
	}

	async start(tarball?: string, network = this.proxySettings()): Promise<void> {
		const { installed, userFolder, graph } = this;
		const env = {
			...network,
			N8N_LOG_LEVEL: 'debug',
			NODE_EXTRA_CA_CERTS: graph.caFile,
			AZURE_POD_IDENTITY_AUTHORITY_HOST: graph.httpUrl.replace('127.0.0.1', 'localhost'),
		};
		this.n8n = await startN8n({ n8n: installed, userFolder, tarball, env });
		await this.n8n.api.signIn(demoOwner);
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
		this.logs += this.n8n.log();
	}

	async close(): Promise<void> {
		await this.n8n?.stop();
		await this.proxy.close(true);
		await this.graph.close();
		this.removeFolder();
	}

	/** Forgets what was sent so far. */
	clear(): void {
		this.graph.clearRequests();
		this.proxied.length = 0;
	}

	async store(type: string, fields: object): Promise<Credential> {
		const data = fields as ICredentialDataDecryptedObject;
		const { id, name } = await this.n8n.api.importCredential({ name: `Sign-in ${randomUUID()}`, type, data });
		return { id, name, type, data };
	}

	/** Runs Get, or another node, once for each item, and keeps the execution for the search for secrets. */
	async run(
		{ id, name, type }: Credential,
		items = 1,
		node = { type: nodeType, typeVersion: 1, parameters: getImage(type) },
	): Promise<Execution> {
		const at = { typeVersion: 1, position: [0, 0] as [number, number] };
		const parameters = { category: 'randomData', randomDataType: 'uuid', randomDataCount: items };
		const workflow = await this.n8n.api.createWorkflow({
			name: 'Sign-in',
			settings: { executionOrder: 'v1' },
			connections: {
				Start: { main: [[{ node: 'Items', type: 'main', index: 0 }]] },
				Items: { main: [[{ node: 'Cloud PC', type: 'main', index: 0 }]] },
			},
			nodes: [
				{ id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', ...at, parameters: {} },
				{ id: '2', name: 'Items', type: 'n8n-nodes-base.debugHelper', ...at, parameters },
				{ id: '3', name: 'Cloud PC', ...at, ...node, credentials: { [type]: { id, name } } },
			],
		});
		const execution = await this.n8n.api.runWorkflow(workflow);
		this.executions.push(execution);
		return execution;
	}

	/** Publishes a trigger, which polls once at that time. */
	async publishTrigger({ id, name, type }: Credential): Promise<void> {
		const parameters: INodeParameters = {
			authentication: getImage(type).authentication,
			events: ['failed'],
			pollTimes: { item: [{ mode: 'everyMinute' }] },
		};
		const trigger = { name: 'When an Image Fails', type: triggerType, typeVersion: 1, parameters };
		const workflow = await this.n8n.api.createWorkflow({
			name: 'Trigger',
			settings: { executionOrder: 'v1' },
			connections: {},
			nodes: [{ id: '1', ...trigger, position: [0, 0], credentials: { [type]: { id, name } } }],
		});
		await this.n8n.api.publish(workflow);
	}

	/** Returns `area METHOD status` of all that the local Graph was asked. */
	log(): string[] {
		return this.graph.requests.map(({ area, method, status }) => `${area} ${method} ${status}`);
	}

	/** Returns the fields of a credential whose certificate and key were pasted without line breaks. */
	certified(): object {
		return certificateCredential(this.graph, this.app, {
			certificate: this.certificate.certificate.trim().replaceAll('\n', ' '),
			privateKey: this.certificate.privateKey.trim().replaceAll('\n', ' '),
		});
	}

	/** Graph and login are behind the proxy; the identity endpoint, like IMDS, is not. */
	private proxySettings(): Record<string, string> {
		const proxyUrl = `http://127.0.0.1:${this.proxy.port}`;
		return {
			HTTP_PROXY: proxyUrl,
			HTTPS_PROXY: proxyUrl,
			http_proxy: proxyUrl,
			https_proxy: proxyUrl,
			NO_PROXY: 'localhost',
			no_proxy: 'localhost',
		};
	}
}
