import { betaOnlyProperties, imageProperties } from '../../images/deviceImage';
import { alphabetical } from '../../parameters/alphabetical';
import type { BetaOnly } from '../../parameters/apiVersion';
import { choicesParameter } from '../../parameters/choice';

/** The option `fields` of Get and Get Many; it becomes `$select`. */
export const fieldsParameter = choicesParameter<(typeof imageProperties)[number]>({
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
});

/** Returns the first of the chosen properties that v1.0 does not have. */
export function betaOnlyField(fields: readonly string[]): BetaOnly | undefined {
	const what = fields.find((field) => betaOnlyProperties.includes(field));
	return what === undefined ? undefined : { what, parameter: 'Fields' };
}

/**
 * Returns the properties that a request asks for, or undefined when everything is wanted.
 *
 * @param fields value of the option `fields`
 * @param alsoNeeded properties that the caller looks at itself
 */
export function selectedProperties(
	fields: readonly string[],
	alsoNeeded: readonly string[] = [],
): string[] | undefined {
	return fields.length === 0 ? undefined : [...new Set(['id', ...fields, ...alsoNeeded])];
}
