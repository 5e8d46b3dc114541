import type { ErrorRule } from '../../explanations/errorRule';
import { mentions, refused } from '../../explanations/refusals';
import type { GraphFailure } from '../../graph/errors';

/** How a delete of an image in use may be refused: documented is that it is, not how. */
export const isRefusedDelete = refused(400, 409, 423);

const maxNames = 5;

function quoted(names: string[]): string {
	const shown = names.slice(0, maxNames).map((name) => `'${name}'`);
	const more = names.length - shown.length;
	return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function users({ policies = [] }: GraphFailure): string {
	if (policies.length === 0) return 'a provisioning policy uses the image';
	return policies.length === 1
		? `the provisioning policy ${quoted(policies)} uses the image`
		: `the provisioning policies ${quoted(policies)} use the image`;
}

/** Codes such as `DeviceImageInUse`, and sentences such as "It is used by the provisioning policy 'Kiosk'." */
const isInUse = mentions(
	/(?<![\w-])in[ -]use(?![\w-])/,
	/\b(?:used|referenced|assigned|attached|linked|associated|remove)\b.*\bprovisioning polic(?:y|ies)\b/,
	/\bprovisioning polic(?:y|ies)\b.*\b(?:uses?|using|references?)\b/,
);

const isNotInUse = mentions(
	/(?:\b(?:not|never|no longer)|n't) (?:currently |already |being )?(?:in[ -]use|used|referenced|assigned|attached|linked|associated)\b/,
	/\b(?:no|not any) provisioning polic(?:y|ies)\b/,
);

/** What only Delete can meet. Source: https://learn.microsoft.com/windows-365/enterprise/device-images */
export const deleteErrors: readonly ErrorRule[] = [
	{
		when: (failure) =>
			isRefusedDelete(failure) && ((failure.policies?.length ?? 0) > 0 || (isInUse(failure) && !isNotInUse(failure))),
		message: (_, failure) => users(failure),
		remedy: (_, { policies = [] }) =>
			`In Intune under Devices > Windows 365 > Provisioning policies, give ${policies.length > 0 ? quoted(policies) : 'that policy'} another image, then delete this one.`,
	},
	{
		when: refused(400, 409),
		message: () => 'the image cannot be deleted now',
		remedy: () =>
			"You can't delete an image that a provisioning policy uses, or whose upload is in progress. In Intune, check 'Provisioning policies' and 'Custom images' under Devices > Windows 365.",
	},
];
