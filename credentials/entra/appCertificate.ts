import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';

/** The fields of `cloudPcGraphOAuth2Api` that a certificate sign-in uses. */
export interface CertificateFields {
	clientCredentialType?: unknown;
	certificate?: unknown;
	privateKey?: unknown;
}

const pasteCertificate =
	"Open the certificate file (.pem, .crt) in a text editor and paste its whole content into 'Certificate', from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.";
const pasteKey =
	"Paste the private key file into 'Private Key', from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----. openssl pkcs12 -in app.pfx -nodes extracts both from a .pfx file.";

/** The blocks of a PEM text with fresh line breaks, as a paste may have lost them. */
function pemBlocks(pem: string, label: string): string[] {
	const found = pem.matchAll(new RegExp(`-----BEGIN (${label})-----(.*?)-----END \\1-----`, 'gs'));
	return [...found].map(([, name, body = '']) => {
		const lines = body.replace(/\\r|\\n|\s/g, '').match(/.{1,64}/g) ?? [];
		return [`-----BEGIN ${name}-----`, ...lines, `-----END ${name}-----`].join('\n');
	});
}

function attempt<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch {
		return undefined;
	}
}

/**
 * Looks for the fault after a sign-in with a certificate has failed: n8n signs without looking, and Entra only says no.
 *
 * @param fields the credential's decrypted fields
 * @param words what n8n or Entra said
 * @param now the time, for the certificate's validity
 * @returns what is wrong and what to do; undefined when the fault is not in certificate and key, or when the app signs in with a secret
 */
export function explainCertificate(
	fields: CertificateFields,
	words: string,
	now: Date,
): string | undefined {
	if (fields.clientCredentialType !== 'certificate') return undefined;
	// A secret is never sent with a certificate: an n8n that misses one does not know certificates.
	if (/clientSecret|AADSTS7000(215|216|218)\b/.test(words)) {
		return `This version of n8n doesn't support certificates. Update n8n to 2.38.2 or later, or set 'App Credential' to 'Client Secret'.`;
	}
	const certificates = String(fields.certificate ?? '');
	const key = String(fields.privateKey ?? '');
	return findFaultInCertificate(certificates, now) ?? findFaultInKey(key, certificates);
}

function findFaultInCertificate(pem: string, now: Date): string | undefined {
	const blocks = pemBlocks(pem, 'CERTIFICATE');
	const [first] = blocks;
	const certificate = first && attempt(() => new X509Certificate(first));
	if (!certificate) {
		return `'Certificate' doesn't contain a PEM certificate. ${pasteCertificate}`;
	}
	if (blocks.length > 1 && !/\s|\\n/.test(pem.trim().replace(/(BEGIN|END) CERTIFICATE/g, ''))) {
		return `'Certificate' contains several certificates without a line break between them. Only the app's own certificate is needed. ${pasteCertificate}`;
	}
	const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
	if (now < from || now > to) {
		return `The certificate is valid from ${from.toISOString()} to ${to.toISOString()} only. Create a new certificate, upload it in the Microsoft Entra admin center under Entra ID > App registrations > your app > Certificates & secrets > Certificates, and paste it and its key here.`;
	}
	return undefined;
}

function findFaultInKey(pem: string, certificates: string): string | undefined {
	if (/ENCRYPTED/.test(pem)) {
		return `'Private Key' is protected with a passphrase. To remove the passphrase, run: openssl pkey -in key.pem -out plain.pem, and paste the new file. n8n stores it encrypted.`;
	}
	const [block] = pemBlocks(pem, '[A-Z ]*PRIVATE KEY');
	const key = block && attempt(() => createPrivateKey(block));
	if (!key) return `'Private Key' doesn't contain a PEM private key. ${pasteKey}`;
	if (key.asymmetricKeyType !== 'rsa') {
		return `'Private Key' has the type ${key.asymmetricKeyType}, but n8n signs with RSA only. Create a certificate with an RSA key of 2048 bits or more, and upload it to the app.`;
	}
	return findFaultInPair(key, pemBlocks(certificates, 'CERTIFICATE'));
}

function findFaultInPair(key: KeyObject, certificates: string[]): string | undefined {
	const fits = certificates.map((pem) => attempt(() => new X509Certificate(pem).checkPrivateKey(key)));
	if (fits[0]) return undefined;
	return fits.includes(true)
		? `The first certificate in 'Certificate' doesn't match the private key. Put the app's own certificate first. The certificates of its issuers are not needed.`
		: `'Certificate' and 'Private Key' don't match. Paste the private key that was created with this certificate.`;
}
