import type { IDataObject } from 'n8n-workflow';

import { adviseOnEntraError, readEntraError } from '../../../credentials/entra/entraErrors';
import { isTransientStatus } from '../../../credentials/entra/transientStatus';
import type { GraphFailure } from '../graph/errors';
import { isObject, parseJson, textIn } from '../graph/jsonObject';

/** Whether an error of axios is one of the request for a token. */
export const isTokenRequest = ({ config }: IDataObject): boolean =>
	isObject(config) && /\/oauth2\/v2\.0\/token(\?|$)/.test(textIn(config.url) ?? '');

/** The codes of n8n's OAuth client: a refusal in OAuth's form, and a response without one. Source: `@n8n/client-oauth2` */
const oauthCodes = { refusal: 'EAUTH', other: 'ESTATUS' };

/** Of Node.js, for a key or an argument that makes no sense; `ERR_` codes of the network have an error of axios around them. */
const isProgramCode = (code: string): boolean => /^ERR_(OSSL|CRYPTO|INVALID)/.test(code);

/** Returns the code of the network, of the operating system or of a database; '' when there is none. */
export const networkCode = (causes: IDataObject[]): string =>
	causes
		.flatMap(({ code }) => textIn(code) ?? [])
		.find((code) => !Object.values(oauthCodes).includes(code) && !isProgramCode(code)) ?? '';

/** What n8n's OAuth client throws for a response without an OAuth error: that of a gateway, or of a login service in trouble. */
const isStrangeResponse = (cause: IDataObject): boolean =>
	typeof cause.status === 'number' && typeof cause.body === 'string';

/** Whether a body is no JSON: a login service sends nothing else. */
const isPage = (body: unknown): boolean => parseJson(String(body)) === undefined;

/** OAuth's own words for trouble that passes. Source: RFC 6749, section 4.1.2.1 */
const isBusy = (body: unknown): boolean =>
	isObject(body) && (body.error === 'temporarily_unavailable' || body.error === 'server_error');

/** Whether nothing was sent, or not to anybody: n8n found that the credential itself gives no token. */
const isUnsent = (causes: IDataObject[]): boolean =>
	causes.length > 0 &&
	networkCode(causes) === '' &&
	causes.every(({ config, response }) => !isObject(config) && !isObject(response));

/**
 * Tells why there was no token: Entra's own words, wherever n8n has put them, a login service that did not work, or a credential
 * that n8n itself refused.
 *
 * @param request method and path, for the message
 * @param causes the error and its causes
 * @returns undefined when it was not about a token
 */
export function readSignIn(request: string, causes: IDataObject[]): GraphFailure | undefined {
	const response = causes.map((cause) => cause.response).find(isObject);
	const bodies = [response?.data, ...causes.map(({ body }) => body)];
	// n8n's own message may quote Entra, but only the body has the ids.
	const words = response ? [] : causes.map(({ message }) => message);
	const entra = [...bodies, ...words].map(readEntraError).find((found) => found !== undefined);
	const strange = causes.find(isStrangeResponse);
	const tried = causes.find(isTokenRequest) ?? strange;
	const isRefusal = causes.some(({ code }) => code === oauthCodes.refusal);
	const busy = bodies.some(isBusy);
	if (!entra && !tried && !busy && !isRefusal && !isUnsent(causes)) return undefined;
	const status = [response?.status, strange?.status].find((value) => typeof value === 'number');
	const headers = isObject(response?.headers) ? response.headers : {};
	const isTransient =
		busy ||
		(tried !== undefined && (status === undefined || isTransientStatus(status))) ||
		(strange !== undefined && isPage(strange.body)) ||
		adviseOnEntraError(entra?.code)?.passes;
	return {
		request,
		...(isTransient && { status }),
		kind: isTransient ? 'signInUnavailable' : 'signInFailed',
		code: isTransient && status === undefined ? networkCode(causes) : '',
		serviceMessage: entra?.words ?? textIn(tried?.message) ?? textIn(causes.at(-1)?.message) ?? '',
		correlationId: entra?.correlationId,
		traceId: entra?.traceId,
		date: entra?.date,
		retryAfter: textIn(headers['retry-after']),
		respondedAt: textIn(headers.date),
	};
}
