import { apiVersionParameter } from './apiVersion';
import { collectionParameter } from './collection';
import { numberParameter } from './number';
import type { Parameter, Parameters, ValuesOf } from './parameter';

/** Timers of Node.js end at once when they are set to more than 24 days. */
const daySeconds = 86_400;

/** The options of every operation. */
const requestOptions = {
	apiVersion: apiVersionParameter('Uses v1.0 if possible, otherwise beta. Update always uses beta.'),
	timeoutSeconds: numberParameter(
		{
			displayName: 'Request Timeout (Seconds)',
			name: 'timeoutSeconds',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 60,
			description: 'Maximum time for one request, including the full response',
		},
		{ min: 0.1, max: daySeconds, example: 60 },
	),
	retryBudgetSeconds: numberParameter(
		{
			displayName: 'Max Retry Time (Seconds)',
			name: 'retryBudgetSeconds',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 120,
			description:
				'Maximum time to keep retrying an item when Microsoft Graph is throttling or unavailable. Set to 0 to turn off retries.',
		},
		{ min: 0, max: daySeconds, example: 60 },
	),
};

/** The values of the options of every operation. */
export type RequestOptions = ValuesOf<typeof requestOptions>;

/**
 * Makes the collection `options` of an operation, with API version and limits of a request in every one.
 *
 * @param entries what the operation has besides
 */
export const optionsParameter = <P extends Parameters>(
	entries: P,
): Parameter<ValuesOf<P> & RequestOptions> =>
	collectionParameter(
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
		},
		{ ...requestOptions, ...entries },
	) as Parameter<ValuesOf<P> & RequestOptions>;
