import * as fc from 'fast-check';

import { explainGraphError } from '../../nodes/CloudPcDeviceImage/graph/errorRules';
import { GraphError, type GraphFailure } from '../../nodes/CloudPcDeviceImage/graph/errors';
import { publicText } from '../../credentials/entra/publicText';
import { readFailure, readThrown } from '../../nodes/CloudPcDeviceImage/graph/readErrors';
import { operations } from '../../nodes/CloudPcDeviceImage/operations';

const runs = { numRuns: 10_000 };
const jwt = ['eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9', 'eyJhdWQiOiJncmFwaCJ9', 'c2lnbmF0dXJl'].join('.');

const operation = fc
	.constantFrom(...operations)
	.map((each) => ({ ...each, key: `${each.resource}.${each.value}` }));

const words = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.constantFrom('', jwt, `Bearer ${jwt}`, `access_token=${jwt}`, 'x'.repeat(20_000), 'InvalidProperties'),
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

function expectReadable(failure: GraphFailure, of: Parameters<typeof explainGraphError>[1]): void {
	const { message, description } = explainGraphError(new GraphError(failure).failure, of);
	const all = message + description;
	expect(message.startsWith(`${of.action}: `)).toBe(true);
	expect(message.length).toBeLessThan(300);
	expect(description.split('\n').length).toBeGreaterThanOrEqual(2);
	expect(description.length).toBeLessThan(8_000);
	expect(all).not.toContain(jwt.slice(0, 20));
	expect(all.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}]/u);
}

describe('any answer becomes an error that can be read', () => {
	it('of whatever shape', () => {
		fc.assert(
			fc.property(operation, status, headers, body, (of, statusCode, given, answer) => {
				expectReadable(readFailure('GET /v1.0/x', { statusCode, headers: given, body: answer }), of);
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
			fc.property(operation, fc.oneof(thrown, anyValue), (of, error) => {
				expectReadable(readThrown('GET /v1.0/x', error), of);
			}),
			runs,
		);
	});

	it('has the three ids that support asks for', () => {
		const id = fc.uuid();
		fc.assert(
			fc.property(operation, status, id, id, (of, statusCode, requestId, clientRequestId) => {
				const error = { code: 'x', message: 'y', innerError: { date: '2026-05-13T15:21:05', 'request-id': requestId, 'client-request-id': clientRequestId } };
				const { description } = explainGraphError(readFailure('GET /x', { statusCode, body: { error } }), of);
				expect(description).toContain(
					`request-id ${requestId}, client-request-id ${clientRequestId}, date 2026-05-13T15:21:05`,
				);
			}),
			runs,
		);
	});
});

describe('publicText', () => {
	it.each([
		[`Bearer ${jwt} is bad`, 'Bearer [token] is bad'],
		[`token ${jwt}`, 'token [token]'],
		['{"client_secret":"abc~Q8","x":1}', '{"client_secret":"[removed]","x":1}'],
		['client_assertion=abc&x=1', 'client_assertion=[removed]&x=1'],
		['a\u0000\u001b[31mb\nc', 'a [31mb c'],
		['The bearer of bad news', 'The bearer of bad news'],
	])('%j becomes %j', (text, shown) => {
		expect(publicText(text)).toBe(shown);
	});

	it('cuts what is too long, never through a character', () => {
		const cut = publicText(`${'x'.repeat(999)}😀😀`);
		expect(cut).toBe(`${'x'.repeat(999)}…`);
	});
});
