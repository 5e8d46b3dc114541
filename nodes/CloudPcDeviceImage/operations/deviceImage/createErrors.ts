import type { ErrorRule } from '../../explanations/errorRule';
import { mentions, refused } from '../../explanations/refusals';

/** Codes such as `DeviceImageLimitExceeded`, and sentences such as "You can have up to 20 images." */
const tooMany = mentions(
	/\bimages? (?:count |number )?(?:limit|quota)\b/,
	/\b(?:limit|quota|maximum)(?: number)? (?:of|for) (?:\d+ )?(?:custom |device )*images?\b/,
	/\b(?:at most|up to|maximum of|no more than|only) \d+\b.*\bimages?\b/,
	/^(?=.*\bimages?\b)(?=.*\b(?:limit|quota|maximum)\b).*\b(?:reached|exceed(?:s|ed)?)\b/,
);

/** An image has limits of its own, and so have the requests for it. */
const isOtherLimit = mentions(
	/\b(?:characters?|length|sizes?|gb|gib|mb|bytes?|apps|rate|throttl\w+)\b/,
	/\brequests? (?:limit|per)\b/,
);

/** What only Create can meet. The status of the first is documented nowhere, so several count. */
export const createErrors: readonly ErrorRule[] = [
	{
		when: (failure) =>
			refused(400, 403, 409, 422, 507)(failure) && tooMany(failure) && !isOtherLimit(failure),
		message: () => 'the tenant has reached the limit of 20 custom images',
		remedy: () =>
			"Delete an image that no provisioning policy uses, then create the image again. To find one, use 'Get Many' with the filter 'Usage'.",
	},
	{
		when: refused(409),
		message: () => 'an image with this name and version already exists',
		remedy: () => "Use a higher 'Version', or set the option 'If Image Exists' to 'Return Existing Image'.",
	},
	{
		when: refused(404),
		message: () => 'Windows 365 or the source image was not found',
		remedy: () =>
			"Check that the source image still exists in Azure, and that Windows 365 has the role Reader on its subscription. Check that the credential's tenant and 'Cloud' are those of the images. With a custom 'Graph URL', check that it has no version and that the gateway forwards the path.",
	},
	{
		when: refused(400),
		message: () => 'Microsoft Graph rejected the request',
		remedy: () =>
			'Check name, version, and source image. A tenant can have at most 20 custom images. Without a signed-in user, Windows 365 needs the role Reader on the Azure subscription of the source image.',
	},
];
