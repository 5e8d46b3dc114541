import { redact } from '../../../credentials/entra/redact';

/**
 * What stood between a request and an error of Graph's own. Without a token no request went to Graph: Entra refused it
 * (`signInFailed`), or could not be asked (`signInUnavailable`). No response: within the time limit (`timeout`), or at all.
 * A response that Graph does not give: no JSON, a part of it, another shape (`unusableResponse`); a list that leads elsewhere or
 * nowhere (`refusedNextLink`); more than is read (`tooLarge`).
 */
export type FailureKind =
	| 'signInFailed'
	| 'signInUnavailable'
	| 'timeout'
	| 'noResponse'
	| 'unusableResponse'
	| 'refusedNextLink'
	| 'tooLarge';

/** What Microsoft Graph, or the way to it, gave instead of the result. */
export interface GraphFailure {
	/** HTTP method and path of the request, without host and query. */
	request: string;
	/** Undefined when a response with an error status came. */
	kind?: FailureKind;
	/** HTTP status; undefined when no response came. */
	status?: number;
	/** The innermost error code of the service, e.g. `InvalidProperties`, or a network code, e.g. `ECONNREFUSED`; else empty. */
	code: string;
	/** The service's own words. */
	serviceMessage: string;
	requestId?: string;
	clientRequestId?: string;
	/** Entra's ids of a refused sign-in. */
	correlationId?: string;
	traceId?: string;
	/** When the service responded, as it wrote it. */
	date?: string;
	/** The `Retry-After` header as sent. */
	retryAfter?: string;
	/** The `Date` header of the same response, as sent. */
	respondedAt?: string;
	/** What to do, where the place that failed knows it. */
	remedy?: string;
	/** How long the request was tried again, ms; set when it was, or when the next pause did not fit in. */
	waitedMs?: number;
	/** An earlier try of the same request may have been carried out. */
	mayHaveBeenProcessed?: boolean;
	/** Who signed in. */
	signIn?: SignIn;
	/** The change that was carried out before this request, which only reads its result, failed. */
	done?: DoneChange;
	/** Names of the provisioning policies that use the image, where they stood in the way and could be read. */
	policies?: string[];
}

/** Who signs in with a credential: it decides where a permission is given, and who can sign in anew. */
export type SignIn = 'user' | 'app' | 'managedIdentity' | 'federated';

/** A change that Graph has accepted. */
export interface DoneChange {
	/** A clause, e.g. `the image was created`. */
	what: string;
	/** The image that was changed. */
	imageId?: string;
	/** The provisioning policy that was changed, and the image that it had before. */
	policyId?: string;
	previousImage?: object;
}

/** A request to Microsoft Graph that did not succeed. */
export class GraphError extends Error {
	readonly failure: GraphFailure;

	/** @param failure the facts; {@link explainGraphError} turns them into words for the user */
	constructor(failure: GraphFailure) {
		const what = failure.status ?? (failure.code || failure.kind);
		super(`${failure.request}: ${what} ${redact(failure.serviceMessage)}`);
		const clean = Object.entries(failure).map(([key, value]: [string, unknown]) => [
			key,
			typeof value === 'string' ? redact(value) : value,
		]);
		this.failure = Object.fromEntries(clean) as GraphFailure;
	}
}

/** What the client itself knows of a request. */
export type SentRequest = Required<Pick<GraphFailure, 'clientRequestId' | 'date' | 'signIn'>>;

/**
 * Completes an error with what the client knows of its request, where the response did not say it.
 *
 * @param error whatever was thrown
 * @param sent the request's own id, when it failed, ISO 8601 in UTC, and who signed in
 */
export function identified(
	error: unknown,
	sent: SentRequest,
): unknown {
	if (!(error instanceof GraphError)) return error;
	const { clientRequestId, date, ...rest } = error.failure;
	return new GraphError({
		...rest,
		signIn: sent.signIn,
		clientRequestId: clientRequestId || sent.clientRequestId,
		date: date || sent.date,
	});
}

/** The parts of an HTTP response that errors are read from. */
export interface HttpResponse {
	statusCode: number;
	headers?: Record<string, unknown>;
	body?: unknown;
}
