import { randomUUID } from 'node:crypto';

import { readEntraError } from '../../credentials/entra/entraErrors';
import { explainHostIdentityError, HostIdentityError } from '../../credentials/entra/hostIdentityErrors';

/** As MSAL words an error of the endpoint. */
const msalError = (description: string): object => ({
	errorCode: 'invalid_request',
	errorMessage: `Error(s): Not Available - Timestamp: Not Available - Description: ${description} - Correlation ID: Not Available - Trace ID: Not Available`,
});

describe('an error of a host identity', () => {
	it('is told in the words of the endpoint, with the way to mend it', () => {
		const error = explainHostIdentityError(msalError('Identity not found'));
		expect(error).toBeInstanceOf(HostIdentityError);
		expect(error.message).toMatch(/^The identity endpoint of the n8n host refused: Identity not found \(invalid_request\)\. In the Azure portal/);
	});

	it('of an endpoint that does not answer names it, and may pass by itself', () => {
		const error = explainHostIdentityError(
			{ errorCode: 'network_error' },
			'http://169.254.169.254 (connect EHOSTUNREACH)',
		);
		expect(error.message).toMatch(/^No answer came from http:\/\/169\.254\.169\.254 \(connect EHOSTUNREACH\)\. .*NO_PROXY.*SSRF.*allowed domains/);
		expect(error).toMatchObject({ kind: 'NoAnswer' });
	});

	it('of Entra says what is wrong and where to mend it, around the words of Entra', () => {
		const [traceId, correlationId] = [randomUUID(), randomUUID()];
		const words = 'AADSTS700213: No matching federated identity record found.';
		const error = explainHostIdentityError(
			msalError(`${words} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: 2026-11-23 03:00:00Z`),
		);
		expect(error).not.toBeInstanceOf(HostIdentityError);
		expect(error.message).toMatch(/^No token, because no federated credential .*\nIn the Entra admin centre open App registrations > .* > Federated credentials/);
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
		expect(explainHostIdentityError(error, 'http://other')).toBe(error);
	});
});
