import * as fc from 'fast-check';

import { entraAdvice } from '../../credentials/entra/entraErrors';
import type { FailedOperation } from '../../nodes/CloudPcDeviceImage/explanations/errorRule';
import { explainGraphError } from '../../nodes/CloudPcDeviceImage/explanations/explain';
import { GraphError, type FailureKind, type GraphFailure, type SignIn } from '../../nodes/CloudPcDeviceImage/graph/errors';
import { redact } from '../../credentials/entra/redact';
import { parseErrorResponse } from '../../nodes/CloudPcDeviceImage/graph/errorResponse';
import { readThrown } from '../../nodes/CloudPcDeviceImage/n8n/requestErrors';
import { toNodeError } from '../../nodes/CloudPcDeviceImage/n8n/nodeErrors';
import { operations } from '../../nodes/CloudPcDeviceImage/operations';
import { failedOperation } from '../../nodes/CloudPcDeviceImage/operations/operation';
import { propertyRuns } from '../propertyRuns';

const runs = propertyRuns();
const jwt = ['eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9', 'eyJhdWQiOiJncmFwaCJ9', 'c2lnbmF0dXJl'].join('.');

const picker: FailedOperation = {
	action: 'Load the list',
	permission: 'CloudPC.Read.All',
	access: 'read',
	hasRequestOptions: false,
};
const operation = fc.constantFrom(...operations.map(failedOperation), picker);

const words = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.constantFrom('', jwt, `Bearer ${jwt}`, `access_token=${jwt}`, 'client_secret=abc~Q8', 'Bearer 0.AXoAopaque-token', '"refresh_token":"0.AXoA"', 'x'.repeat(20_000), 'InvalidProperties'),
	fc.string().map((text) => `${text} Authorization: Bearer ${jwt} ${text}`),
);
const anyValue = fc.oneof(words, fc.anything());

/** Graph errors of every shape, bent ones among them. */
const graphError = fc.letrec<{ error: unknown }>((tie) => ({
	error: fc.record(
		{
			code: anyValue,
			message: anyValue,
			date: anyValue,
			'request-id': anyValue,
			'client-request-id': anyValue,
			innerError: fc.oneof({ maxDepth: 12 }, anyValue, tie('error')),
			innererror: fc.oneof({ maxDepth: 12 }, anyValue, tie('error')),
		},
		{ requiredKeys: [] },
	),
})).error;

const body = fc.oneof(graphError.map((error) => ({ error })), anyValue);
const status = fc.oneof(fc.constantFrom(200, 400, 401, 402, 403, 404, 405, 409, 412, 423, 429, 500, 501, 503, 504), fc.integer({ min: 100, max: 599 }));
const headers = fc.dictionary(fc.constantFrom('request-id', 'client-request-id', 'date', 'retry-after'), anyValue);

/** Who signed in, and what was done before. */
const circumstances = fc.record({
	signIn: fc.constantFrom<Array<SignIn | undefined>>(undefined, 'user', 'app', 'managedIdentity', 'federated'),
	done: fc.constantFrom(undefined, { what: 'the image was created', imageId: '2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10' }),
	mayHaveBeenProcessed: fc.constantFrom(undefined, false, true),
	waitedMs: fc.option(fc.nat(), { nil: undefined }),
});

const tokenLike =
	/eyJ[\w-]{8}|\bbearer\s+(?!\[token\])[\w.~+/=-]{8}|(client_secret|access_token|refresh_token)["']?\s*[=:]\s*["']?(?!\[)[^\s"'&,;}]/i;

const node = { id: '1', name: 'Node', type: 'x', typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };

/** Codes that Entra gives to users only. */
const userCodes = entraAdvice.filter(({ remedy }) => remedy.includes('Switch account')).flatMap(({ codes }) => codes);
const isOfUser = ({ serviceMessage }: GraphFailure): boolean =>
	userCodes.some((code) => serviceMessage.includes(`AADSTS${code}`));

function expectReadable(given: GraphFailure, of: Parameters<typeof explainGraphError>[1]): void {
	const { failure } = new GraphError(given);
	const { message, description } = explainGraphError(failure, of);
	const all = message + description;
	expect(message.startsWith(`${of.action}: `)).toBe(true);
	expect(message.length).toBeGreaterThan(of.action.length + 10);
	expect(message.length).toBeLessThan(300);
	expect(description.trim().length).toBeGreaterThan(10);
	expect(description.length).toBeLessThan(8_000);
	expect(all).not.toMatch(tokenLike);
	expect(all.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}]/u);
	if (failure.signIn !== undefined && failure.signIn !== 'user' && !isOfUser(failure)) {
		expect(all).not.toContain('Switch account');
	}
	if (failure.done) expect(all).toContain(failure.done.imageId);
	if (failure.mayHaveBeenProcessed) expect(all).not.toMatch(/wasn't processed|Nothing was sent/);

	const nodeError = toNodeError(node, new GraphError(given), of, 3);
	expect(nodeError.message).toBe(message);
	expect(nodeError.description).toBe(description);
	expect(nodeError.context.itemIndex).toBe(3);
	expect(nodeError.failure?.cause).toMatch(/^(credential-invalid|temporarily-unavailable|rate-limited|configuration-invalid)$/);
}

