import type { AccessTokens } from '../accessTokens';
import type { App, Tenant } from '../tenant';

/** A managed identity of the machine that the local Graph pretends to be. */
export interface ManagedIdentity {
	kind: 'system' | 'user';
	clientId: string;
	/** Object id of its service principal: the subject of its tokens. */
	principalId: string;
	/** Application permissions assigned to it, such as `CloudPC.Read.All`. */
	appRoles: string[];
}

/** What an identity's token must be for, to stand in for an app's secret. */
export const tokenExchangeResources = [
	'api://AzureADTokenExchange',
	'api://AzureADTokenExchangeUSGov',
] as const;

/** The host: one system-assigned identity that may read and write, one user-assigned that may read. */
export const sampleIdentities: Record<ManagedIdentity['kind'], ManagedIdentity> = {
	system: {
		kind: 'system',
		clientId: '1de00000-0000-4000-8000-000000000001',
		principalId: '1de00000-0000-4000-8000-0000000000a1',
		appRoles: ['CloudPC.ReadWrite.All'],
	},
	user: {
		kind: 'user',
		clientId: '1de00000-0000-4000-8000-000000000002',
		principalId: '1de00000-0000-4000-8000-0000000000a2',
		appRoles: ['CloudPC.Read.All'],
	},
};

/** The tenant's issuer, as it stands in a federated credential; the same whichever address was asked. */
export const identityIssuer = (tenant: Tenant): string =>
	`https://sts.${tenant.domain}/${tenant.id}/v2.0`;

/** Makes an app trust one of the host's identities in place of a secret. */
export async function trustIdentity(
	app: App,
	identity: Pick<ManagedIdentity, 'principalId'>,
	tenant: Tenant,
	tokens: AccessTokens,
): Promise<App> {
	const publicKey = await tokens.publicKeyPem();
	app.federatedCredentials = tokenExchangeResources.map((audience) => ({
		issuer: identityIssuer(tenant),
		subject: identity.principalId,
		audience,
		publicKey,
	}));
	return app;
}
