import { generateKeyPairSync } from 'node:crypto';

import {
	certificateCredential,
	createAppCertificate,
	registerNewApp,
	sampleImageIds,
	sampleSources,
	type App,
	type AppCertificate,
} from '../graph-server';
import type { NodeRun } from './engine';
import { byId, useNode } from './useNode';

const { engine, graph, requests, run, strike } = useNode({ graphFor: 'file' });
let own: AppCertificate;
let other: AppCertificate;
let app: App;

beforeAll(async () => {
	[own, other] = await Promise.all([createAppCertificate(), createAppCertificate()]);
	app = registerNewApp(graph.tenant, { secrets: [], certificates: [own.certificate] });
});

async function signIn(certificate: string, privateKey: string, more = {}): Promise<NodeRun> {
	engine.useCredential({ ...certificateCredential(graph, app, { certificate, privateKey }), ...more });
	return await run('get', { imageId: byId(sampleImageIds.ready) });
}

/** What pasting does to a PEM file. */
const pastes: Array<[string, (pem: string) => string]> = [
	['as it is', (pem) => pem],
	['with CRLF', (pem) => pem.replaceAll('\n', '\r\n')],
	['with spaces instead of line breaks', (pem) => pem.trim().replaceAll('\n', ' ')],
	['with \\n instead of line breaks', (pem) => pem.trim().replaceAll('\n', '\\n')],
	['without any line break', (pem) => pem.trim().replaceAll('\n', '')],
];

describe('a certificate signs in', () => {
	it.each(pastes)('pasted %s', async (_, paste) => {
		const { error, items } = await signIn(paste(own.certificate), paste(own.privateKey));
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
	});

	it.each(pastes.slice(0, -1))('in front of a chain pasted %s', async (_, paste) => {
		const chain = `${own.certificate}\n${other.certificate}`;
		const { error } = await signIn(paste(chain), own.privateKey);
		expect(error).toBeUndefined();
	});

	it('with one token request, and no secret on the wire', async () => {
		await signIn(own.certificate, own.privateKey, { clientSecret: 'left-over' });
		const logins = requests('login');
		expect(logins).toHaveLength(1);
		expect(JSON.stringify(logins)).not.toContain('left-over');
	});
});

describe('a certificate that does not sign in is explained', () => {
	const ecKey = generateKeyPairSync('ec', {
		namedCurve: 'P-256',
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	}).privateKey;
	const lockedKey = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
	}).privateKey;
	const joined = (): string => pastes.at(-1)?.[1](`${own.certificate}\n${other.certificate}`) ?? '';

	const faults: Array<[string, () => [string, string], RegExp]> = [
		['empty fields', () => ['', ''], /'Certificate' doesn't contain a PEM certificate\. .*paste its whole content/],
		['swapped fields', () => [own.privateKey, own.certificate], /'Certificate' doesn't contain/],
		['no key', () => [own.certificate, 'secret words'], /'Private Key' doesn't contain a PEM private key/],
		['the wrong pair', () => [own.certificate, other.privateKey], /'Certificate' and 'Private Key' don't match/],
		['the issuer first', () => [`${other.certificate}\n${own.certificate}`, own.privateKey], /The first certificate .* doesn't match the private key/],
		['a chain without line breaks', () => [joined(), own.privateKey], /several certificates without a line break/],
		['a key with a passphrase', () => [own.certificate, lockedKey], /protected with a passphrase/],
		['a key that is not RSA', () => [own.certificate, ecKey], /has the type ec/],
	];

	it.each(faults)('when it has %s', async (_, fields, words) => {
		expectTold(await signIn(...fields()), words);
	});

	/** A token that Graph does not take any more makes n8n renew it with the certificate. */
	const userSignIn = {
		grantType: 'authorizationCode',
		oauthTokenData: { access_token: 'expired', refresh_token: 'refresh' },
	};

	it.each(faults)('when it has %s, at the renewal of a user sign-in', async (_, fields, words) => {
		expectTold(await signIn(...fields(), userSignIn), words);
	});

	function expectTold(result: NodeRun, words: RegExp): void {
		expect(result).toFailWith({
			message: "Get device image: couldn't get an access token for Microsoft Graph",
			description: expect.stringMatching(words),
		});
		expect(result.error?.description).not.toMatch(/PEM routines|secret words|-----\n/);
	}

	it('and is not blamed for a connection to Graph that broke: a change is looked for as ever', async () => {
		engine.useCredential(certificateCredential(graph, app, own));
		await run('getAll');
		// The stored token goes on, while the key was replaced by a wrong one.
		engine.editCredential({ privateKey: other.privateKey });
		strike({ lostAnswer: true }, { method: 'POST' });
		const { error, items } = await run('create', {
			displayName: 'Lost',
			version: '1.0.0',
			sourceImageResourceId: byId(sampleSources.managed.resourceId),
		});
		expect(error).toBeUndefined();
		expect(items[0]?.json.displayName).toBe('Lost');
	});

	it('when it was never uploaded, in the words of Entra', async () => {
		expect(await signIn(other.certificate, other.privateKey)).toFailWith({
			description: expect.stringContaining('AADSTS700027'),
		});
	});

	it('on an n8n that knows no certificates and asks as if for a secret', async () => {
		graph.settings.nextTokenError = 7000218;
		expect(await signIn(own.certificate, own.privateKey)).toFailWith({
			description: expect.stringContaining("This version of n8n doesn't support certificates. Update n8n to 2.38.2"),
		});
	});
});
