import { CloudPcGraphOAuth2Api } from '../../credentials/CloudPcGraphOAuth2Api.credentials';
import { normalizeTenant, tenantProblem } from '../../credentials/entra/tenant';

const credential = new CloudPcGraphOAuth2Api();
const guid = '11112222-bbbb-3333-cccc-4444dddd5555';
const login = 'https://login.microsoftonline.com';
const noTenant = 'directory-tenant-id-must-be-a-guid-or-a-domain:/oauth2/v2.0/token';

type GrantType = 'authorizationCode' | 'clientCredentials';

/** The hidden URL, as n8n computes it: the expression is plain JavaScript over `$self`. */
function tokenUrl(tenantId: unknown, grantType: GrantType): string {
	const property = credential.properties.find(({ name }) => name === 'accessTokenUrl');
	const expression = /^=\{\{ (.+) \}\}$/s.exec(String(property?.default))?.[1] ?? '';
	// What ends an expression may not stand inside it.
	expect(expression).not.toMatch(/\{\{|\}\}/);
	// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions
	return String(new Function('$self', `return ${expression}`)({ cloud: 'global', tenantId, grantType }));
}

const signIns = [
	['user', 'authorizationCode'],
	['app', 'clientCredentials'],
] as const;

describe.each(signIns)('a tenant to which the %s signs in', (signIn, grantType) => {
	it.each([
		[guid, guid],
		[guid.toUpperCase(), guid],
		[`  ${guid}\n`, guid],
		[`{${guid}}`, guid],
		[` { ${guid.toUpperCase()} } `, guid],
		[`\u200b${guid}\u00a0`, guid],
		['contoso.onmicrosoft.com', 'contoso.onmicrosoft.com'],
		[' Contoso.COM ', 'contoso.com'],
		['a-b.c1.co.uk', 'a-b.c1.co.uk'],
		['xn--mnchen-3ya.de', 'xn--mnchen-3ya.de'],
		['365.example', '365.example'],
	])('%j is sent as %s', (tenantId, sent) => {
		expect(normalizeTenant(tenantId)).toBe(sent);
		expect(tenantProblem(tenantId, signIn)).toBeUndefined();
		expect(tokenUrl(tenantId, grantType)).toBe(`${login}/${sent}/oauth2/v2.0/token`);
	});

	it.each([
		[guid.slice(0, -1), `is '${guid.slice(0, -1)}', a GUID that has 31 digits instead of 32`],
		[`${guid}0`, 'has 33 digits instead of 32'],
		[`{${guid}`, 'is not written as 8-4-4-4-12 digits'],
		[guid.replaceAll('-', ''), 'is not written as 8-4-4-4-12 digits'],
		['00000000-0000-0000-0000-000000000000', 'is the empty GUID'],
		[`https://login.microsoftonline.com/${guid}`, 'is a URL or a path'],
		['https://portal.azure.com/#@contoso.com', 'is a URL or a path'],
		['contoso.com/', 'is a URL or a path'],
		['../evil?x=', 'is a URL or a path'],
		['admin@contoso.com', 'is an email address'],
		['contoso', "is 'contoso', which is neither a GUID nor a domain"],
		['contoso..com', 'is neither a GUID nor a domain'],
		['-contoso.com', 'is neither a GUID nor a domain'],
		['10.0.0.1', 'is neither a GUID nor a domain'],
		['Contoso Ltd', 'is neither a GUID nor a domain'],
		['{{tenantid}}', 'is neither a GUID nor a domain'],
		['“contoso.com”', 'is neither a GUID nor a domain'],
		['undefined', 'is neither a GUID nor a domain'],
		['consumers', 'is for personal Microsoft accounts'],
		[7, 'is neither a GUID nor a domain'],
		[{ id: guid }, 'is neither a GUID nor a domain'],
	])('%j is refused with its reason', (tenantId, words) => {
		const { reason, remedy } = tenantProblem(tenantId, signIn) ?? {};
		expect(reason).toContain(`The credential's 'Directory (Tenant) ID' `);
		expect(reason).toContain(words);
		expect(remedy).toContain('the ID or a domain of the tenant');
		expect(tokenUrl(tenantId, grantType)).toBe(noTenant);
	});
});

describe('a tenant that is left open', () => {
	it.each(['organizations', 'common', ' Organizations ', '', '  ', undefined, null])('%j is for users alone', (tenantId) => {
		const sent = normalizeTenant(tenantId) || 'organizations';
		expect(tenantProblem(tenantId, 'user')).toBeUndefined();
		expect(tokenUrl(tenantId, 'authorizationCode')).toBe(`${login}/${sent}/oauth2/v2.0/token`);
		expect(tenantProblem(tenantId, 'app')?.reason).toMatch(/is empty|signs in to a single tenant/);
		expect(tokenUrl(tenantId, 'clientCredentials')).toBe(noTenant);
	});
});

it('a secret in the field of the tenant is not shown', () => {
	const secret = ['abc8Q~dEfGhIjKlMnOpQrStUvWxYz', '0123456789_-.AbCd'].join('');
	for (const value of [secret, secret.replaceAll(/\W|_/g, ''), `https://x/?code=${secret}`, `${secret}@x`]) {
		expect(JSON.stringify(tenantProblem(value, 'app')).toLowerCase()).not.toContain(value.slice(0, 10).toLowerCase());
	}
});
