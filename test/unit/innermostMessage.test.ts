import * as fc from 'fast-check';

import { innermostMessage } from '../../nodes/CloudPcDeviceImage/graph/innermostMessage';
import { propertyRuns } from '../propertyRuns';

const words = 'Application is not authorized to perform this operation.';

/** Wraps a message in JSON, again and again. */
function wrapped(times: number, wrap: (message: string) => unknown): string {
	return Array.from({ length: times }).reduce<string>((message) => JSON.stringify(wrap(message)), words);
}

describe('the innermost message', () => {
	it.each<[string, (message: string) => unknown]>([
		['Message', (Message) => ({ _version: 3, Message, CustomApiErrorPhrase: '', RetryAfter: null })],
		['message', (message) => ({ code: 'Forbidden', message, details: [] })],
		['MESSAGE', (MESSAGE) => ({ MESSAGE })],
		['error.message', (message) => ({ error: { code: 'x', message } })],
		['Error.Message', (Message) => ({ Error: { Code: 'x', Message } })],
		['error.innerError.message', (message) => ({ error: { message: 'Bad.', innerError: { message } } })],
		['error_description', (error_description) => ({ error: 'invalid_grant', error_description })],
		['a list of one', (message) => [{ message }]],
		['a message that is an object', (value) => ({ message: { lang: 'en', message: value } })],
		['a JSON text', (message) => message],
		['error as text', (error) => ({ error })],
	])('is read out of %s, to any depth up to ten', (_, wrap) => {
		for (const times of [0, 1, 2, 5, 10]) expect(innermostMessage(wrapped(times, wrap))).toBe(words);
	});

	it.each([
		'Plain words.',
		'',
		'{"broken": ',
		'{not} JSON',
		'[1, 2]',
		'{}',
		'[]',
		'null',
		'5',
		'{"code":"Forbidden"}',
		'{"message":""}',
		'{"message":7}',
		'[{"message":"one"},{"message":"two"}]',
	])('of %j is the text itself', (message) => {
		expect(innermostMessage(message)).toBe(message);
	});

	it('below ten layers stays as it is, and ends', () => {
		const deep = wrapped(12, (message) => ({ message }));
		expect(innermostMessage(deep)).toBe(wrapped(2, (message) => ({ message })));
		const nested = `${'{"error":'.repeat(5_000)}{}${'}'.repeat(5_000)}`;
		expect(innermostMessage(nested)).toBe(nested);
	});

	it('of any JSON and any text is a text that is not empty, unless it was', () => {
		fc.assert(
			fc.property(fc.oneof(fc.json(), fc.string(), fc.json().map((json) => JSON.stringify({ message: json }))), (message) => {
				expect(innermostMessage(message).trim() === '').toBe(message.trim() === '');
			}),
			propertyRuns(),
		);
	});
});
