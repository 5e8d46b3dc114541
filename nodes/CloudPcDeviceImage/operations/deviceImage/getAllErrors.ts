import type { ErrorRule } from '../../explanations/errorRule';
import { refused } from '../../explanations/refusals';
import { status } from '../../graph/errorPredicates';

/** What only Get Many can meet: a filter that the user wrote. */
export const getAllErrors: readonly ErrorRule[] = [
	{
		when: refused(400),
		message: () => 'Microsoft Graph did not accept the request',
		remedy: () => "Check the values of the parameters, above all 'OData Filter'.",
	},
	{
		when: status(414, 431),
		message: () => 'the request is too long',
		remedy: () =>
			"Shorten the option 'OData Filter'. The Filters above it work inside n8n and have no such limit.",
	},
];
