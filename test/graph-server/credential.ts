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
