import { classify, type Classification } from '../../nodes/CloudPcDeviceImage/graph/classify';
import { GraphError, type GraphFailure } from '../../nodes/CloudPcDeviceImage/graph/errors';
import { isAmbiguousWrite, mayRetry } from '../../nodes/CloudPcDeviceImage/graph/retry';

type Row = [Partial<GraphFailure>, 'passes' | 'stays', 'not processed' | 'nobody knows', Classification['repeatable'], Classification['cause']];

const busy = 'temporarily-unavailable';
const wrong = 'configuration-invalid';

/** Can time mend it? Did the service act? What may be sent again? What does n8n go by? */
const table: Row[] = [
	[{ status: 400 }, 'stays', 'not processed', 'none', wrong],
	[{ status: 401 }, 'stays', 'not processed', 'none', 'credential-invalid'],
	[{ status: 402 }, 'stays', 'not processed', 'none', wrong],
	[{ status: 403 }, 'stays', 'not processed', 'none', wrong],
	[{ status: 404 }, 'stays', 'not processed', 'none', wrong],
	[{ status: 405 }, 'stays', 'not processed', 'none', wrong],
	[{ status: 407 }, 'stays', 'not processed', 'none', wrong],
	[{ status: 408 }, 'passes', 'nobody knows', 'reads', busy],
	[{ status: 409 }, 'stays', 'not processed', 'none', wrong],
	[{ status: 410 }, 'stays', 'not processed', 'none', wrong],
	[{ status: 423 }, 'stays', 'not processed', 'none', wrong],
	[{ status: 424 }, 'stays', 'not processed', 'none', wrong],
	[{ status: 429 }, 'passes', 'not processed', 'all', 'rate-limited'],
	[{ status: 429, retryAfter: '9' }, 'passes', 'not processed', 'all', 'rate-limited'],
	[{ status: 500 }, 'passes', 'nobody knows', 'reads', busy],
	[{ status: 500, retryAfter: '9' }, 'passes', 'nobody knows', 'reads', busy],
	[{ status: 501 }, 'stays', 'nobody knows', 'none', wrong],
	[{ status: 502 }, 'passes', 'nobody knows', 'reads', busy],
	[{ status: 503 }, 'passes', 'nobody knows', 'idempotent', busy],
	[{ status: 503, retryAfter: '9' }, 'passes', 'not processed', 'all', busy],
	[{ status: 504 }, 'passes', 'nobody knows', 'idempotent', busy],
	[{ status: 504, retryAfter: '9' }, 'passes', 'nobody knows', 'idempotent', busy],
	[{ status: 507 }, 'passes', 'nobody knows', 'reads', busy],
	[{ status: 509 }, 'passes', 'nobody knows', 'reads', busy],
	[{ status: 520 }, 'passes', 'nobody knows', 'reads', busy],
	// Whatever words and code say: only the kind and the status count.
	[{ status: 400, code: 'ECONNRESET', serviceMessage: 'Timeout. Please reconnect.' }, 'stays', 'not processed', 'none', wrong],

	[{ kind: 'noResponse', code: 'ECONNRESET' }, 'passes', 'nobody knows', 'idempotent', busy],
	[{ kind: 'noResponse', code: 'EPIPE' }, 'passes', 'nobody knows', 'idempotent', busy],
	[{ kind: 'noResponse', code: 'EAI_AGAIN' }, 'passes', 'nobody knows', 'idempotent', busy],
	[{ kind: 'noResponse', code: 'EHOSTUNREACH' }, 'passes', 'nobody knows', 'idempotent', busy],
	[{ kind: 'noResponse', code: 'ERR_STREAM_PREMATURE_CLOSE' }, 'passes', 'nobody knows', 'idempotent', busy],
	[{ kind: 'noResponse', code: 'ENOTFOUND' }, 'passes', 'nobody knows', 'none', busy],
	[{ kind: 'noResponse', code: 'ECONNREFUSED' }, 'passes', 'nobody knows', 'none', busy],
	[{ kind: 'noResponse', code: 'CERT_HAS_EXPIRED' }, 'passes', 'nobody knows', 'none', busy],
	[{ kind: 'noResponse', code: '' }, 'passes', 'nobody knows', 'none', busy],
	[{ kind: 'timeout', code: '' }, 'passes', 'nobody knows', 'idempotent', busy],
	[{ kind: 'timeout', code: 'ECONNABORTED' }, 'passes', 'nobody knows', 'idempotent', busy],
	[{ kind: 'unusableResponse', status: 200 }, 'passes', 'nobody knows', 'reads', busy],
	[{ kind: 'unusableResponse', status: 204 }, 'passes', 'nobody knows', 'reads', busy],
	[{ kind: 'unusableResponse', status: 302 }, 'passes', 'nobody knows', 'reads', busy],
	[{ kind: 'refusedNextLink', status: 200 }, 'passes', 'nobody knows', 'none', busy],
	[{ kind: 'tooLarge' }, 'passes', 'nobody knows', 'none', busy],
	[{ kind: 'signInFailed' }, 'stays', 'not processed', 'none', 'credential-invalid'],
	[{ kind: 'signInUnavailable', status: 500 }, 'passes', 'not processed', 'all', busy],
	[{ kind: 'signInUnavailable', status: 429, retryAfter: '9' }, 'passes', 'not processed', 'all', busy],
	[{ kind: 'signInUnavailable', code: 'ECONNRESET' }, 'passes', 'not processed', 'all', busy],
	[{ kind: 'signInUnavailable', code: 'ENOTFOUND' }, 'passes', 'not processed', 'none', busy],
	[{ kind: 'signInUnavailable' }, 'passes', 'not processed', 'none', busy],
	// What no rule foresees counts as neither refused nor done.
	[{}, 'passes', 'nobody knows', 'none', busy],
	[{ status: 200 }, 'passes', 'nobody knows', 'reads', busy],
];

