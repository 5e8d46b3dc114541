import { randomUUID } from 'node:crypto';

import type { AxiosResponse } from 'axios';

import { assertionOfN8n, assertionType } from '../appAssertion';
import { requestToken } from '../tokenRequest';
import { NotAsked, type Facts, type Question } from './question';

/** Status and codes of a token answer, never its words: Entra names the tenant there. */
function tokenOutcome({ status, data }: AxiosResponse): Facts {
	if (status === 200) return { status };
	const { error, error_codes: numbers } = Object(data) as Record<string, unknown>;
	return { status, error: String(error), numbers: [numbers].flat().map(Number) };
}

const guid = '[\\da-f]{8}(-[\\da-f]{4}){3}-[\\da-f]{12}';
const time = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ';

/** What the package reads out of `error_description` where n8n hides the rest of the body. */
const described: Readonly<Record<string, RegExp>> = {
	number: /^AADSTS\d+: /,
	'trace ID': new RegExp(`Trace ID: ${guid}`),
	'correlation ID': new RegExp(`Correlation ID: ${guid}`),
	timestamp: new RegExp(`Timestamp: ${time}$`),
};
const tokenErrorProperties = [
	'correlation_id',
	'error',
	'error_codes',
	'error_description',
	'timestamp',
	'trace_id',
];

/** What can be asked of Entra without a wrong sign-in (contract 6.1, 6.2, 8). */
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
	{
		id: 'token-error',
		section: '6.2',
		title: 'Shape of a token error, to a request that names no app and signs nobody in',
		evidence: 'observed',
		asks: 'read',
		async ask({ options: { nobody, authority } }) {
			const own = randomUUID();
			const headers = { 'client-request-id': own };
			const reply = await requestToken(nobody, authority, { scope: 'openid' }, headers);
			const body = Object(reply.data) as Record<string, unknown>;
			const names = Object.keys(body);
			return {
				...tokenOutcome(reply),
				missing: tokenErrorProperties.filter((name) => !names.includes(name)),
				added: names.filter((name) => !tokenErrorProperties.includes(name)),
				described: Object.entries(described)
					.filter(([, look]) => look.test(String(body.error_description)))
					.map(([name]) => name),
				timestamp: new RegExp(`^${time}$`).test(String(body.timestamp)),
				ownCorrelationId: body.correlation_id === own,
			};
		},
		// General knowledge: Entra often adds a link to its page about the number.
		expected: [[], ['error_uri']].map((added) => ({
			status: 400,
			error: 'invalid_request',
			numbers: [900144],
			missing: [],
			added,
			described: ['number', 'trace ID', 'correlation ID', 'timestamp'],
			timestamp: true,
			ownCorrelationId: true,
		})),
	},
	{
		id: 'assertion-of-n8n',
		section: '6.2',
		title: "Sign-in with a certificate in n8n's form: RS256 and the SHA-1 thumbprint",
		evidence: 'inferred',
		asks: 'read',
		async ask({ client, options: { nobody, authority, certified } }) {
			if (!certified) throw new NotAsked('no app signed in with a certificate');
			const reply = await requestToken(nobody, authority, {
				grant_type: 'client_credentials',
				scope: `${client.defaults.baseURL}/.default`,
				client_id: certified.clientId,
				client_assertion_type: assertionType,
				client_assertion: assertionOfN8n(certified, `${authority}/oauth2/v2.0/token`),
			});
			return tokenOutcome(reply);
		},
		expected: [{ status: 200 }],
	},
];
