/** Where a cloud signs users and apps in, and where its Microsoft Graph is; both without a trailing slash. */
interface CloudHosts {
	login: string;
	graph: string;
}

type Cloud = CloudHosts & {
	/** What a host's identity token must be for, to stand in for an app's secret. */
	tokenExchange: string;
};

/**
 * The national clouds in which Microsoft offers Windows 365 custom images. GCC uses `global`.
 * Source: https://learn.microsoft.com/graph/deployments and the page of each deviceImages method;
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
 */
export const clouds = {
	global: {
		login: 'https://login.microsoftonline.com',
		graph: 'https://graph.microsoft.com',
		tokenExchange: 'api://AzureADTokenExchange',
	},
	usGovernment: {
		login: 'https://login.microsoftonline.us',
		graph: 'https://graph.microsoft.us',
		tokenExchange: 'api://AzureADTokenExchangeUSGov',
	},
} satisfies Record<string, Cloud>;

/** The part of a credential that says which Microsoft Graph it is for. */
export interface CloudChoice {
	cloud?: unknown;
	customGraphUrl?: unknown;
	customAuthorityUrl?: unknown;
}

/** A custom URL over which a token must not travel. */
export class UnsafeUrl extends Error {}

/** https anywhere, http on loopback only, no user name inside: a regular expression, as text for n8n's expressions. */
const safeUrl = String.raw`^(https:\/\/[^\/?#@\s]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^?#\s]*)?$`;

/**
 * Returns the root URL of Microsoft Graph, without version and trailing slash, for a credential.
 *
 * @param credential the credential's decrypted fields `cloud` and `customGraphUrl`
 * @throws UnsafeUrl when a custom URL is neither https nor http on loopback
 */
export const graphRoot = (credential: CloudChoice): string =>
	rootOf('graph', credential, 'Graph URL', credential.customGraphUrl);

/**
 * Returns the root URL of the sign-in service, without tenant and trailing slash, for a credential.
 *
 * @param credential the credential's decrypted fields `cloud` and `customAuthorityUrl`
 * @throws UnsafeUrl when a custom URL is neither https nor http on loopback
 */
export const loginRoot = (credential: CloudChoice): string =>
	rootOf('login', credential, 'Login URL', credential.customAuthorityUrl);

/** Returns the resource of the token with which a host's identity stands in for an app's secret. */
export const tokenExchangeResource = ({ cloud }: CloudChoice): string =>
	clouds[knownCloud(cloud)].tokenExchange;

const knownCloud = (cloud: unknown): keyof typeof clouds =>
	cloud === 'usGovernment' ? 'usGovernment' : 'global';

function rootOf(
	host: keyof CloudHosts,
	{ cloud }: CloudChoice,
	field: string,
	custom: unknown,
): string {
	if (cloud !== 'custom') return clouds[knownCloud(cloud)][host];
	const url = String(custom ?? '').trim();
	if (!new RegExp(safeUrl, 'i').test(url)) {
		throw new UnsafeUrl(
			`The credential's '${field}' is '${withoutSecrets(url)}'. It must start with https://, or with http:// for localhost or 127.0.0.1.`,
		);
	}
	return url.replace(/\/+$/, '');
}

/** A refused URL as it may be shown: neither user name and password, nor a query, which may hold a key. */
const withoutSecrets = (url: string): string =>
	url.replace(/^(\w+:\/\/)?.*@/s, '$1…@').replace(/([?#]).*$/s, '$1…');

/**
 * Builds the n8n expression (without `={{ }}`) that computes a host from the credential's `cloud`.
 * A custom URL that is not safe becomes a host that can never resolve and that names the cause.
 *
 * @param host which of the two hosts is wanted
 * @param customField the stored name of the credential field that holds the custom URL
 */
export function hostExpression(host: keyof CloudHosts, customField: string): string {
	const custom = `(/${safeUrl}/i.test(($self["${customField}"] || "").trim()) ? $self["${customField}"].trim().replace(/\\/+$/, "") : "https://${customField}-must-be-https.invalid")`;
	return `($self["cloud"] === "custom" ? ${custom} : $self["cloud"] === "usGovernment" ? "${clouds.usGovernment[host]}" : "${clouds.global[host]}")`;
}
