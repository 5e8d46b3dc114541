import type { ErrorRule } from '../../explanations/errorRule';
import { refused } from '../../explanations/refusals';
import { status } from '../../graph/errorPredicates';

/** What only Get Many can meet: a filter that the user wrote. */
export const getAllErrors: readonly ErrorRule[] = [
	{
		when: refused(400),
		message: () => 'Microsoft Graph rejected the request',
		remedy: () => "Check the values of the parameters, especially 'OData Filter'.",
	},
	{
		when: status(414, 431),
		message: () => 'the request is too long',
		remedy: () =>
			"Shorten the option 'OData Filter'. The parameter 'Filters' is applied in n8n and has no such limit.",
	},
];
