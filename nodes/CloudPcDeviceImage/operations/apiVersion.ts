import type { ApiVersion } from '../graph/client';
import { betaOnlyProperties } from '../images/deviceImage';
import { InvalidInput, type Operation, type Values } from './operation';

/** Gives the value of one entry of the collection `options`. */
export function optionValue(values: Values, name: string): unknown {
	return (values.options as Record<string, unknown> | undefined)?.[name];
}

/** Finds a chosen field, or the status `warning` in a filter, that v1.0 never returns. */
function betaOnlyChoice(values: Values): string | undefined {
	const fields = [optionValue(values, 'fields') ?? []].flat().map(String);
	const filters = values.filters as Record<string, unknown> | undefined;
	const statuses = [filters?.status ?? []].flat().map(String);
	return (
		fields.find((field) => betaOnlyProperties.includes(field)) ??
		statuses.find((status) => status === 'warning')
	);
}

/**
 * Chooses the version of Microsoft Graph for a call.
 * `auto` takes the operation's own, or beta when a chosen field or status exists only there.
 *
 * @param operation the operation that will be called, or what stands for the trigger
 * @param values its parameter values
 * @throws InvalidInput when v1.0 is asked for something that only beta has
 */
export function chooseApiVersion(
	operation: Pick<Operation, 'name' | 'autoVersion' | 'betaOnly'>,
	values: Values,
): ApiVersion {
	const requested = optionValue(values, 'apiVersion') ?? 'auto';
	const betaPart = operation.betaOnly ? operation.name : betaOnlyChoice(values);
	if (requested === 'auto') return betaPart ? 'beta' : operation.autoVersion;
	if (requested === 'beta') return 'beta';
	if (requested !== 'v1.0') {
		throw new InvalidInput('API Version', requested, 'which does not exist', 'Use auto, v1.0 or beta');
	}
	if (betaPart) {
		throw new InvalidInput(
			'API Version',
			requested,
			`in which '${betaPart}' does not exist`,
			"Microsoft offers it in beta only: set 'API Version' to Automatic, or remove the option",
		);
	}
	return 'v1.0';
}
