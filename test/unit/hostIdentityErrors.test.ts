import { randomUUID } from 'node:crypto';

import { readEntraError } from '../../credentials/entra/entraErrors';
import { explainHostIdentityError, HostIdentityError, noResponse, transientResponse } from '../../credentials/entra/hostIdentityErrors';

/** As MSAL words an error of the endpoint. */
const msalError = (description: string): object => ({
	errorCode: 'invalid_request',
	errorMessage: `Error(s): Not Available - Timestamp: Not Available - Description: ${description} - Correlation ID: Not Available - Trace ID: Not Available`,
});

describe('an error of a host identity', () => {
	it('is told in the words of the endpoint, with the way to mend it', () => {
		const error = explainHostIdentityError(msalError('Identity not found'));
		expect(error).toBeInstanceOf(HostIdentityError);
		expect(error.message).toMatch(/^The managed identity endpoint rejected the request: Identity not found \(invalid_request\)\. In the Azure portal/);
	});

	it('of an endpoint that does not answer names it, and may pass by itself', () => {
		const error = noResponse('http://169.254.169.254/metadata', new Error('connect EHOSTUNREACH'));
		expect(error.message).toMatch(/^No response from http:\/\/169\.254\.169\.254 \(connect EHOSTUNREACH\)\. .*NO_PROXY.*SSRF.*allowed domains/);
		expect(error).toMatchObject({ kind: 'NoAnswer' });
	});

	it.each<[number, unknown, string]>([
		[503, { error: 'x', error_description: 'AADSTS999999: A fault.' }, ' status 503: AADSTS999999: A fault. Try'],
		[429, { error: { code: 'x', message: 'Too many' } }, ' status 429: Too many. Try'],
		[410, {}, ' status 410. Try'],
		[200, '<html>', " status 200, which isn't a valid sign-in response. A proxy might have"],
		[502, '<html>', " status 502, which isn't a valid sign-in response. A proxy might have"],
		[404, null, ' status 404. Try'],
	])('of a service that is not available, status %d and %j, may pass by itself', (status, body, words) => {
		const error = transientResponse('https://login.example/x/token', status, body);
		expect(error.message).toContain(`https://login.example returned${words}`);
		expect(error).toMatchObject({ kind: 'NoAnswer' });
	});

	it('keeps what a gateway echoes to itself, and what to do in sight', () => {
		const assertion = `eyJhbGciOiJSUzI1NiJ9.${'x'.repeat(600)}.${'y'.repeat(300)}`;
		const echo = `client_id=1&client_assertion=${assertion} ${'z'.repeat(2_000)}`;
		const errors = [
			explainHostIdentityError(msalError(`AADSTS900144: ${echo}`)),
			explainHostIdentityError(msalError(echo)),
			transientResponse('https://login.example/', 500, { error_description: echo }),
			noResponse('https://login.example/', echo),
		];
		for (const { message } of errors) {
			expect(message).not.toMatch(/eyJ|xxx|yyy/);
			expect(message.length).toBeLessThan(1_000);
			expect(message).toMatch(/In the Azure portal|Try again later|NO_PROXY|In the credential/);
		}
	});

	it('of Entra says what is wrong and where to mend it, around the words of Entra', () => {
		const [traceId, correlationId] = [randomUUID(), randomUUID()];
		const words = 'AADSTS700213: No matching federated identity record found.';
		const error = explainHostIdentityError(
			msalError(`${words} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: 2026-11-23 03:00:00Z`),
		);
		expect(error).not.toBeInstanceOf(HostIdentityError);
		expect(error.message).toMatch(/^Microsoft Entra ID didn't issue a token: no federated credential .*\nIn the Microsoft Entra admin center, open Entra ID > App registrations > .* > Federated credentials/);
		expect(readEntraError(error.message)).toEqual({
			code: 'AADSTS700213',
			words,
			correlationId,
			traceId,
			date: '2026-11-23 03:00:00Z',
		});
	});

	it('of Entra with a code that is not in the table is passed on as it is', () => {
		const words = 'AADSTS999999: Something new. Trace ID: 1 Correlation ID: 2';
		expect(explainHostIdentityError(msalError(words)).message).toBe(words);
	});

	it('that says what to do already stays as it is', () => {
		const error = new HostIdentityError('This happened', 'Do that.');
		expect(explainHostIdentityError(error)).toBe(error);
	});
});
