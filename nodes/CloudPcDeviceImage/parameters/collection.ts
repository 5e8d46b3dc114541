import type { INodeProperties } from 'n8n-workflow';

import { isObject, parseJson } from '../graph/jsonObject';
import { alphabetical } from './alphabetical';
import { InvalidInput } from './invalidInput';
import { readParameters, type Parameter, type Parameters, type ValuesOf } from './parameter';
import { isNotSet } from './rawValue';

/**
 * Makes a parameter of parameters that the user adds one by one. One that is not added is read as not set.
 *
 * @param property n8n's property without its `options`, which are the entries in alphabetical order
 * @param entries by their stored name
 */
export function collectionParameter<P extends Parameters>(
	property: INodeProperties,
	entries: P,
): Parameter<ValuesOf<P>> {
	const { displayName } = property;
	const names = Object.keys(entries).sort(alphabetical).join(', ');
	const options = Object.values(entries)
		.map((entry) => entry.property)
		.sort((a, b) => alphabetical(a.displayName, b.displayName));
	return {
		property: { ...property, options },
		read(raw) {
			const given = isNotSet(raw) ? {} : typeof raw === 'string' ? parseJson(raw) : raw;
			if (!isObject(given)) {
				throw new InvalidInput(displayName, raw, 'which is not an object', `Use an object with any of ${names}.`);
			}
			const unknown = Object.keys(given).find((name) => !Object.hasOwn(entries, name));
			if (unknown !== undefined) {
				throw new InvalidInput(displayName, unknown, 'which does not exist', `Use any of ${names}.`);
			}
			return readParameters(entries, ({ name }) => (Object.hasOwn(given, name) ? given[name] : undefined));
		},
	};
}
