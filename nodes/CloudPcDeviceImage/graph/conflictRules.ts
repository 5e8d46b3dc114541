import type { ErrorRule } from './errorRules';
import type { GraphFailure } from './errors';
import { says, status } from './failureTests';

const mostNames = 5;

function quoted(names: string[]): string {
	const shown = names.slice(0, mostNames).map((name) => `'${name}'`);
	const more = names.length - shown.length;
	return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function users({ policies = [] }: GraphFailure): string {
	if (policies.length === 0) return 'a provisioning policy uses the image';
	return policies.length === 1
		? `the provisioning policy ${quoted(policies)} uses the image`
		: `the provisioning policies ${quoted(policies)} use the image`;
}

/**
 * What a state of the tenant means that stands in the way of a change. Status and code of these are
 * documented nowhere, so more than one is taken. Source: https://learn.microsoft.com/windows-365/enterprise/device-images
 */
export const conflictRules: ErrorRule[] = [
	{
		when: (failure, { key }) =>
			key === 'deviceImage.create' &&
			status(400, 403, 409, 422, 507)(failure) &&
			says(/images?\b.*\b(limit|quota|maximum|at most|up to)|(limit|quota|maximum|at most|up to)\b.*\bimages?|ImageLimit/i)(failure) &&
			!says(/character|length|size|\bGB\b/i)(failure),
		message: () => 'the tenant holds as many custom images as it may',
		remedy: () =>
			'Windows 365 allows 20 custom images. Delete one that no provisioning policy uses (Get Many lists them), then create again.',
	},
	{
		when: (failure, { key }) =>
			key === 'deviceImage.delete' &&
			status(400, 409, 423)(failure) &&
			((failure.policies?.length ?? 0) > 0 || says(/in ?use|provisioning polic/i)(failure)),
		message: (_, failure) => users(failure),
		remedy: (_, failure) =>
			`In Intune under Devices > Windows 365 > Provisioning policies give ${failure.policies?.length ? quoted(failure.policies) : 'that policy'} another image, then delete this one.`,
	},
	{
		when: status(423),
		message: () => 'the image is locked by other work on it',
		remedy: () =>
			"Wait until that work has ended ('Wait for Status' tells when an upload has), then run the node again.",
	},
	{
		when: (failure, { key }) => key === 'deviceImage.delete' && status(400, 409)(failure),
		message: () => 'the image cannot be deleted now',
		remedy: () =>
			'An image that a provisioning policy uses, or whose upload is under way, cannot be deleted. In Intune look under Devices > Windows 365 at Provisioning policies and Custom images.',
	},
	{
		when: (failure, { key }) => key === 'deviceImage.create' && status(409)(failure),
		message: () => 'an image with this name and version exists already',
		remedy: () =>
			"Raise 'Version', or set the option 'If Image Exists' to 'Return Existing Image'.",
	},
	{
		when: (failure, { key }) => key === 'deviceImage.retryUpload' && status(400, 409)(failure),
		message: () => 'the upload cannot be retried now',
		remedy: () => 'Only an image whose status is failed can be retried. Check its status with Get.',
	},
];
