import { CloudPcGraphManagedIdentityApi } from '../../credentials/CloudPcGraphManagedIdentityApi.credentials';
import { CloudPcGraphOAuth2Api } from '../../credentials/CloudPcGraphOAuth2Api.credentials';
import { graphRoot, loginRoot, tokenExchangeResource, UnsafeUrl } from '../../credentials/entra/clouds';

const credential = new CloudPcGraphOAuth2Api();

/** Computes a hidden field as n8n would; the expressions are plain JavaScript over `$self`. */
function computed(name: string, fields: Record<string, unknown>): string {
	const property = credential.properties.find((each) => each.name === name);
	const expression = String(property?.default).match(/^=\{\{ (.+) \}\}$/s)?.[1];
	if (!expression) throw new Error(`${name} is no expression`);
	// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions
	return String(new Function('$self', `return ${expression}`)(fields));
}

const custom = (url: string): Record<string, string> => ({
	cloud: 'custom',
	customGraphUrl: url,
	customAuthorityUrl: url,
	tenantId: 'contoso.com',
	grantType: 'clientCredentials',
});

describe('1.1, 5 the clouds', () => {
	it.each([
		['global', 'https://graph.microsoft.com', 'https://login.microsoftonline.com'],
		['usGovernment', 'https://graph.microsoft.us', 'https://login.microsoftonline.us'],
	])('%s has its own Graph and its own login', (cloud, graph, login) => {
		const fields = { cloud, tenantId: ' contoso.com ', grantType: 'clientCredentials' };
		expect(graphRoot(fields)).toBe(graph);
		expect(loginRoot(fields)).toBe(login);
		expect(computed('scope', fields)).toBe(`${graph}/.default`);
		expect(computed('accessTokenUrl', fields)).toBe(`${login}/contoso.com/oauth2/v2.0/token`);
		expect(computed('authUrl', fields)).toBe(`${login}/contoso.com/oauth2/v2.0/authorize`);
	});

	it.each([
		['readOnly', 'CloudPC.Read.All'],
		['readWrite', 'CloudPC.ReadWrite.All'],
	])('user sign-in with %s asks for %s', (access, permission) => {
		const fields = { cloud: 'global', grantType: 'authorizationCode', access };
		expect(computed('scope', fields)).toBe(
			`openid profile offline_access https://graph.microsoft.com/${permission}`,
		);
		expect(computed('authUrl', fields)).toContain('/organizations/oauth2/v2.0/authorize');
	});

	it('a tenant that would leave its path segment becomes a URL that cannot be sent', () => {
		const fields = { cloud: 'global', tenantId: '../evil?x=', grantType: 'clientCredentials' };
		expect(computed('accessTokenUrl', fields)).toBe(
			'directory-tenant-id-must-be-a-guid-or-a-domain:/oauth2/v2.0/token',
		);
	});
});

describe('a custom URL', () => {
	it.each(['https://gateway.contoso.com', 'https://gateway.contoso.com/graph/', 'http://127.0.0.1:8080', 'http://localhost/', ' https://a.example '])(
		'%s is used, for the token and for Graph alike',
		(url) => {
			const root = url.trim().replace(/\/+$/, '');
			expect(graphRoot(custom(url))).toBe(root);
			expect(loginRoot(custom(url))).toBe(root);
			expect(computed('scope', custom(url))).toBe(`${root}/.default`);
			expect(computed('accessTokenUrl', custom(url))).toBe(`${root}/contoso.com/oauth2/v2.0/token`);
		},
	);

	it.each(['', 'http://graph.example', 'http://localhost.evil.example', 'http://127.0.0.1:80@evil.example', 'https://user@evil.example', 'https://a.example/?x', 'ftp://a.example', 'graph.example'])(
		'%j is refused, and no token request can leave',
		(url) => {
			expect(() => graphRoot(custom(url))).toThrow(UnsafeUrl);
			expect(() => loginRoot(custom(url))).toThrow(UnsafeUrl);
			expect(computed('accessTokenUrl', custom(url))).toMatch(
				/^https:\/\/customAuthorityUrl-must-be-https\.invalid\//,
			);
		},
	);
});

describe('a refused URL', () => {
	it.each([
		['https://admin:Pa55/w?rd@gw.example/x', 'https://…@gw.example/x'],
		['admin:Pa55word@gw.example', '…@gw.example'],
		['https://gw.example/x?code=Pa55word', 'https://gw.example/x?…'],
		['http://gw.example', 'http://gw.example'],
	])('%s is told as %s', (url, shown) => {
		expect(() => graphRoot(custom(url))).toThrow(`'Graph URL' is '${shown}'.`);
	});
});

describe('a host identity', () => {
	it.each([
		['global', 'api://AzureADTokenExchange'],
		['usGovernment', 'api://AzureADTokenExchangeUSGov'],
		['custom', 'api://AzureADTokenExchange'],
	])('in the cloud %s is exchanged for %s', (cloud, resource) => {
		expect(tokenExchangeResource({ cloud })).toBe(resource);
	});

	it('has no field for a secret, and masks the token that n8n stores', () => {
		const { properties } = new CloudPcGraphManagedIdentityApi();
		const masked = properties.filter(({ typeOptions }) => typeOptions?.password);
		expect(masked.map(({ name, type, typeOptions }) => [name, type, typeOptions?.expirable])).toEqual([
			['accessToken', 'hidden', true],
		]);
	});

	it('has the same clouds and the same test as the other credential', () => {
		const other = new CloudPcGraphManagedIdentityApi();
		const cloudOf = ({ properties }: Pick<typeof other, 'properties'>) =>
			properties.find(({ name }) => name === 'cloud');
		expect(cloudOf(other)).toEqual(cloudOf(credential));
		expect(other.test.request).toEqual(credential.test.request);
	});
});

describe('the credential', () => {
	it('masks everything secret', () => {
		const masked = credential.properties
			.filter(({ typeOptions }) => typeOptions?.password)
			.map(({ name }) => name);
		expect(masked).toEqual(['clientSecret', 'privateKey', 'certificate']);
	});
});
