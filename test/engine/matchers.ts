/* eslint-disable @typescript-eslint/no-namespace, @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- jest's types are written so */
import type { NodeRun } from './engine';
import type { TestNode } from './useNode';

/** Words in the message of an error, a pattern of it, or properties as `toMatchObject` compares them. */
export type ExpectedError = string | RegExp | object;

declare global {
	namespace jest {
		interface Matchers<R, T = {}> {
			/**
			 * Compares what the node sent to Graph with lines of its log, or with their number; without either, it asks
			 * whether anything was sent at all, a sign-in too.
			 */
			toHaveSent(expected?: unknown[] | number): R;
			/** Compares the error that stopped the node; without an expected one, it asks whether there is an error. */
			toFailWith(expected?: ExpectedError): R;
			/** Compares the input items that the output belongs to; default: one after the other, from the first one. */
			toBePaired(inputItems?: number[]): R;
		}
	}
}

type Context = jest.MatcherContext;

function toHaveSent(this: Context, { log, areas }: Pick<TestNode, 'log' | 'areas'>, expected?: unknown[] | number): jest.CustomMatcherResult {
	const sent = expected === undefined ? areas() : log();
	const pass = expected === undefined ? sent.length > 0 : this.equals(Array.isArray(expected) ? sent : sent.length, expected);
	const wanted = expected === undefined ? `${this.isNot ? 'no' : 'a'} request` : this.utils.printExpected(expected);
	return {
		pass,
		message: () =>
			[
				this.utils.matcherHint('toHaveSent', 'node', Array.isArray(expected) ? 'lines' : String(expected ?? ''), { isNot: this.isNot }),
				Array.isArray(expected) && !this.isNot
					? this.utils.printDiffOrStringify(expected, sent, 'Expected to be sent', 'Sent', true)
					: `Expected: ${this.isNot && expected !== undefined ? 'not ' : ''}${wanted}\nSent ${sent.length}:${sent.map((line) => `\n  ${line}`).join('')}`,
			].join('\n\n'),
	};
}

type RunError = NonNullable<NodeRun['error']>;

function isExpectedError(this: Context, error: RunError, expected: ExpectedError): boolean {
	if (typeof expected === 'string') return error.message.includes(expected);
	if (expected instanceof RegExp) return expected.test(error.message);
	return this.equals(error, expected, [this.utils.iterableEquality, this.utils.subsetEquality]);
}

/** Returns what an error tells, of properties only those that were asked for. */
function shownError({ message, description, ...rest }: RunError, expected?: ExpectedError): object {
	const asked = typeof expected === 'object' && !(expected instanceof RegExp) ? Object.keys(expected) : [];
	const more = Object.entries(rest).filter(([key]) => asked.includes(key));
	return { message, description, ...Object.fromEntries(more) };
}

function toFailWith(this: Context, run: NodeRun, expected?: ExpectedError): jest.CustomMatcherResult {
	const { error, items } = run;
	const pass = error !== undefined && (expected === undefined || isExpectedError.call(this, error, expected));
	const told = error ? this.utils.printReceived(shownError(error, expected)) : `no error, but ${items.length} items`;
	const wanted = expected === undefined ? 'an error' : this.utils.printExpected(expected);
	return {
		pass,
		message: () =>
			`${this.utils.matcherHint('toFailWith', 'run', expected === undefined ? '' : 'error', { isNot: this.isNot })}\n\n` +
			`Expected: ${this.isNot ? 'not ' : ''}${wanted}\nReceived: ${told}`,
	};
}

function toBePaired(this: Context, { items }: NodeRun, inputItems?: number[]): jest.CustomMatcherResult {
	const expected = (inputItems ?? [...items.keys()]).map((item) => ({ item }));
	const received = items.map(({ pairedItem }) => pairedItem);
	// Nothing is paired with nothing only where a test says so.
	const pass = this.equals(received, expected) && (inputItems !== undefined || items.length > 0);
	return {
		pass,
		message: () =>
			`${this.utils.matcherHint('toBePaired', 'run', inputItems ? 'inputItems' : '', { isNot: this.isNot })}\n\n` +
			(this.isNot || items.length === 0
				? `Expected: ${this.isNot ? 'not ' : ''}${inputItems ? this.utils.printExpected(expected) : 'every item paired with the one in its place'}\n` +
					`Received: ${this.utils.printReceived(received)}`
				: this.utils.printDiffOrStringify(expected, received, 'Expected input items', 'Received', true)),
	};
}

expect.extend({ toHaveSent, toFailWith, toBePaired });
