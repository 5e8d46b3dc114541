import * as fc from 'fast-check';
import type { INodePropertyOptions } from 'n8n-workflow';

import { InvalidInput } from '../../../nodes/CloudPcDeviceImage/parameters/invalidInput';
import { NamedReference } from '../../../nodes/CloudPcDeviceImage/parameters/namedReference';
import { everyParameter, formsOf, rightValues, type NamedParameter } from '../../parameterForms';
import { propertyRuns } from '../../propertyRuns';

/** Two properties for each of many parameters. */
const runs = propertyRuns(500);

const nasty = fc.constantFrom(
	"'", '/', '\\', '..', '%2f', '?', '#', '&', '$filter=', '\u0000', '\r\n', '\u202e', '😀', '\ud83d', ' ', ',', '[', ']', '{', '"',
	'true', 'False ', '1', '1.0.0', 'null', 'failed', 'status', '[]', '{}', '/subscriptions/', 'https://', 'x'.repeat(10_000),
	'2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10',
);

/** Whatever an expression may give. */
const anything = fc.oneof(
	{ weight: 2, arbitrary: fc.array(nasty, { maxLength: 4 }).map((parts) => parts.join('')) },
	fc.string({ unit: 'binary' }),
	fc.array(nasty, { maxLength: 3 }),
	fc.record({ __rl: fc.constant(true), mode: fc.oneof(fc.constantFrom('name', 'id', 'list'), fc.string()), value: fc.oneof(nasty, fc.anything()) }),
	fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
);

const isPlainText = (value: unknown): boolean =>
	typeof value === 'string' && value !== '' && value === value.trim() && !/[\p{Cc}\p{Cs}]/u.test(value);

/** Whether a read value is one of those that the rest of the code is written for. */
function isCanonical({ property }: NamedParameter, value: unknown): boolean {
	const choices = ((property.options ?? []) as INodePropertyOptions[]).map((option) => option.value);
	switch (property.type) {
		case 'boolean':
			return typeof value === 'boolean';
		case 'number':
			return value === undefined || (Number.isFinite(value) && Number(value) >= 0);
		case 'options':
			return value === undefined || choices.includes(value as string);
		case 'multiOptions': {
			const values = value as string[];
			const isKnown = (each: string): boolean => (property.options ? choices.includes(each) : /^[\da-z-]+$/.test(each));
			return values.every(isKnown) && new Set(values).size === values.length;
		}
		default:
			return value === undefined || isPlainText(value instanceof NamedReference ? value.name : value);
	}
}

function attempt<T>(work: () => T): T | { error: unknown } {
	try {
		return work();
	} catch (error) {
		return { error };
	}
}

/** Returns what a refusal lacks to be of use. */
function whatIsWrongWith(error: unknown, shownNames: string[]): string[] {
	if (!(error instanceof InvalidInput)) return [`it is no InvalidInput: ${String(error)}`];
	const { message, description } = error;
	const rules: Record<string, boolean> = {
		'names the parameter': shownNames.some((name) => message.startsWith(`'${name}' `)),
		'says what the value is': / (is empty|has the value '.+', (which|in which) .+)$/su.test(message),
		'can be printed': !/[\p{Cc}\p{Cs}]/u.test(message),
		'is short': message.length < 500,
		'says what to do': /e\.g\.|Use |Add |Windows 365 /.test(String(description)),
	};
	return Object.keys(rules).filter((rule) => !rules[rule]);
}

describe.each(everyParameter.map((parameter) => [parameter.path, parameter] as const))('%s', (_, parameter) => {
	const { property, shownNames, read } = parameter;

	it('reads any raw value as a canonical one, or names itself, the value and what would be right', () => {
		fc.assert(
			fc.property(anything, (raw) => {
				const outcome = attempt(() => ({ value: read(raw) }));
				if ('value' in outcome) return isCanonical(parameter, outcome.value);
				// One assertion: jest takes longer for each than the read itself.
				expect(whatIsWrongWith(outcome.error, shownNames)).toEqual([]);
				return true;
			}),
			runs,
		);
	});

	it('reads every form of a right value as the same one', () => {
		const sample = rightValues(property).chain((value) => fc.tuple(fc.constant(value), formsOf(property, value)));
		fc.assert(
			fc.property(sample, ([value, form]) => {
				expect(read(form)).toEqual(value);
				expect(read(read(form))).toEqual(value);
			}),
			runs,
		);
	});

	it.each([undefined, null, '', '  '])('takes %j as not set', (raw) => {
		// What is shown under a condition is required under it, which the operation checks.
		const isRequired = property.required && property.displayOptions === undefined;
		if (!isRequired && !shownNames.includes('Update Fields')) return void read(raw);
		expect(() => read(raw)).toThrow(/ is empty$/);
	});
});

it('the list of parameters covers the operations and the trigger', () => {
	const paths = everyParameter.map(({ path }) => path);
	expect(paths).toEqual(
		expect.arrayContaining([
			'both authentication',
			'deviceImage.create options.waitUntilReady',
			'deviceImage.update updateFields.version',
			'sourceImage.getAll limit',
			'trigger events',
			'trigger options.emitExisting',
		]),
	);
});
