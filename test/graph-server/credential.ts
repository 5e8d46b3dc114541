import type { AppCertificate } from './appCertificate';
import type { ManagedIdentity } from './hostIdentity/managedIdentities';
import type { GraphServer } from './server';
import type { App } from './tenant';

/**
 * Gives the fields of our n8n credential with which an app signs in by itself.
 *
 * @param graph the running local Graph
 * @param app one of its app registrations
 */
export function appOnlyCredential(graph: GraphServer, app: Pick<App, 'clientId' | 'secrets'>) {
	return {
		grantType: 'clientCredentials',
		cloud: 'custom',
		customGraphUrl: graph.httpUrl,
		customAuthorityUrl: graph.httpUrl,
		tenantId: graph.tenant.id,
		clientId: app.clientId,
		clientCredentialType: 'clientSecret',
		clientSecret: app.secrets[0] ?? '',
	};
}

/**
 * Gives the fields of our n8n credential with which an app signs in by itself with a certificate.
 *
 * @param graph the running local Graph
 * @param app one of its app registrations
 * @param certificate whether it is registered with the app is for the local Graph to find out
 */
export function certificateCredential(
	graph: GraphServer,
	app: Pick<App, 'clientId'>,
	{ certificate, privateKey }: Pick<AppCertificate, 'certificate' | 'privateKey'>,
) {
	return {
		...appOnlyCredential(graph, { ...app, secrets: [] }),
		clientCredentialType: 'certificate',
		certificate,
		privateKey,
	};
}

/**
 * Gives the fields of our n8n credential with which the host's own identity signs in.
 *
 * @param graph the running local Graph
 * @param identity one of the host's identities; default the system-assigned one
 * @param app the app registration that trusts it, for a federated credential
 */
export function hostIdentityCredential(
	graph: GraphServer,
	identity?: ManagedIdentity,
	app?: Pick<App, 'clientId'>,
) {
	return {
		identityKind: app ? 'federated' : 'managedIdentity',
		managedIdentityClientId: identity?.kind === 'user' ? identity.clientId : '',
		cloud: 'custom',
		customGraphUrl: graph.httpUrl,
		customAuthorityUrl: graph.httpUrl,
		tenantId: app ? graph.tenant.id : '',
		clientId: app?.clientId ?? '',
	};
}
