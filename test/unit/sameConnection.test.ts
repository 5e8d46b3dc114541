import {
	findDifference,
	refuseEdited,
	refuseItems,
	type DecidingFields,
} from '../../nodes/CloudPcDeviceImage/n8n/sameConnection';

const [own, other] = ['11111111-aaaa-4aaa-8aaa-111111111111', '22222222-bbbb-4bbb-8bbb-222222222222'];
const app: DecidingFields = { grantType: 'clientCredentials', cloud: 'global', tenantId: own, clientId: own };
const gateway = { cloud: 'custom', customGraphUrl: 'https://a.example/graph', customAuthorityUrl: 'https://l.example' };

describe('two readings of a credential', () => {
	it.each<[string, DecidingFields, DecidingFields]>([
		['the tenant in capitals', app, { ...app, tenantId: own.toUpperCase() }],
		['blanks and braces around the tenant', app, { ...app, tenantId: ` {${own}} ` }],
		['a domain in capitals', { ...app, tenantId: 'contoso.com' }, { ...app, tenantId: 'Contoso.COM ' }],
		['the client ID in capitals', app, { ...app, clientId: ` ${own.toUpperCase()}` }],
		['another token and other secrets', app, { ...app, oauthTokenData: { access_token: 'x' }, accessToken: 'y' }],
		['a custom URL that n8n hides', app, { ...app, customGraphUrl: 'https://a.example', customAuthorityUrl: 'x' }],
		[
			'a trailing slash and the case of the host',
			{ ...app, ...gateway },
			{ ...app, ...gateway, customGraphUrl: 'HTTPS://A.example/graph/', customAuthorityUrl: 'https://L.example/' },
		],
	])('mean the same with %s', (_, first, second) => {
		expect(findDifference(first, second)).toBeUndefined();
	});

	it.each<[object, string, string, string]>([
		[{ tenantId: other }, "'Directory (Tenant) ID'", own, other],
		[{ tenantId: 'contoso.com' }, "'Directory (Tenant) ID'", own, 'contoso.com'],
		[{ tenantId: 'organizations' }, "'Directory (Tenant) ID'", own, 'organizations'],
		[{ tenantId: '' }, "'Directory (Tenant) ID'", own, 'empty'],
		[{ tenantId: 'a secret~text' }, "'Directory (Tenant) ID'", own, 'neither a GUID nor a domain'],
		[{ clientId: other }, "'Client ID'", own, other],
		[{ clientId: 'x8Q~a.client-secret' }, "'Client ID'", own, 'not a GUID'],
		[{ grantType: 'authorizationCode' }, "'Sign In As'", 'App-Only', 'User Sign-In'],
		[{ cloud: 'usGovernment' }, 'Microsoft Graph', 'https://graph.microsoft.com', 'https://graph.microsoft.us'],
		[gateway, 'Microsoft Graph', 'https://graph.microsoft.com', 'https://a.example/graph'],
	])('differ with %j', (change, field, first, second) => {
		expect(findDifference(app, { ...app, ...change })).toEqual({ field, first, other: second });
	});

	it.each<[object, string]>([
		[{ customGraphUrl: 'https://a.example/Graph' }, 'Microsoft Graph'],
		[{ customAuthorityUrl: 'https://m.example' }, "'Login URL'"],
	])('of a gateway differ with %j', (change, field) => {
		expect(findDifference({ ...app, ...gateway }, { ...app, ...gateway, ...change })?.field).toBe(field);
	});

	it.each<[object, string]>([
		[{ identityKind: 'federated' }, "'Sign In As'"],
		[{ managedIdentityClientId: other }, "'Managed Identity Client ID'"],
	])('of a host identity differ with %j', (change, field) => {
		const host = { identityKind: 'managedIdentity', cloud: 'global' };
		expect(findDifference(host, host)).toBeUndefined();
		expect(findDifference(host, { ...host, ...change })?.field).toBe(field);
	});
});

describe('the words', () => {
	const difference = { field: "'Directory (Tenant) ID'", first: own, other };

	it('name both values and the item, and advise a loop only where it helps', () => {
		const [kept, renewed] = [refuseItems(difference, 3, false), refuseItems(difference, 3, true)];
		expect(kept.message).toBe(`The credential's 'Directory (Tenant) ID' is ${own} for item 0, but ${other} for item 3`);
		expect(kept.description).toContain("A 'Loop Over Items' node does not help here");
		expect(renewed.description).toContain("Put a 'Loop Over Items' node with 'Batch Size' 1 before this node");
	});

	it('of an edited credential name what it was and is', () => {
		expect(refuseEdited(difference).message).toContain(`was ${own} and is now ${other}`);
	});
});
