import type { INodeProperties } from 'n8n-workflow';

import type { ClientOptions } from '../graph/exchange';
import { optionValue } from '../operations/apiVersion';
import { checkNumber } from '../operations/checks';
import type { Values } from '../operations/operation';
import { alphabetical } from './alphabetical';

/**
 * Makes the option `apiVersion`.
 *
 * @param automatic what Automatic means, as the user reads it
 */
export const apiVersionOption = (automatic: string): INodeProperties => ({
	displayName: 'API Version',
	name: 'apiVersion',
	type: 'options',
	options: [
		{ name: 'Automatic', value: 'auto', description: automatic },
		{ name: 'Beta', value: 'beta' },
		{ name: 'V1.0', value: 'v1.0' },
	],
	default: 'auto',
	description: 'Which version of Microsoft Graph to ask',
});

const patienceOptions: INodeProperties[] = [
	{
		displayName: 'Request Timeout (Seconds)',
		name: 'timeoutSeconds',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'How long one request may take, to the last byte of its answer',
	},
	{
		displayName: 'Retry Budget (Seconds)',
		name: 'retryBudgetSeconds',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 120,
		description:
			'How long to try again, for an item in all, when Microsoft Graph is throttling or not reachable; 0 means not at all',
	},
];

/** Timers of Node.js end at once when they are set to more than 24 days. */
const daySeconds = 86_400;

/**
 * Reads how patient a call is.
 *
 * @param values the operation's parameter values
 * @throws InvalidInput for a number that makes no sense
 */
export function readPatience(values: Values): Pick<ClientOptions, 'retryBudgetMs' | 'timeoutMs'> {
	const budget = optionValue(values, 'retryBudgetSeconds') ?? 120;
	const timeout = optionValue(values, 'timeoutSeconds') ?? 60;
	return {
		retryBudgetMs: Math.round(checkNumber('Retry Budget (Seconds)', budget, 0, daySeconds) * 1_000),
		timeoutMs: Math.round(checkNumber('Request Timeout (Seconds)', timeout, 0.1, daySeconds) * 1_000),
	};
}

/**
 * Makes the collection `options` of an operation, in alphabetical order, with version and patience in every one.
 *
 * @param options what the operation has besides
 */
export function optionsField(options: INodeProperties[] = []): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			apiVersionOption('V1.0 where it has all that is needed, else beta; Update asks beta'),
			...patienceOptions,
			...options,
		].sort((a, b) => alphabetical(a.displayName, b.displayName)),
	};
}
