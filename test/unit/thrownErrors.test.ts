import { AxiosError, type InternalAxiosRequestConfig } from 'axios';
import { NodeApiError, NodeOperationError, OperationalError, UserError, type INode } from 'n8n-workflow';

import { readThrown } from '../../nodes/CloudPcDeviceImage/n8n/requestErrors';

const node: INode = { id: '1', name: 'Node', type: 'x', typeVersion: 1, position: [0, 0], parameters: {} };
const graphUrl = 'https://oauth-gateway.contoso.com/v1.0/deviceManagement/virtualEndpoint/deviceImages';
const tokenUrl = 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token';

const axiosError = (url: string, code: string, message: string, response?: object): AxiosError =>
	new AxiosError(message, code, { url } as InternalAxiosRequestConfig, {}, response as never);

/** As n8n's request helper marks what it throws. */
const marked = <T extends Error>(error: T): T =>
	Object.defineProperty(error, Symbol.for('n8n.backend-network.http-request-error'), { value: true });

/** The errors of n8n's OAuth client. */
const refusal = (body: object): Error => Object.assign(new Error('Client authentication failed'), { code: 'EAUTH', body });
const strange = (status: number, body: string): Error => Object.assign(new Error(`HTTP status ${status}`), { code: 'ESTATUS', status, body });

/** As `requestOAuth2` wraps whatever its first request for a token throws. */
const atFirst = (cause: Error): Error =>
	new OperationalError(`Failed to acquire OAuth2 access token: ${cause.message}`, { cause });

const read = (error: Error) => readThrown('GET /v1.0/x', new NodeApiError(node, error as never));

describe('a request to Graph that got no response is told as that', () => {
	it.each([
		['ENOTFOUND', 'getaddrinfo ENOTFOUND oauth-gateway.contoso.com'],
		['ENOTFOUND', 'getaddrinfo ENOTFOUND please-reconnect.contoso.com'],
		['ENOTFOUND', 'getaddrinfo ENOTFOUND AADSTS50034.contoso.com'],
		['EAI_AGAIN', 'getaddrinfo EAI_AGAIN oauth.contoso.com'],
		['ECONNRESET', 'socket hang up'],
		['ECONNREFUSED', 'connect ECONNREFUSED oauth 127.0.0.1:443'],
		['ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames: Host: oauth.contoso.com."],
		['CERT_HAS_EXPIRED', 'certificate has expired'],
		['ERR_CANCELED', 'canceled'],
	])('%s: %s', (code, message) => {
		expect(read(marked(axiosError(graphUrl, code, message)))).toMatchObject({ kind: 'noResponse', code, serviceMessage: message });
		// Older engines do not mark what they throw.
		expect(read(axiosError(graphUrl, code, message))).toMatchObject({ kind: 'noResponse', code });
	});

	it.each(['ECONNABORTED', 'ETIMEDOUT'])('in time: %s', (code) => {
		expect(read(axiosError(graphUrl, code, 'timeout of 1000ms exceeded'))).toMatchObject({ kind: 'timeout', code });
	});

	it('although the name of the host speaks of a timeout', () => {
		const error = axiosError(graphUrl, 'ENOTFOUND', 'getaddrinfo ENOTFOUND timeout.contoso.com');
		expect(read(error)).toMatchObject({ kind: 'noResponse' });
	});

	it('when n8n itself does not let it out', () => {
		const error = marked(new UserError('Domain not allowed: This credential is restricted from accessing oauth.contoso.com'));
		expect(read(error)).toMatchObject({ kind: 'noResponse', code: '' });
	});

	it('when it is no error at all', () => {
		expect(readThrown('GET /v1.0/x', 'OAuth')).toEqual({
			request: 'GET /v1.0/x',
			kind: 'noResponse',
			code: '',
			serviceMessage: 'No response was received.',
		});
	});
});

describe('a sign-in that n8n or Entra refused is told as that', () => {
	const pem = Object.assign(new Error('error:1E08010C:DECODER routines::unsupported'), { code: 'ERR_OSSL_UNSUPPORTED' });

	it.each<[string, Error]>([
		['nobody has signed in', new UserError('OAuth credentials not connected')],
		['there is no refresh token', new Error('OAuth access token expired and no refresh token is available. Please reconnect the credentials.')],
		['the token response had no token', new Error('Unable to sign without access token')],
		['the grant was revoked', new NodeOperationError(node, 'The credential "Graph" needs to be reconnected.')],
		['a field is missing', atFirst(new TypeError('Expected "clientId" to exist'))],
		['the key cannot be read at the first token', atFirst(pem)],
		['the key cannot be read at a renewal', pem],
		['Entra refused the first token', atFirst(refusal({ error: 'invalid_client' }))],
		['Entra refused a renewal', refusal({ error: 'invalid_client', error_description: 'AADSTS7000222: Expired.' })],
		['JSON without an OAuth error came', atFirst(strange(403, '{"message":"No."}'))],
		['a page was not found', atFirst(strange(404, '{}'))],
	])('%s', (_, error) => {
		expect(read(error)).toMatchObject({ kind: 'signInFailed', code: '' });
	});
});

describe('a sign-in service in trouble is told as that', () => {
	const page = { status: 502, headers: { 'retry-after': '7' }, data: '<html>' };

	it.each<[string, Error, object]>([
		['has a name that nobody knows', axiosError(tokenUrl, 'ENOTFOUND', 'getaddrinfo ENOTFOUND login.contoso.com'), { code: 'ENOTFOUND' }],
		['refuses connections', axiosError(tokenUrl, 'ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }],
		['drops the connection', axiosError(tokenUrl, 'ECONNRESET', 'socket hang up'), { code: 'ECONNRESET' }],
		['does not respond in time', axiosError(tokenUrl, 'ECONNABORTED', 'timeout of 300000ms exceeded'), { code: 'ECONNABORTED' }],
		['answers 502', axiosError(tokenUrl, 'ERR_BAD_RESPONSE', 'Request failed with status code 502', page), { status: 502, code: '', retryAfter: '7' }],
		['answers 429', strange(429, '{}'), { status: 429, code: '' }],
		['answers 408', strange(408, '{}'), { status: 408, code: '' }],
		['has a page of a proxy in its place', strange(403, '<html>No.</html>'), { status: 403, code: '' }],
		['has a portal in its place', strange(200, '<html>Sign in.</html>'), { status: 200, code: '' }],
		['redirects', strange(302, ''), { status: 302, code: '' }],
		['says that it is busy', refusal({ error: 'temporarily_unavailable' }), { code: '' }],
		['says that it has a fault', refusal({ error: 'server_error' }), { code: '' }],
		['says that it has a fault that passes', refusal({ error: 'x', error_description: 'AADSTS90033: Later.' }), { code: '' }],
	])('%s', (_, error, facts) => {
		expect(read(error)).toMatchObject({ kind: 'signInUnavailable', ...facts });
		expect(read(atFirst(error))).toMatchObject({ kind: 'signInUnavailable', ...facts });
	});
});
