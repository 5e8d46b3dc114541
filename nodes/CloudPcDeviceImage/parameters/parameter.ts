import type { INodeProperties } from 'n8n-workflow';

import type { Resolved } from './namedReference';
import { isNotSet } from './rawValue';

/** One parameter: how n8n shows and stores it, and how its value is read. */
export interface Parameter<T> {
	/** n8n's property; its `name` is stored in workflows. */
	readonly property: INodeProperties;
	/**
	 * Returns the value that a raw one stands for, whatever its form.
	 * @throws InvalidInput that names the parameter when it stands for none
	 */
	read(raw: unknown): T;
}

/** Parameters by their stored name. */
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** The read values of parameters. */
export type ValuesOf<P extends Parameters> = {
	readonly [Name in keyof P]: P[Name] extends Parameter<infer T> ? T : never;
};

/** The values of parameters as operations get them, with the ID in the place of each name. */
export type ResolvedValuesOf<P extends Parameters> = Resolved<ValuesOf<P>>;

/**
 * Reads every parameter, before anything is sent.
 *
 * @param parameters by their stored name
 * @param rawOf gives the raw value of a parameter; a parameter that n8n hides has its default
 * @throws InvalidInput for the first value that cannot be used; whatever `rawOf` throws, e.g. for an expression
 */
export function readParameters<P extends Parameters>(
	parameters: P,
	rawOf: (property: INodeProperties) => unknown,
): ValuesOf<P> {
	const values = Object.entries(parameters)
		.filter(([, { property }]) => property.type !== 'notice')
		.map(([name, parameter]) => [name, parameter.read(rawOf(parameter.property))]);
	return Object.fromEntries(values) as ValuesOf<P>;
}

/** Makes a parameter of a text that is only shown. */
export const notice = (property: INodeProperties): Parameter<undefined> => ({
	property,
	read: () => undefined,
});

/**
 * Makes a parameter optional: a value that is not set is undefined.
 *
 * @param parameter how any other value is read
 */
export const optional = <T>(parameter: Parameter<T>): Parameter<T | undefined> => ({
	property: parameter.property,
	read: (raw) => (isNotSet(raw) ? undefined : parameter.read(raw)),
});
