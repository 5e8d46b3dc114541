/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { cleanEnvironment, node24 } from './checkout';
import type { InstalledN8n } from './installN8n';
import { N8nApi } from './n8nApi';
import { installTarball } from './packPackage';
import { endGroup, isRunning, startGroup } from './processGroups';

const readyLimitMs = 300_000;
const shutdownLimitMs = 20_000;

/** A running n8n, on loopback with its own SQLite file. */
export interface N8nHost {
	/** Root of the editor and of the REST API. */
	url: string;
	api: N8nApi;
	pid: number;
	/** All that n8n has printed so far. */
	log(): string;
	/** Ends n8n in good order; its user folder can be started again. */
	stop(): Promise<void>;
	/** Ends n8n at once with SIGKILL, as a crash would. */
	kill(): Promise<void>;
}

async function freePort(): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer().once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address() as AddressInfo;
			server.close(() => resolve(port));
		});
	});
}

function n8nEnvironment(userFolder: string, port: number, brokerPort: number) {
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PROTOCOL: 'http',
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}/`,
		WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		// Lets a worker of queue mode answer at the same address.
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_REINSTALL_MISSING_PACKAGES: 'false',
		DB_TYPE: 'sqlite',
		GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
		NODE_ENV: 'production',
		// A proxy of this machine has no business on loopback.
		NO_PROXY: '127.0.0.1,localhost',
		no_proxy: '127.0.0.1,localhost',
	};
}

/** A setting of the machine's own n8n must not reach the one under test. */
const ownN8nSettings = /^(N8N|DB|EXECUTIONS|QUEUE|NODES|CREDENTIALS|WEBHOOK|GENERIC|ENDPOINT)_/;

function withoutOwnN8nSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return Object.fromEntries(Object.entries(env).filter(([name]) => !ownN8nSettings.test(name)));
}

/**
 * Starts n8n and waits until it answers.
 * @param options `userFolder` is made when missing and can be one that another n8n has left; `tarball`
 * is installed into it first; `env` is added to the settings of a quiet n8n on loopback; `command` is
 * n8n's own, default `start`
 * @throws Error with the end of n8n's log when it ends early or is not ready within 5 minutes
 */
export async function startN8n(options: {
	n8n: InstalledN8n;
	userFolder: string;
	tarball?: string;
	env?: Record<string, string>;
	command?: string[];
}): Promise<N8nHost> {
	const { n8n, userFolder, tarball, env, command = ['start'] } = options;
	mkdirSync(join(userFolder, '.n8n'), { recursive: true });
	if (tarball !== undefined) await installTarball(userFolder, tarball);

	const [port, brokerPort] = [await freePort(), await freePort()];
	const settings = { ...n8nEnvironment(userFolder, port, brokerPort), ...env };
	const child = startGroup(node24, [n8n.entry, ...command], {
		cwd: userFolder,
		env: { ...withoutOwnN8nSettings(cleanEnvironment()), ...settings },
	});
	let log = '';
	const keep = (text: string) => {
		log += text;
	};
	child.stdout?.setEncoding('utf8').on('data', keep);
	child.stderr?.setEncoding('utf8').on('data', keep);

	const url = `http://127.0.0.1:${port}`;
	const giveUpAt = Date.now() + readyLimitMs;
	const lastLines = () => log.trimEnd().split('\n').slice(-30).join('\n');
	while (!(await answers(`${url}/healthz/readiness`))) {
		if (!isRunning(child)) throw new Error(`n8n ended before it was ready:\n${lastLines()}`);
		if (Date.now() > giveUpAt) {
			await endGroup(child, 0);
			throw new Error(`n8n was not ready after ${readyLimitMs / 1000} s:\n${lastLines()}`);
		}
		await pause(250);
	}
	return {
		url,
		api: new N8nApi(url),
		pid: child.pid ?? 0,
		log: () => log,
		stop: async () => await endGroup(child, shutdownLimitMs),
		kill: async () => await endGroup(child, 0),
	};
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
	} catch {
		return false;
	}
}