describe('any answer becomes an error that can be read', () => {
	it('of whatever shape', () => {
		fc.assert(
			fc.property(operation, status, headers, body, circumstances, (of, statusCode, given, answer, around) => {
				const failure = parseErrorResponse('GET /v1.0/x', { statusCode, headers: given, body: answer });
				expectReadable({ ...failure, ...around }, of);
			}),
			runs,
		);
	});

	it("in whatever n8n's request helper wraps it", () => {
		const thrown = fc.letrec<{ error: unknown }>((tie) => ({
			error: fc.record(
				{
					message: anyValue,
					code: anyValue,
					body: anyValue,
					data: anyValue,
					response: fc.oneof(anyValue, fc.record({ status: fc.oneof(status, anyValue), headers: fc.oneof(headers, anyValue), data: body })),
					cause: fc.oneof({ maxDepth: 12 }, anyValue, tie('error')),
				},
				{ requiredKeys: [] },
			),
		})).error;
		fc.assert(
			fc.property(operation, fc.oneof(thrown, anyValue), circumstances, (of, error, around) => {
				expectReadable({ ...readThrown('GET /v1.0/x', error), ...around }, of);
			}),
			runs,
		);
	});

	it('of whatever kind the client knows', () => {
		const kinds = fc.constantFrom<Array<FailureKind | undefined>>(
			...['signInFailed', 'signInUnavailable', 'timeout', 'noResponse', 'unusableResponse', 'refusedNextLink', 'tooLarge', undefined] as const,
		);
		const codes = fc.constantFrom(
			...['', 'ECONNRESET', 'ECONNABORTED', 'ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'CERT_HAS_EXPIRED'],
		);
		const entra = fc
			.constantFrom(...entraAdvice.flatMap((advice) => advice.codes), 999_999)
			.map((code) => `AADSTS${code}: Words of Entra.`);
		const said = fc.oneof(words, entra, fc.constantFrom('The credential "x" needs to be reconnected.', 'OAuth credentials not connected'));
		const names = fc.oneof(fc.string({ maxLength: 30 }), fc.constant(`Bearer ${jwt}`)).map(redact);
		const known = fc.record({
			status: fc.option(status, { nil: undefined }),
			kind: kinds,
			code: codes,
			serviceMessage: said,
			claims: fc.option(words, { nil: undefined }),
			retryAfter: fc.option(words, { nil: undefined }),
			respondedAt: fc.option(words, { nil: undefined }),
			remedy: fc.option(fc.constant('Do something about it.'), { nil: undefined, freq: 9 }),
			policies: fc.option(fc.array(names, { maxLength: 8 }), { nil: undefined }),
			correlationId: fc.option(fc.uuid(), { nil: undefined }),
			requestId: fc.option(fc.uuid(), { nil: undefined }),
		});
		fc.assert(
			fc.property(operation, known, circumstances, (of, failure, around) => {
				expectReadable({ request: 'POST /v1.0/x', ...failure, ...around }, of);
			}),
			runs,
		);
	});

	it('has the three ids that support asks for', () => {
		const id = fc.uuid();
		fc.assert(
			fc.property(operation, status, id, id, (of, statusCode, requestId, clientRequestId) => {
				const error = { code: 'x', message: 'y', innerError: { date: '2026-05-13T15:21:05', 'request-id': requestId, 'client-request-id': clientRequestId } };
				const { description } = explainGraphError(parseErrorResponse('GET /x', { statusCode, body: { error } }), of);
				expect(description).toContain(
					`request-id ${requestId}, client-request-id ${clientRequestId}, date 2026-05-13T15:21:05`,
				);
			}),
			runs,
		);
	});
});

describe('redact', () => {
	it.each([
		[`Bearer ${jwt} is bad`, 'Bearer [token] is bad'],
		[`token ${jwt}`, 'token [token]'],
		['{"client_secret":"abc~Q8","x":1}', '{"client_secret":"[removed]","x":1}'],
		['client_assertion=abc&x=1', 'client_assertion=[removed]&x=1'],
		['a\u0000\u001b[31mb\nc', 'a [31mb c'],
		['The bearer of bad news', 'The bearer of bad news'],
	])('%j becomes %j', (text, shown) => {
		expect(redact(text)).toBe(shown);
	});

	it('cuts what is too long, never through a character', () => {
		const cut = redact(`${'x'.repeat(999)}😀😀`);
		expect(cut).toBe(`${'x'.repeat(999)}…`);
	});
});
