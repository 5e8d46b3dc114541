import { tenantOf } from '../../nodes/CloudPcDeviceImage/n8n/signedInTenant';

const [own, other] = ['11111111-aaaa-4aaa-8aaa-111111111111', '22222222-bbbb-4bbb-8bbb-222222222222'];

const signedIn = (claims: string) => ({
	access_token: ['header', Buffer.from(claims).toString('base64url'), 'signature'].join('.'),
});
const ofOther = signedIn(JSON.stringify({ tid: other, upn: 'user@contoso.com' }));

it.each([own, 'contoso.com', 'contoso.onmicrosoft.com', ` ${own.toUpperCase()} `])(
	'a credential for %s reaches that tenant, whoever signed in',
	(tenantId) => {
		expect(tenantOf({ tenantId, oauthTokenData: ofOther })).toBe(tenantId);
	},
);

it.each(['organizations', 'common', '', undefined])('one for %s reaches the tenant of the user', (tenantId) => {
	expect(tenantOf({ tenantId, oauthTokenData: ofOther })).toBe(`${tenantId ?? ''} ${other}`);
});

it.each([
	['no sign-in', undefined],
	['no token', {}],
	['a token that is no JWT', { access_token: 'opaque' }],
	['a JWT without claims', signedIn('null')],
	['a JWT that is cut', signedIn('{"tid":')],
	['a tenant that is no GUID', signedIn(JSON.stringify({ tid: 'secret words' }))],
	['a tenant that is no text', signedIn(JSON.stringify({ tid: 1 }))],
])('with %s it stays as the credential says it', (_, oauthTokenData) => {
	expect(tenantOf({ tenantId: 'organizations', oauthTokenData })).toBe('organizations');
});
