/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { keysOfProcess } from './keys';
import type { ServerPems } from './serverPems';

/** The certificate of a server, and the authority that a client has to trust. */
export interface ServerCertificate extends ServerPems {
	/** The authority's PEM in a file, for NODE_EXTRA_CA_CERTS. */
	caFile: string;
	/** Removes the file. */
	dispose(): Promise<void>;
}

/** Gives the certificate of this process, and its authority in a file of its own. */
export async function createServerCertificate(): Promise<ServerCertificate> {
	const { server } = await keysOfProcess();
	const folder = await mkdtemp(join(tmpdir(), 'local-graph-'));
	const caFile = join(folder, 'ca.pem');
	await writeFile(caFile, server.caCertificate);
	return { ...server, caFile, dispose: () => rm(folder, { recursive: true, force: true }) };
}
