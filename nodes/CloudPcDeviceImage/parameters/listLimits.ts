import { booleanParameter } from './boolean';
import { numberParameter } from './number';

/** n8n's usual pair for lists. */
export const listLimits = {
	returnAll: booleanParameter({
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	}),
	limit: numberParameter(
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { show: { returnAll: [false] } },
		},
		{ min: 1, isWhole: true, example: 50 },
	),
};
