import type { ErrorRule } from '../../explanations/errorRule';
import { refused } from '../../explanations/refusals';

/** What only Retry Upload can meet. */
export const retryUploadErrors: readonly ErrorRule[] = [
	{
		when: refused(400, 409),
		message: () => 'the upload cannot be retried now',
		remedy: () => 'Only an image whose status is failed can be retried. Check its status with Get.',
	},
];
