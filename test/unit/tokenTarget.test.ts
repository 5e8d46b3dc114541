import { refuseToken } from '../../nodes/CloudPcDeviceImage/n8n/tokenTarget';

const [own, other] = ['11111111-aaaa-4aaa-8aaa-111111111111', '22222222-bbbb-4bbb-8bbb-222222222222'];
const graphAppId = '00000003-0000-0000-c000-000000000000';

const jwt = (claims: string): string => ['header', Buffer.from(claims).toString('base64url'), 'signature'].join('.');
const credential = (claims: unknown, fields: object = {}) => ({
	cloud: 'global',
	tenantId: own,
	oauthTokenData: { access_token: jwt(JSON.stringify(claims)) },
	...fields,
});
const gateway = { cloud: 'custom', customGraphUrl: 'https://gateway.contoso.com' };

describe('a token of another tenant', () => {
	it.each<[string, unknown]>([
		['a GUID', own],
		['a GUID in capitals', own.toUpperCase()],
		['a GUID with blanks', ` ${own}\n`],
		['a GUID in braces', `{${own}}`],
		['a GUID in braces with blanks inside', ` { ${own.toUpperCase()} } `],
		['a GUID without hyphens', own.replaceAll('-', '')],
	])('is refused for a credential with %s', (_, tenantId) => {
		expect(refuseToken(credential({ tid: other }, { tenantId }))?.message).toBe(
			`The credential is for tenant ${own}, but its token is for tenant ${other}`,
		);
		expect(refuseToken(credential({ tid: own.toUpperCase() }, { tenantId }))).toBeUndefined();
	});

	it('is refused behind a gateway too', () => {
		expect(refuseToken(credential({ tid: other }, gateway))).toBeDefined();
	});

	it.each([
		['contoso.com'],
		['contoso.onmicrosoft.com'],
		['organizations'],
		['common'],
		[''],
		[undefined],
		[`${own}x`],
		[`https://login.microsoftonline.com/${own}`],
	])('is not told from one of the tenant %j', (tenantId) => {
		expect(refuseToken(credential({ tid: other }, { tenantId }))).toBeUndefined();
	});
});

const refusedGraph = (graph: string, ofToken: string) =>
	`The credential is for https://${graph}, but its token is for https://${ofToken}`;

describe('a token for another Graph', () => {
	it.each([
		['global', 'https://graph.microsoft.us', refusedGraph('graph.microsoft.com', 'graph.microsoft.us')],
		['global', 'https://dod-graph.microsoft.us/', refusedGraph('graph.microsoft.com', 'dod-graph.microsoft.us')],
		['global', 'HTTPS://MicrosoftGraph.ChinaCloudAPI.cn//', refusedGraph('graph.microsoft.com', 'microsoftgraph.chinacloudapi.cn')],
		['usGovernment', 'https://Graph.Microsoft.com', refusedGraph('graph.microsoft.us', 'graph.microsoft.com')],
		['usGovernment', 'https://dod-graph.microsoft.us', refusedGraph('graph.microsoft.us', 'dod-graph.microsoft.us')],
		['global', 'https://graph.microsoft.com', undefined],
		['global', 'https://GRAPH.microsoft.com/', undefined],
		['usGovernment', 'https://graph.microsoft.us/', undefined],
		['global', graphAppId, undefined],
		['usGovernment', graphAppId, undefined],
		['global', 'https://management.azure.com', undefined],
		['global', 'api://some-app', undefined],
		['global', '', undefined],
	])('of the cloud %s with the audience %j: %s', (cloud, aud, message) => {
		expect(refuseToken(credential({ tid: own, aud }, { cloud }))?.message).toBe(message);
	});

	it.each(['https://graph.microsoft.us', 'https://gateway.contoso.com', graphAppId])(
		'is not known behind a gateway: the audience %s passes',
		(aud) => {
			expect(refuseToken(credential({ tid: own, aud }, gateway))).toBeUndefined();
		},
	);

	it('is refused where the custom URL is that of a Graph itself', () => {
		const dod = { cloud: 'custom', customGraphUrl: 'https://dod-graph.microsoft.us/' };
		expect(refuseToken(credential({ aud: 'https://graph.microsoft.com' }, dod))?.message).toBe(
			refusedGraph('dod-graph.microsoft.us', 'graph.microsoft.com'),
		);
		expect(refuseToken(credential({ aud: 'https://dod-graph.microsoft.us' }, dod))).toBeUndefined();
	});
});

it.each<[string, unknown]>([
	['no sign-in', undefined],
	['an empty sign-in', {}],
	['an opaque token', { access_token: 'opaque' }],
	['an opaque token with dots', { access_token: 'a.b.c' }],
	['a token that is no text', { access_token: 7 }],
	['a JWT without claims', { access_token: jwt('null') }],
	['a JWT that is cut', { access_token: jwt('{"tid":') }],
	['a JWT that is a text', { access_token: jwt('"tid"') }],
	['a tid that is a number', { access_token: jwt('{"tid":1}') }],
	['a tid that is an object', { access_token: jwt(`{"tid":{"x":"${other}"}}`) }],
	['a tid that is no GUID', { access_token: jwt('{"tid":"contoso.com"}') }],
	['an aud that is a list', { access_token: jwt('{"aud":["https://graph.microsoft.us"]}') }],
	['an aud that is null', { access_token: jwt('{"aud":null}') }],
])('a credential with %s is let through', (_, oauthTokenData) => {
	expect(refuseToken({ cloud: 'global', tenantId: own, oauthTokenData })).toBeUndefined();
});

describe('what to do', () => {
	it.each([
		['authorizationCode', `Open the credential, select 'Switch account', and sign in to tenant ${own}.`],
		['clientCredentials', `Create a new credential for tenant ${own} and select it in the node.`],
	])('for %s is what makes n8n drop the token', (grantType, advice) => {
		const description = refuseToken(credential({ tid: other }, { grantType }))?.description;
		expect(description).toContain(advice);
		expect(description).toContain(`If tenant ${other} is the right one`);
	});

	it('is told in sentences of at most 30 words, without the token', () => {
		for (const claims of [{ tid: other }, { aud: 'https://graph.microsoft.us' }]) {
			for (const grantType of ['authorizationCode', 'clientCredentials']) {
				const { message, description } = refuseToken(credential(claims, { grantType })) ?? { message: '', description: '' };
				for (const sentence of description.split(/(?<=\.) /)) expect(sentence.split(' ').length).toBeLessThan(31);
				expect(description).not.toBe('');
				expect(message + description).not.toContain(Buffer.from(JSON.stringify(claims)).toString('base64url'));
			}
		}
	});
});
