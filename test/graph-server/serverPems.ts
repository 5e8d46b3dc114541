import { webcrypto } from 'node:crypto';

const day = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** An authority, and its certificate for this machine's loopback names with the key: all PEM. */
export interface ServerPems {
	caCertificate: string;
	certificate: string;
	privateKey: string;
}

/** Makes a new authority and a certificate for `localhost` and `127.0.0.1`, good for 30 days. */
export async function createServerPems(): Promise<ServerPems> {
	// Loaded only where keys are made: it takes longer to load than all the rest.
	await import('reflect-metadata');
	const x509 = await import('@peculiar/x509');
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
