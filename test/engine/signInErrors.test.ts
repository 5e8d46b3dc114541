import { randomUUID } from 'node:crypto';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import {
	appOnlyCredential,
	certificateCredential,
	createAppCertificate,
	hostIdentityCredential,
	sampleImageIds,
	type App,
	type AppCertificate,
	type ManagedIdentity,
} from '../graph-server';
import { expectTold, forSupport, secrets, useFailingSignIn } from './useFailingSignIn';

const { errorOf, newApp, node, yesterday } = useFailingSignIn();
const { graph } = node;
let own: AppCertificate;
let other: AppCertificate;

beforeAll(async () => {
	[own, other] = await Promise.all([createAppCertificate(), createAppCertificate()]);
});

describe('an app with a secret', () => {
	const withSecret = (app: App, change = {}) => ({ ...appOnlyCredential(graph, app), ...change });

	it.each<[string, number, string, string, () => ICredentialDataDecryptedObject]>([
		['that is wrong', 7000215, 'the client secret is wrong', secrets, () => withSecret(newApp(), { clientSecret: 'x' })],
		['that has expired', 7000222, 'the client secret has expired', secrets, () => withSecret(newApp({ secretsExpireAt: yesterday() }))],
		['that is empty', 7000218, 'a field of the credential is empty', secrets, () => withSecret(newApp(), { clientSecret: '' })],
		['that the tenant does not know', 700016, "the app wasn't found in the tenant", 'App registrations > your app > Overview', () => withSecret(newApp(), { clientId: randomUUID() })],
		['in a tenant that does not exist', 90002, 'the tenant is not in this cloud', 'Entra admin center > Entra ID > Overview', () => withSecret(newApp(), { tenantId: 'nowhere.example' })],
		['for a Graph that Entra does not know', 500011, "the requested Microsoft Graph resource wasn't found in the tenant", "'Graph URL'", () => withSecret(newApp(), { customGraphUrl: 'http://localhost:1' })],
	])('%s is reported with AADSTS%d', async (_, code, reason, place, credential) => {
		expectTold(await errorOf(credential()), code, reason, place);
	});

	it('without a tenant is reported before anything is sent', async () => {
		const error = await errorOf(withSecret(newApp(), { tenantId: 'organizations' }));
		expect(error.message).toBe("The credential's 'Directory (Tenant) ID' is 'organizations', but an app signs in to a single tenant");
		expect(error.description).toContain('Entra admin center > Entra ID > Overview');
	});

	it('that has no consent gets a token, and Graph says what is missing', async () => {
		const error = await errorOf(withSecret(newApp({ applicationPermissions: [] })));
		expect(error.message).toContain('the permission CloudPC.Read.All is missing');
	});

	it('shows no secret and no token', async () => {
		const error = await errorOf(withSecret(newApp(), { clientSecret: 'a-very-secret-word' }));
		expect(JSON.stringify(error)).not.toContain('a-very-secret-word');
	});
});

describe('an app with a certificate', () => {
	const certified = (certificate: AppCertificate) =>
		certificateCredential(graph, newApp({ secrets: [], certificates: [own.certificate] }), certificate);

	it('that was never uploaded is reported with AADSTS700027', async () => {
		const error = await errorOf(certified(other));
		expectTold(error, 700027, 'the certificate is not registered with the app', `${secrets} > Certificates`);
	});

	it('on a host whose clock is wrong is reported with AADSTS700024', async () => {
		// n8n dates the assertion with Date.now, the login service reads it with a Date of its own.
		const { now } = Date;
		const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
		const error = await errorOf(certified(own)).finally(() => clock.mockRestore());
		expectTold(error, 700024, "the sign-in request has expired or isn't valid yet", 'Synchronize the clock of the n8n server');
	});
});

describe('a federated app', () => {
	function newIdentity(): ManagedIdentity {
		const identity = { kind: 'user', clientId: randomUUID(), principalId: randomUUID(), appRoles: [] } as const;
		const added: ManagedIdentity = { ...identity, appRoles: [] };
		graph.identities.push(added);
		return added;
	}

	const federated = async (trusted: (identity: ManagedIdentity) => { principalId: string }, change = {}) => {
		const identity = newIdentity();
		const app = await graph.trustIdentity(newApp({ secrets: [] }), trusted(identity));
		return { app, credential: { ...hostIdentityCredential(graph, identity, app), ...change } };
	};
	const itself = (identity: ManagedIdentity) => identity;
	const noMatch = 'no federated credential of the app matches the managed identity';

	it('that trusts another audience is reported with AADSTS700212', async () => {
		const { app, credential } = await federated(itself);
		for (const each of app.federatedCredentials ?? []) each.audience = 'api://other';
		expectTold(await errorOf(credential, 'managedIdentity'), 700212, noMatch, `${secrets} > Federated credentials`);
	});

	it('that trusts another issuer is reported with AADSTS700211', async () => {
		const { app, credential } = await federated(itself);
		for (const each of app.federatedCredentials ?? []) each.issuer = 'https://other.example';
		expectTold(await errorOf(credential, 'managedIdentity'), 700211, noMatch, `${secrets} > Federated credentials`);
	});

	it('that trusts another identity is reported with AADSTS700213', async () => {
		const { credential } = await federated(() => ({ principalId: randomUUID() }));
		expectTold(await errorOf(credential, 'managedIdentity'), 700213, noMatch, `${secrets} > Federated credentials`);
	});

	it.each([
		['an unknown tenant', { tenantId: 'nowhere.example' }, 90002, 'the tenant is not in this cloud', 'Entra admin center > Entra ID > Overview'],
		['an unknown app', { clientId: randomUUID() }, 700016, "the app wasn't found in the tenant", 'App registrations > your app'],
	])('of %s is reported with the code of Entra', async (_, change, code, reason, place) => {
		const { credential } = await federated(itself, change);
		expectTold(await errorOf(credential, 'managedIdentity'), code, reason, place);
	});

	it('that Entra refuses for a while is reported as such, and not as a wrong credential', async () => {
		const { credential } = await federated(itself);
		graph.faults.add({ path: '/oauth2/v2.0/token', times: Infinity, then: { status: 503 } });
		const { message, description } = await errorOf(credential, 'managedIdentity');
		expect(message).toBe("Get device image: Microsoft Entra ID can't be reached or isn't available");
		expect(description).toContain('Microsoft Entra ID returned: AADSTS90033');
		expect(description).toMatch(forSupport);
	});

	it('whose identity token is old is reported with AADSTS700024', async () => {
		const { credential } = await federated(itself);
		graph.faults.add({ path: `/${sampleImageIds.ready}`, then: { status: 400 } });
		await errorOf(credential, 'managedIdentity');
		// By the clock of MSAL the token of the identity is still good.
		graph.clock.advance(2 * graph.settings.tokenLifetimeMs);
		const error = await errorOf(credential, 'managedIdentity');
		expectTold(error, 700024, "the sign-in request has expired or isn't valid yet", 'Synchronize the clock of the n8n server');
	});
});
