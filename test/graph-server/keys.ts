/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { generateKeyPair } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

import { createServerPems, type ServerPems } from './serverPems';

/** What every server of a process is made with: RSA keys take long. */
export interface Keys {
	server: ServerPems;
	/** RSA, PKCS #8, PEM: tokens are signed with it. */
	signingKey: string;
}

/** Makes new keys, and a certificate that is good for 30 days. */
export async function createKeys(): Promise<Keys> {
	const [server, { privateKey }] = await Promise.all([
		createServerPems(),
		promisify(generateKeyPair)('rsa', { modulusLength: 2048 }),
	]);
	return { server, signingKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}

let keys: Promise<Keys> | undefined;

async function readKeys(): Promise<Keys> {
	const file = process.env.CLOUDPC_KEYS_FILE;
	return file === undefined ? await createKeys() : (JSON.parse(await readFile(file, 'utf8')) as Keys);
}

/** Returns the keys of this process; test files, which share nothing else, share those of CLOUDPC_KEYS_FILE. */
export async function keysOfProcess(): Promise<Keys> {
	keys ??= readKeys();
	return await keys;
}
