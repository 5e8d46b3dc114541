/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import axios, { type AxiosAdapter, type AxiosInstance, type AxiosResponse } from 'axios';

import { appTokens, imagesV1, userTokens, type AppSignIn } from '../msal';
import { AskedGraph, NotAsked, type Cleaner } from '../questions';
import { reasonOf } from '../questions/reason';
import { CannotRun, changesSomething, type ProbeOptions } from './options';

const timeoutMs = 60_000;
/** Throttled, or a gateway that had no answer: never what a question is about. */
const passing = [429, 502, 503, 504];
const attempts = 4;
const longestPauseMs = 60_000;

/** A tenant that is signed in to. */
export interface Tenant {
	asked: AskedGraph;
	/** Goes on when the questions were broken off. */
	cleaner: Cleaner;
	/** Names of things in the tenant, and the tokens: not for any report. */
	known: Set<string>;
}

/**
 * Signs in and looks whether device images may be read.
 *
 * @param say shows a line to the person
 * @param signal breaks off what waits or only reads
 * @throws CannotRun when there is no token or no permission
 */
export async function connectTenant(
	options: ProbeOptions,
	say: (line: string) => void,
	signal: AbortSignal,
): Promise<Tenant> {
	const known = new Set<string>();
	const { tokens, permissions } = await signIn(options, say, signal);
	const connect = (baseURL: string, breakOff?: AbortSignal): AxiosInstance => {
		const client = axios.create({ ...settings, baseURL, adapter: patient(breakOff) });
		client.interceptors.request.use(async (config) => {
			const token = await tokens();
			known.add(token);
			config.headers.set('Authorization', `Bearer ${token}`);
			return config;
		});
		client.interceptors.response.use((response) => {
			collectNames(response.data, known);
			return response;
		});
		return client;
	};
	const client = connect(options.graphUrl, signal);
	await mustRead(client);
	const { signIn: how, clientId } = options;
	const asked = new AskedGraph({
		client,
		nobody: axios.create({ ...settings, baseURL: options.graphUrl, adapter: patient(signal) }),
		authority: authorityOf(options),
		signedInAs: how.kind === 'deviceCode' ? 'user' : 'app',
		certified: how.kind === 'certificate' ? { ...how, clientId } : undefined,
		permissions,
		sources: options.sources,
		policyId: options.policyId,
		waitMinutes: options.waitMinutes,
		pass: async (ms) => await sleep(ms, undefined, { signal }),
	});
	known.add(asked.ownName);
	const cleaner = { client: connect(options.graphUrl), pass: async (ms: number) => await sleep(ms) };
	return { asked, cleaner, known };
}

// A proxy is axios' own matter: it tunnels https through the one that HTTPS_PROXY names.
const settings = {
	timeout: timeoutMs,
	maxRedirects: 0,
	validateStatus: () => true,
	// By default axios writes a space as +, and no page says that Graph reads it so.
	paramsSerializer: { encode: (text: string) => encodeURIComponent(text).replaceAll('%24', '$') },
};

/**
 * Sends, and sends again what was throttled or met a gateway without an answer.
 *
 * @param signal breaks off waiting and reading; what changes something always gets its answer
 */
function patient(signal?: AbortSignal): AxiosAdapter {
	const send = axios.getAdapter('http');
	return async (config) => {
		if (signal?.aborted) throw new NotAsked('the probe was broken off');
		const reads = config.method === 'get';
		for (let attempt = 1; ; attempt++) {
			const response = await send(reads ? { ...config, signal } : config);
			if (!passing.includes(response.status)) return response;
			// Throttled, nothing was done; behind a gateway, something may have been.
			const mayRepeat = reads || config.method === 'delete' || response.status === 429;
			if (!mayRepeat || attempt === attempts) {
				throw new Error(`it was answered with ${response.status}, ${attempt} times`);
			}
			await sleep(pauseMs(response, attempt), undefined, { signal });
		}
	};
}

function pauseMs({ headers }: AxiosResponse, attempt: number): number {
	const seconds = Number(headers['retry-after'] ?? 2 ** attempt);
	return Math.min(Number.isFinite(seconds) ? seconds * 1000 : longestPauseMs, longestPauseMs);
}

async function signIn(
	options: ProbeOptions,
	say: (line: string) => void,
	signal: AbortSignal,
): Promise<{ tokens: () => Promise<string>; permissions: readonly string[] }> {
	const { graphUrl, signIn: how, clientId } = options;
	const http = axios.create({ ...settings, signal });
	const reason = lastFailure(http);
	const app: AppSignIn = { clientId, authority: authorityOf(options), http };
	try {
		if (how.kind === 'deviceCode') {
			const permission = changesSomething(options) ? 'CloudPC.ReadWrite.All' : 'CloudPC.Read.All';
			return await userTokens(app, [`${graphUrl}/${permission}`], say);
		}
		const tokens = appTokens(
			app,
			how.kind === 'secret'
				? { clientSecret: how.clientSecret }
				: {
						clientCertificate: {
							privateKey: how.privateKey,
							thumbprintSha256: thumbprint(how.certificate),
						},
					},
			graphUrl,
		);
		await tokens();
		return { tokens, permissions: [] };
	} catch (error) {
		const { host } = new URL(app.authority);
		throw new CannotRun(`No token from ${host}: ${reason() ?? reasonOf(error)}`);
	} finally {
		// Whoever deletes after Ctrl-C may need a new token.
		delete http.defaults.signal;
	}
}

/** MSAL says only that it found no endpoints, whatever came of its requests. */
function lastFailure(http: AxiosInstance): () => string | undefined {
	let last: string | undefined;
	http.interceptors.response.use(
		(response) => {
			const { error_description: description } = Object(response.data) as Record<string, unknown>;
			last = typeof description === 'string' ? description : undefined;
			return response;
		},
		(error: unknown) => {
			last = `it could not be reached: ${reasonOf(error)}. Check network, HTTPS_PROXY and --cloud.`;
			throw error;
		},
	);
	return () => last;
}

function thumbprint(certificate: string): string {
	return new X509Certificate(certificate).fingerprint256.replaceAll(':', '');
}

const authorityOf = ({ authorityUrl, tenant }: ProbeOptions) => `${authorityUrl}/${tenant}`;

async function mustRead(client: AxiosInstance): Promise<void> {
	const { status } = await client.get(imagesV1).catch((error: unknown) => {
		throw new CannotRun(
			`Microsoft Graph could not be reached: ${reasonOf(error)}. Check network, HTTPS_PROXY and --cloud.`,
		);
	});
	if (status === 401) {
		throw new CannotRun('Microsoft Graph did not accept the token. Check --cloud and --graph-url.');
	}
	if (status === 403) {
		throw new CannotRun(
			'No permission to read device images. Grant CloudPC.Read.All with admin consent; a user also ' +
				'needs the role Windows 365 Administrator or Intune Administrator, the tenant a licence.',
		);
	}
	if (status !== 200) {
		throw new CannotRun(`Microsoft Graph answered the list of device images with ${status}.`);
	}
}

const naming = /(name|description|id|mail|domain|path|url)s?$/i;

/** Keeps what names somebody or something, however deep it stands. */
function collectNames(data: unknown, known: Set<string>, property = ''): void {
	if (typeof data === 'string') {
		if (naming.test(property)) known.add(data);
	} else if (Array.isArray(data)) {
		data.forEach((each) => collectNames(each, known, property));
	} else if (typeof data === 'object' && data !== null) {
		for (const [name, value] of Object.entries(data)) collectNames(value, known, name);
	}
}
