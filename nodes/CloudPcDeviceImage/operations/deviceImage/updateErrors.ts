import type { ErrorRule } from '../../explanations/errorRule';
import { refused } from '../../explanations/refusals';
import { isMissingMethod } from '../../graph/missingMethod';

const readOnly =
	"Microsoft documents every property of a device image as read-only. To rename an image or to give it another version, use 'Create' with the new values and then 'Delete' for the old image.";

/** What only Update can meet: Microsoft's SDKs have the method, its documentation does not. */
export const updateErrors: readonly ErrorRule[] = [
	{
		when: isMissingMethod,
		message: () => 'this Microsoft Graph does not offer the method',
		remedy: () => readOnly,
	},
	{
		when: refused(400),
		message: () => 'the service did not accept the change',
		remedy: () => readOnly,
	},
];
