import type { ApiVersion } from '../graph/client';
import { betaOnlyProperties } from '../images/deviceImage';
import { InvalidInput, type Operation, type Values } from './operation';

/** Gives the value of one entry of the collection `options`. */
export function optionValue(values: Values, name: string): unknown {
	return (values.options as Record<string, unknown> | undefined)?.[name];
}

/** Something that v1.0 does not have. */
export interface BetaOnly {
	/** As the user knows it. */
	what: string;
	/** The parameter to take it out of, as the user sees it; a method cannot be taken out. */
	parameter?: string;
}

/** Finds a chosen field, or the status `warning` in a filter, that v1.0 never returns. */
function betaOnlyChoice(values: Values): BetaOnly | undefined {
	const fields = [optionValue(values, 'fields') ?? []].flat().map(String);
	const filters = values.filters as Record<string, unknown> | undefined;
	const statuses = [filters?.status ?? []].flat().map(String);
	const field = fields.find((each) => betaOnlyProperties.includes(each));
	if (field !== undefined) return { what: field, parameter: 'Fields' };
	return statuses.includes('warning') ? { what: 'warning', parameter: 'Status' } : undefined;
}

/**
 * Chooses the version of Microsoft Graph for an operation's call.
 *
 * @param operation the operation that will be called
 * @param values its parameter values
 * @throws InvalidInput when v1.0 is asked for something that only beta has
 */
export function chooseApiVersion(
	operation: Pick<Operation, 'name' | 'autoVersion' | 'betaOnly'>,
	values: Values,
): ApiVersion {
	const betaOnly = operation.betaOnly ? { what: operation.name } : betaOnlyChoice(values);
	return versionFor(optionValue(values, 'apiVersion'), operation.autoVersion, betaOnly);
}

/**
 * Gives the version of Microsoft Graph that the user asks for, or the one that has what is needed.
 *
 * @param requested value of the option `apiVersion`
 * @param autoVersion the version behind `auto`, as long as nothing needs beta
 * @param betaOnly what only beta has, if anything is needed of it
 * @throws InvalidInput when v1.0 is asked for something that only beta has
 */
export function versionFor(
	requested: unknown,
	autoVersion: ApiVersion,
	betaOnly: BetaOnly | undefined,
): ApiVersion {
	const version = requested ?? 'auto';
	if (version === 'auto') return betaOnly ? 'beta' : autoVersion;
	if (version === 'beta') return 'beta';
	if (version !== 'v1.0') {
		throw new InvalidInput('API Version', version, 'which does not exist', 'Use auto, v1.0 or beta');
	}
	if (betaOnly) {
		const { what, parameter } = betaOnly;
		const remove = parameter === undefined ? '' : `, or remove '${what}' from '${parameter}'`;
		throw new InvalidInput(
			'API Version',
			version,
			`in which '${what}' does not exist`,
			`Microsoft offers it in beta only: set 'API Version' to Automatic${remove}`,
		);
	}
	return 'v1.0';
}
