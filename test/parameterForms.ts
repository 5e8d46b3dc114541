import * as fc from 'fast-check';
import { isResourceLocatorValue, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';

import { operations } from '../nodes/CloudPcDeviceImage/operations';
import { authenticationParameter } from '../nodes/CloudPcDeviceImage/parameters/authentication';
import type { Parameter, Parameters } from '../nodes/CloudPcDeviceImage/parameters/parameter';
import { triggerParameters } from '../nodes/CloudPcDeviceImage/trigger/settings';
import { sampleImageIds } from './graph-server';
import { cases } from './operations';

/** A parameter, or an entry of one, with the way to its value. */
export interface NamedParameter {
	/** E.g. `deviceImage.getAll options.fields`. */
	path: string;
	property: INodeProperties;
	/** The shown names that a refusal may begin with. */
	shownNames: string[];
	read(raw: unknown): unknown;
}

/** An entry is read by its collection, as n8n's parameters are. */
function entriesOf(path: string, { property, read }: Parameter<unknown>): NamedParameter[] {
	return (property.options as INodeProperties[]).map((entry) => ({
		path: `${path}.${entry.name}`,
		property: entry,
		shownNames: [entry.displayName, property.displayName],
		read: (raw) => (read({ [entry.name]: raw }) as Record<string, unknown>)[entry.name],
	}));
}

const named = (owner: string, parameters: Parameters): NamedParameter[] =>
	Object.entries(parameters)
		// Nobody fills in what n8n does not show.
		.filter(([, { property }]) => property.type !== 'notice' && property.type !== 'hidden')
		.flatMap(([name, parameter]) => {
			const path = `${owner} ${name}`;
			if (parameter.property.type === 'collection') return entriesOf(path, parameter);
			return [{ ...parameter, path, shownNames: [parameter.property.displayName] }];
		});

/** Every parameter of every operation and of the trigger. */
export const everyParameter: NamedParameter[] = [
	...named('both', { authentication: authenticationParameter }),
	...operations.flatMap(({ resource, value, parameters }) => named(`${resource}.${value}`, parameters)),
	...named('trigger', triggerParameters),
];

/** The IDs that the cases of the operations use, by the name of the parameter. */
const idsOfCases: Record<string, string> = Object.fromEntries(
	cases.flatMap(({ parameters }) =>
		Object.entries(parameters).flatMap(([name, value]) => (isResourceLocatorValue(value) ? [[name, String(value.value)]] : [])),
	),
);

/** Right values of what has no example in its own description. */
const rightTexts: Record<string, string> = { ...idsOfCases, imageIds: sampleImageIds.ready };

function rightTextOf({ name, placeholder = '' }: INodeProperties): string {
	const text = rightTexts[name] ?? placeholder.replace(/^e\.g\. /, '');
	if (text === '') throw new Error(`'${name}' needs a placeholder 'e.g. …', or a value in a case of test/operations`);
	return text;
}

const valuesOf = ({ options }: INodeProperties): string[] =>
	(options as INodePropertyOptions[]).map(({ value }) => String(value));

/** Right values, as a careful user enters them. */
export function rightValues(property: INodeProperties): fc.Arbitrary<unknown> {
	const { type, typeOptions } = property;
	if (type === 'boolean') return fc.boolean();
	if (type === 'number') return fc.integer({ min: Number(typeOptions?.minValue ?? 0), max: 1_000 });
	if (type === 'options') return fc.constantFrom(...valuesOf(property));
	if (type === 'multiOptions' && property.options) {
		return fc.subarray(valuesOf(property), { minLength: 1 });
	}
	const text = rightTextOf(property);
	return fc.constant(type === 'multiOptions' ? [text] : text);
}

const blanks = fc.constantFrom('', ' ', '\n', '  ');
const around = (text: string): fc.Arbitrary<string> => fc.tuple(blanks, blanks).map(([a, b]) => a + text + b);
const inAnyCase = (text: string): fc.Arbitrary<string> => fc.constantFrom(text, text.toUpperCase(), text.toLowerCase());

function formsOfList(values: string[], isEnum: boolean): fc.Arbitrary<unknown> {
	const texts = fc.tuple(...values.map((value) => (isEnum ? inAnyCase(value) : fc.constant(value)).chain(around)));
	return texts.chain((entries) =>
		fc.constantFrom<unknown>(
			entries,
			[...entries, '', null],
			entries.join(','),
			`${entries.join(', ')},`,
			JSON.stringify(entries.map((entry) => entry.trim())),
			`${JSON.stringify(entries.map((entry) => entry.trim()))} `,
			entries.map((entry) => entry.trim()).join('\n'),
		),
	);
}

/** Other forms of a right value, as expressions, models and hand-made workflows give them. */
export function formsOf(property: INodeProperties, value: unknown): fc.Arbitrary<unknown> {
	if (Array.isArray(value)) return formsOfList(value as string[], property.options !== undefined);
	const text = String(value);
	if (property.type === 'boolean') {
		const numbers = fc.constantFrom<unknown>(Number(value), String(Number(value)));
		return fc.oneof(fc.constant(value), numbers, inAnyCase(text).chain(around));
	}
	if (property.type === 'number') return fc.oneof(fc.constant(value), around(text), around(`${text}.0`));
	if (property.type === 'options') return inAnyCase(text).chain(around);
	if (property.type !== 'resourceLocator') return around(text);
	const modes = (property.modes ?? []).map(({ name }) => name);
	const located = fc.record({ __rl: fc.constant(true), mode: fc.constantFrom(...modes), value: around(text) });
	return fc.oneof(located, around(text));
}
