import { readTokenClaims } from '../../../credentials/entra/accessToken';
import { graphRoot, type CloudChoice } from '../../../credentials/entra/clouds';
import { guidIn } from '../../../credentials/entra/guid';
import { accessTokenOf, type TenantChoice } from './signedInTenant';

/** Why a credential's token must not be sent, in words for the user. */
export interface Refusal {
	message: string;
	description: string;
}

/** The fields of a credential that say whom and what its token must be for. */
export interface TokenTarget extends CloudChoice, TenantChoice {
	grantType?: unknown;
}

/** Hosts of every Microsoft Graph. Source: https://learn.microsoft.com/graph/deployments */
const graphHosts = new Set([
	'graph.microsoft.com',
	'graph.microsoft.us',
	'dod-graph.microsoft.us',
	'microsoftgraph.chinacloudapi.cn',
]);

/** Returns the host when a URL is of Microsoft Graph itself, and not of a gateway or of anything else. */
function graphHostIn(url: string | undefined): string | undefined {
	if (url === undefined || !URL.canParse(url)) return undefined;
	const { hostname } = new URL(url);
	return graphHosts.has(hostname) ? hostname : undefined;
}

/**
 * Tells why the stored token of an OAuth2 credential is for another tenant or another cloud than the credential itself: n8n
 * keeps it when somebody edits the credential. What cannot be compared passes: no or an opaque token, a domain or
 * `organizations` as the tenant, the app ID of Graph as the audience, and every audience behind a gateway.
 *
 * @param credential the decrypted fields as they are now; nothing of the token but tenant and audience is read
 * @returns undefined when the token may be sent
 * @throws UnsafeUrl
 */
export function refuseToken(credential: TokenTarget): Refusal | undefined {
	const claims = readTokenClaims(accessTokenOf(credential));
	const [tenant, tenantOfToken] = [guidIn(credential.tenantId), guidIn(claims.tenantId)];
	if (tenant && tenantOfToken && tenant !== tenantOfToken) {
		return {
			message: `The credential is for tenant ${tenant}, but its token is for tenant ${tenantOfToken}`,
			description: [
				newToken(credential, `tenant ${tenant}`),
				`If tenant ${tenantOfToken} is the right one, enter it in the credential as 'Directory (Tenant) ID'.`,
				'n8n keeps one token per credential, so each tenant needs its own credential.',
			].join(' '),
		};
	}
	const [graph, graphOfToken] = [graphHostIn(graphRoot(credential)), graphHostIn(claims.audience)];
	if (graph && graphOfToken && graph !== graphOfToken) {
		return {
			message: `The credential is for https://${graph}, but its token is for https://${graphOfToken}`,
			description: [
				newToken(credential, `https://${graph}`),
				`If https://${graphOfToken} is the right one, choose its cloud in the credential under 'Cloud'.`,
			].join(' '),
		};
	}
	return undefined;
}

/**
 * Says how to get another token. n8n 2.40 shows 'Switch account' and 'Disconnect' for a user only, and keeps the token of an
 * app whatever is edited (n8n `useCredentialForm`, `credentials.service.js`).
 */
function newToken({ grantType }: TokenTarget, target: string): string {
	const kept = 'Nothing was sent to Microsoft Graph. n8n keeps the token when a credential is edited.';
	return grantType === 'clientCredentials'
		? `${kept} Create a new credential for ${target} and select it in the node.`
		: `${kept} Open the credential, select 'Switch account', and sign in to ${target}.`;
}
