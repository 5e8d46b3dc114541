import { webcrypto, X509Certificate } from 'node:crypto';

/** A certificate that an app signs its assertions with. */
export interface AppCertificate {
	/** PEM; goes into `App.certificates` and into a credential. */
	certificate: string;
	/** PKCS #8, PEM. */
	privateKey: string;
	/** Upper-case hex, without colons. */
	thumbprintSha256: string;
}

/** Makes a self-signed RSA certificate, good for 30 days. */
export async function createAppCertificate(): Promise<AppCertificate> {
	// Few who use the local Graph need one, and it takes long to load.
	await import('reflect-metadata');
	const x509 = await import('@peculiar/x509');
	x509.cryptoProvider.set(webcrypto);
	const algorithm = {
		name: 'RSASSA-PKCS1-v1_5',
		hash: 'SHA-256',
		modulusLength: 2048,
		publicExponent: new Uint8Array([1, 0, 1]),
	};
	const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const certificate = await x509.X509CertificateGenerator.createSelfSigned({
		name: 'CN=Local Graph App',
		notBefore: new Date(Date.now() - 86_400_000),
		notAfter: new Date(Date.now() + 30 * 86_400_000),
		keys,
		signingAlgorithm: algorithm,
	});
	const pem = certificate.toString('pem');
	const privateKey = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
	return {
		certificate: pem,
		privateKey: x509.PemConverter.encode(privateKey, 'PRIVATE KEY'),
		thumbprintSha256: new X509Certificate(pem).fingerprint256.replaceAll(':', ''),
	};
}
