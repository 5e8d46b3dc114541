import type { ErrorRule } from '../../explanations/errorRule';
import { refused } from '../../explanations/refusals';
import { isMissingMethod } from '../../graph/missingMethod';

const readOnly =
	"Microsoft documents every property of a device image as read-only. To change the name or version of an image, use 'Create' with the new values, and then 'Delete' for the old image.";

/** What only Update can meet: Microsoft's SDKs have the method, its documentation does not. */
export const updateErrors: readonly ErrorRule[] = [
	{
		when: isMissingMethod,
		message: () => "this operation isn't available in this Microsoft Graph version or cloud",
		remedy: () => readOnly,
	},
	{
		when: refused(400),
		message: () => 'Windows 365 rejected the update',
		remedy: () => readOnly,
	},
];
