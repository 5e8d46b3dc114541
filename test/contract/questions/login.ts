import { NotAsked, type Question } from './question';

/** What can be asked of Entra without a wrong sign-in (contract 6.1, 8). */
export const login: Question[] = [
	{
		id: 'openid-configuration',
		section: '6.1',
		title: 'The endpoints that the authority names',
		evidence: 'observed',
		asks: 'read',
		async ask({ options: { nobody, authority } }) {
			const { status, data } = await nobody.get(
				`${authority}/v2.0/.well-known/openid-configuration`,
			);
			const after = (name: string) =>
				String(Object(data)[name]).replace(/^https?:\/\/[^/]+\/[^/]+\//, '/');
			return {
				status,
				endpoints: [
					after('authorization_endpoint'),
					after('token_endpoint'),
					after('device_authorization_endpoint'),
				],
			};
		},
		expected: [
			{
				status: 200,
				endpoints: ['/oauth2/v2.0/authorize', '/oauth2/v2.0/token', '/oauth2/v2.0/devicecode'],
			},
		],
	},
	{
		id: 'user-consent',
		section: '8',
		title: "A user's token carries CloudPC.Read.All",
		evidence: 'unknown',
		asks: 'read',
		async ask({ options: { signedInAs, permissions } }) {
			if (signedInAs === 'app') throw new NotAsked('an app signed in, and only users consent');
			const reading = /\bCloudPC\.Read(Write)?\.All$/;
			return { granted: permissions.some((permission) => reading.test(permission)) };
		},
		expected: [{ granted: true }],
	},
];
