import type { ErrorRule } from '../../explanations/errorRule';
import { refused } from '../../explanations/refusals';

/** What only Set Image can meet: which code and words Graph uses is not documented. */
export const setImageErrors: readonly ErrorRule[] = [
	{
		when: refused(400, 409),
		message: () => 'Windows 365 rejected the image for this policy',
		remedy: () =>
			'The image might have been deleted in the meantime, or Windows 365 might no longer support it. Check image and policy in Intune under Devices > Windows 365.',
	},
];
