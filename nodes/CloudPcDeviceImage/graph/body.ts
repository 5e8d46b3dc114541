import { isBrokenConnection } from './classify';
import { parseJson } from './jsonObject';
import { GraphError, type FailureKind } from './errors';

/** Largest response that is read, bytes; 10,000 images take about 6 MB. */
const maxBytes = 32 * 1024 * 1024;

/** The part of a Node stream that reading needs. */
interface ByteStream extends AsyncIterable<Uint8Array> {
	destroy(error?: Error): void;
}

const isStream = (value: unknown): value is ByteStream =>
	typeof value === 'object' && value !== null && Symbol.asyncIterator in value && 'destroy' in value;

/**
 * Reads the body of a response, within a bound and a time limit that covers it to its last byte:
 * n8n's helper knows neither.
 *
 * @param body what the request helper gave for `encoding: 'stream'`
 * @param request method and path, for messages
 * @param timeoutMs time limit, ms
 * @returns JSON as its value, anything else as text
 * @throws GraphError when it breaks off, is too large or takes too long
 */
export async function readBody(body: unknown, request: string, timeoutMs: number): Promise<unknown> {
	if (!isStream(body)) return body;
	const noResult = (kind: FailureKind, serviceMessage: string): GraphError =>
		new GraphError({ request, kind, code: '', serviceMessage });
	const timeLimit = AbortSignal.timeout(timeoutMs);
	let stop = (): void => {};
	// A destroyed stream of n8n's helper ends only with its next chunk, so the limit does not wait for that.
	const timeIsUp = new Promise<never>((_, reject) => {
		stop = () => {
			const error = noResult('timeout', 'The response was not complete within the time limit of a request.');
			body.destroy(error);
			reject(error);
		};
	});
	timeLimit.addEventListener('abort', stop, { once: true });
	const read = async (): Promise<string> => {
		const decoder = new TextDecoder();
		let text = '';
		let bytes = 0;
		for await (const chunk of body) {
			bytes += chunk.length;
			if (bytes > maxBytes) {
				throw noResult('tooLarge', `The response is larger than ${maxBytes / 1024 / 1024} MB.`);
			}
			text += decoder.decode(chunk, { stream: true });
		}
		return text + decoder.decode();
	};
	try {
		return parsed(await Promise.race([read(), timeIsUp]));
	} catch (error) {
		throw asBrokenResponse(error, request);
	} finally {
		timeLimit.removeEventListener('abort', stop);
	}
}

/**
 * Puts the read body in the place of the stream inside an error of n8n's request helper, so that its words can be read.
 *
 * @param error whatever was thrown
 * @param request method and path, for messages
 * @param timeoutMs time limit, ms
 */
export async function readErrorBody(error: unknown, request: string, timeoutMs: number): Promise<void> {
	let current = error as { cause?: unknown; response?: { data?: unknown } } | undefined;
	for (let depth = 0; current && depth < 10; depth++) {
		const { response } = current;
		if (response && isStream(response.data)) {
			response.data = await readBody(response.data, request, timeoutMs).catch(() => undefined);
		}
		current = current.cause as typeof current;
	}
}

function parsed(text: string): unknown {
	const value = parseJson(text);
	return value === undefined ? text : value;
}

function asBrokenResponse(error: unknown, request: string): GraphError {
	if (error instanceof GraphError) return error;
	const { code } = Object(error) as { code?: unknown };
	return new GraphError({
		request,
		kind: 'noResponse',
		// What unpacks a body has codes of its own for its early end.
		code: typeof code === 'string' && isBrokenConnection(code) ? code : 'ECONNRESET',
		serviceMessage: 'The response ended before it was complete.',
	});
}
