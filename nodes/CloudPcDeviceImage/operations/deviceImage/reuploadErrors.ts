import type { ErrorRule } from '../../explanations/errorRule';
import { refused } from '../../explanations/refusals';
import { isMissingMethod } from '../../graph/missingMethod';

/** What only Reupload can meet: how the retired action is refused is documented nowhere. */
export const reuploadErrors: readonly ErrorRule[] = [
	{
		when: (failure) => isMissingMethod(failure) || refused(400, 404, 410)(failure),
		message: () => 'Microsoft retired this action',
		remedy: (_, failure) =>
			`${isMissingMethod(failure) ? "It isn't available in this Microsoft Graph version or cloud. " : ''}Use the operation 'Retry Upload', its successor. If the image no longer exists, create it again.`,
	},
];
