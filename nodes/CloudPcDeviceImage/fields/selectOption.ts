import type { INodeProperties } from 'n8n-workflow';

import { betaOnlyProperties, imageProperties } from '../images/deviceImage';
import { checkPropertyNames } from '../operations/checks';
import { alphabetical } from './alphabetical';

/** The option `fields` of Get and Get Many; it becomes `$select`. */
export const selectOption: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'multiOptions',
	options: [...imageProperties]
		.sort(alphabetical)
		.map((property) => ({
			name: betaOnlyProperties.includes(property) ? `${property} (Beta)` : property,
			value: property,
		})),
	default: [],
	description: 'Properties to return; ID is always among them. Empty returns all.',
};

/**
 * Builds the value of `$select`, or undefined when everything is wanted.
 *
 * @param fields value of the option `fields`
 * @param alsoNeeded properties that the caller looks at itself
 * @throws InvalidInput for anything but property names
 */
export function selectQuery(fields: unknown, alsoNeeded: string[] = []): string | undefined {
	const names = checkPropertyNames(fields);
	if (names.length === 0) return undefined;
	return [...new Set(['id', ...names, ...alsoNeeded])].join(',');
}
