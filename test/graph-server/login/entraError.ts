import { randomUUID } from 'node:crypto';

interface Kind {
	error: string;
	status: number;
	text: string;
}

/** Entra's numbers as its own documentation describes them ([K]); `{}` is filled in. */
const kinds: Record<number, Kind> = {
	50011: kind('invalid_request', 400, "The redirect URI '{}' does not match the application's."),
	50013: kind('invalid_client', 401, 'Assertion failed validation: {}.'),
	50057: kind('invalid_grant', 400, 'The user account is disabled.'),
	50059: kind('invalid_request', 400, 'No tenant-identifying information found in the request.'),
	50076: kind('invalid_grant', 400, 'You must use multi-factor authentication to access {}.'),
	50105: kind('invalid_grant', 400, 'The signed in user is not assigned to a role for the application.'),
	50173: kind('invalid_grant', 400, 'The provided grant has expired due to it being revoked.'),
	53003: kind('invalid_grant', 400, 'Access has been blocked by Conditional Access policies.'),
	54005: kind('invalid_grant', 400, 'OAuth2 Authorization code was already redeemed.'),
	65001: kind('invalid_grant', 400, "The user or administrator has not consented to use '{}'."),
	65004: kind('access_denied', 400, 'User declined to consent to access the app.'),
	70000: kind('invalid_grant', 400, 'Provided grant is invalid or malformed.'),
	70003: kind('unsupported_grant_type', 400, "The grant type '{}' is not supported."),
	70008: kind('invalid_grant', 400, 'The provided authorization code has expired.'),
	70011: kind('invalid_scope', 400, "The provided value for scope '{}' is not valid."),
	70016: kind('authorization_pending', 400, 'The user has not yet entered the code.'),
	70018: kind('bad_verification_code', 400, 'Invalid verification code.'),
	70020: kind('expired_token', 400, 'This device code has expired.'),
	70021: kind('invalid_client', 401, 'No matching federated identity record found for presented assertion.'),
	70043: kind('invalid_grant', 400, 'The refresh token has expired due to sign-in frequency checks.'),
	90002: kind('invalid_request', 400, "Tenant '{}' not found."),
	90004: kind('invalid_request', 400, 'The request is not properly formatted: {}.'),
	90033: kind('temporarily_unavailable', 503, 'A transient error has occurred. Try again.'),
	500011: kind('invalid_resource', 400, "The resource principal named '{}' was not found."),
	500112: kind('invalid_grant', 400, "The reply address '{}' does not match."),
	500341: kind('invalid_grant', 400, 'The user account has been deleted from the directory.'),
	501481: kind('invalid_grant', 400, 'The Code_Verifier does not match the code_challenge.'),
	700016: kind('unauthorized_client', 400, "Application with identifier '{}' was not found."),
	700021: kind('invalid_client', 401, "Client assertion does not match 'client_id' parameter."),
	700023: kind('invalid_client', 401, 'Client assertion audience claim does not match.'),
	700024: kind('invalid_client', 401, 'Client assertion is not within its valid time range.'),
	700027: kind('invalid_client', 401, 'The certificate used to sign the assertion: {}.'),
	700025: kind('invalid_client', 401, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
	700082: kind('invalid_grant', 400, 'The refresh token has expired due to inactivity.'),
	700211: kind('invalid_client', 401, "No matching federated identity record found for presented assertion issuer '{}'."),
	700212: kind('invalid_client', 401, "No matching federated identity record found for presented assertion audience '{}'."),
	700213: kind('invalid_client', 401, "No matching federated identity record found for presented assertion subject '{}'."),
	// The words that people report: caddy-dns/azure#3, for a GUID with a digit too few.
	900023: kind('invalid_request', 400, "Specified tenant identifier '{}' is neither a valid DNS name, nor a valid external domain."),
	900432: kind('invalid_request', 400, 'Confidential Client is not supported in Cross Cloud request.'),
	900144: kind('invalid_request', 400, "The request must contain the parameter: '{}'."),
	7000215: kind('invalid_client', 401, "Invalid client secret provided for app '{}'."),
	7000218: kind(
		'invalid_client',
		401,
		"Parameter required: 'client_assertion' or 'client_secret'.",
	),
	7000222: kind('invalid_client', 401, "The client secret keys for app '{}' are expired."),
};

function kind(error: string, status: number, text: string): Kind {
	return { error, status, text };
}

/** A refusal of the login endpoint, by its AADSTS number. */
export class EntraError extends Error {
	readonly error: string;
	readonly status: number;
	private readonly traceId = randomUUID();

	/**
	 * @param number The AADSTS number; one that is not in the table is a plain invalid_request.
	 * @param about Goes into the description.
	 */
	constructor(
		readonly number: number,
		about = '',
	) {
		const { error, status, text } = kinds[number] ?? kind('invalid_request', 400, '{}');
		super(`AADSTS${number}: ${text.replace('{}', about)}`);
		this.error = error;
		this.status = status;
	}

	/**
	 * @param now The clock's time.
	 * @param correlationId The client's own id, if it sent one.
	 * @returns The body in Entra's shape (contract 6.2).
	 */
	body(now: Date, correlationId: string = randomUUID()): object {
		const timestamp = now.toISOString().replace('T', ' ').replace(/\.\d+/, '');
		return {
			error: this.error,
			error_description:
				`${this.message} Trace ID: ${this.traceId} ` +
				`Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
			error_codes: [this.number],
			timestamp,
			trace_id: this.traceId,
			correlation_id: correlationId,
		};
	}
}
