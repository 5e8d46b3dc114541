/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';

import { AccessTokens } from './accessTokens';
import { createApp } from './app';
import { createServerCertificate } from './certificates';
import { Clock } from './clock';
import { Faults } from './faults';
import {
	sampleIdentities,
	trustIdentity,
	type ManagedIdentity,
} from './hostIdentity/managedIdentities';
import { DeviceCodes } from './login/deviceCodes';
import { SignIns } from './login/signIns';
import { RequestLog, type RecordedRequest } from './requestLog';
import { sampleApps, sampleTenant, sampleUser, seedDirectory } from './sample';
import { seedTenant } from './sampleUse';
import { defaultSettings, type Settings } from './settings';
import type { ServerState } from './state';
import { Tenant, type App } from './tenant';

export interface GraphServerOptions {
	/** Default: any free port. */
	httpPort?: number;
	/** Default: any free port. */
	httpsPort?: number;
	/** `empty` has the sample apps, user and source images, but no images, and nothing that uses them. */
	seed?: 'empty' | 'sample';
	/** Default: the sample tenant. */
	tenant?: { id: string; domain: string };
}

/** What a token made by hand carries. */
export interface TokenOptions {
	/** Default `CloudPC.ReadWrite.All`. */
	permissions?: string[];
	/** Default `application`. */
	kind?: 'application' | 'delegated';
	/** Milliseconds on the clock; 0 makes an expired token. Default `settings.tokenLifetimeMs`. */
	lifetimeMs?: number;
	/** Default: the sample app that may read and write. */
	clientId?: string;
}

/** Microsoft Graph and its login on this machine, over http and https. */
export interface GraphServer {
	/** `http://127.0.0.1:PORT`: Graph root and login root, no trailing slash. */
	httpUrl: string;
	httpsUrl: string;
	/** The authority behind the https certificate, PEM. */
	caCertificate: string;
	/** The same PEM in a file that lives as long as the server. */
	caFile: string;
	tenant: Tenant;
	clock: Clock;
	settings: Settings;
	/** Every request that arrived, in order. */
	requests: RecordedRequest[];
	clearRequests(): void;
	faults: Faults;
	/** The managed identities of the machine that n8n is on; change them directly. */
	identities: ManagedIdentity[];
	/** Makes an app trust one of them in place of a secret. */
	trustIdentity(app: App, identity: Pick<ManagedIdentity, 'principalId'>): Promise<App>;
	/** Makes a token past the login endpoint, good for both origins. */
	issueToken(options?: TokenOptions): Promise<string>;
	/** Cuts all connections and frees the ports. */
	close(): Promise<void>;
}

/** Starts the server on 127.0.0.1. */
export async function startGraphServer(options: GraphServerOptions = {}): Promise<GraphServer> {
	const clock = new Clock();
	const settings = defaultSettings();
	const { id, domain } = options.tenant ?? sampleTenant;
	const tenant = new Tenant(id, domain, clock, settings);
	seedDirectory(tenant);
	if (options.seed !== 'empty') seedTenant(tenant, clock);

	const closing = new AbortController();
	const origins: string[] = [];
	const [tokens, certificate] = await Promise.all([
		AccessTokens.create(clock),
		createServerCertificate(),
	]);
	const state: ServerState = {
		tenant,
		clock,
		settings,
		tokens,
		faults: new Faults(),
		log: new RequestLog(clock),
		signIns: new SignIns(clock),
		deviceCodes: new DeviceCodes(clock),
		identities: structuredClone(Object.values(sampleIdentities)),
		audiences: () => [...origins, ...settings.extraAudiences],
		closing: closing.signal,
	};
	const app = createApp(state);
	await app.ready();
	const { certificate: cert, privateKey: key, caCertificate, caFile } = certificate;
	const servers = [http.createServer(app.routing), https.createServer({ cert, key }, app.routing)];
	const httpPort = await listen(servers[0], options.httpPort);
	const httpsPort = await listen(servers[1], options.httpsPort);
	const httpUrl = `http://127.0.0.1:${httpPort}`;
	const httpsUrl = `https://127.0.0.1:${httpsPort}`;
	origins.push(httpUrl, httpsUrl, `http://localhost:${httpPort}`, `https://localhost:${httpsPort}`);

	return {
		httpUrl,
		httpsUrl,
		caCertificate,
		caFile,
		tenant,
		clock,
		settings,
		requests: state.log.requests,
		clearRequests: () => state.log.clear(),
		faults: state.faults,
		identities: state.identities,
		trustIdentity: async (trusting, identity) =>
			await trustIdentity(trusting, identity, tenant, tokens),
		issueToken: async (wanted) => await issueToken(state, httpsUrl, wanted),
		async close() {
			closing.abort();
			for (const server of servers) {
				server.close();
				server.closeAllConnections();
			}
			await app.close();
			await certificate.dispose();
		},
	};
}

async function listen(server: http.Server | undefined, port = 0): Promise<number> {
	if (!server) throw new Error('no server');
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

async function issueToken(
	state: ServerState,
	origin: string,
	options: TokenOptions = {},
): Promise<string> {
	const { tenant, settings, tokens } = state;
	const { permissions = ['CloudPC.ReadWrite.All'], kind = 'application' } = options;
	const { lifetimeMs = settings.tokenLifetimeMs, clientId = sampleApps.readWrite.clientId } =
		options;
	const grant = {
		issuer: `${origin}/${tenant.id}/v2.0`,
		audience: origin,
		tenantId: tenant.id,
		clientId,
		kind,
		permissions,
		subject: kind === 'delegated' ? sampleUser.id : randomUUID(),
		userPrincipalName: sampleUser.userPrincipalName,
	};
	return await tokens.sign(grant, lifetimeMs);
}
