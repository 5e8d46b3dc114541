/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import 'reflect-metadata';

import { webcrypto } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as x509 from '@peculiar/x509';

const day = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A certificate for this machine's loopback names, and the authority a client has to trust. */
export interface ServerCertificate {
	caCertificate: string;
	/** The authority's PEM in a file, for NODE_EXTRA_CA_CERTS. */
	caFile: string;
	certificate: string;
	privateKey: string;
	/** Removes the file. */
	dispose(): Promise<void>;
}

type Pems = Pick<ServerCertificate, 'caCertificate' | 'certificate' | 'privateKey'>;

/** All servers of this process have the same. */
let pems: Promise<Pems> | undefined;

/** Gives the certificate of this process, and its authority in a file of its own. */
export async function createServerCertificate(): Promise<ServerCertificate> {
	pems ??= createPems();
	const { caCertificate, ...own } = await pems;
	const folder = await mkdtemp(join(tmpdir(), 'local-graph-'));
	const caFile = join(folder, 'ca.pem');
	await writeFile(caFile, caCertificate);
	return { ...own, caCertificate, caFile, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/** Makes a new authority and a certificate for `localhost` and `127.0.0.1`, good for 30 days. */
async function createPems(): Promise<Pems> {
	x509.cryptoProvider.set(webcrypto);
	const validity = {
		notBefore: new Date(Date.now() - day),
		notAfter: new Date(Date.now() + 30 * day),
	};
	const caKeys = await generateKeys();
	const ca = await x509.X509CertificateGenerator.createSelfSigned({
		...validity,
		name: 'CN=Local Graph CA',
		keys: caKeys,
		signingAlgorithm: algorithm,
		extensions: [
			new x509.BasicConstraintsExtension(true, 0, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
			await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
		],
	});
	const keys = await generateKeys();
	const certificate = await x509.X509CertificateGenerator.create({
		...validity,
		subject: 'CN=localhost',
		issuer: ca.subject,
		publicKey: keys.publicKey,
		signingKey: caKeys.privateKey,
		signingAlgorithm: algorithm,
		extensions: [
			new x509.BasicConstraintsExtension(false),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
			new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
			new x509.SubjectAlternativeNameExtension([
				{ type: 'dns', value: 'localhost' },
				{ type: 'ip', value: '127.0.0.1' },
			]),
			await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
		],
	});
	const privateKey = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
	return {
		caCertificate: ca.toString('pem'),
		certificate: certificate.toString('pem'),
		privateKey: x509.PemConverter.encode(privateKey, 'PRIVATE KEY'),
	};
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
	return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}