const failureOf = (given: Partial<GraphFailure>): GraphFailure => ({
	request: 'GET /v1.0/x',
	code: '',
	serviceMessage: '',
	...given,
});

/** What each word of the third question means for a request that is sent again by itself. */
const idempotences = {
	all: ['read', 'idempotent', 'nonIdempotent'],
	idempotent: ['read', 'idempotent'],
	reads: ['read'],
	none: [],
};

describe.each(table)('a failure %j', (given, passing, processed, repeatable, cause) => {
	const failure = failureOf(given);

	it(`${passing}, ${processed}, and lets ${repeatable} be sent again`, () => {
		expect(classify(failure)).toEqual({
			isTransient: passing === 'passes',
			wasNotProcessed: processed === 'not processed',
			repeatable,
			cause,
		});
		const repeated = (['read', 'idempotent', 'nonIdempotent'] as const).filter((each) => mayRetry(failure, each));
		expect(repeated).toEqual(idempotences[repeatable]);
	});

	it(`of a change ${processed === 'nobody knows' ? 'is' : 'is not'} looked up, and always after an earlier try that may have been made`, () => {
		expect(isAmbiguousWrite(new GraphError(failure))).toBe(processed === 'nobody knows');
		expect(isAmbiguousWrite(new GraphError({ ...failure, mayHaveBeenProcessed: true }))).toBe(true);
	});
});

it('a change that the service may have acted on is never sent again unless it is idempotent', () => {
	const doubled = table.filter(([given]) => {
		const failure = failureOf(given);
		return !classify(failure).wasNotProcessed && mayRetry(failure, 'nonIdempotent');
	});
	expect(doubled).toEqual([]);
});

it('whatever cannot pass is never sent again', () => {
	const vain = table.filter(([given]) => !classify(failureOf(given)).isTransient && mayRetry(failureOf(given), 'read'));
	expect(vain).toEqual([]);
});

it('an error that is none of Graph is no ambiguous write', () => {
	expect(isAmbiguousWrite(new Error('ECONNRESET'))).toBe(false);
});
