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
		message: () => 'the tenant holds as many custom images as it may',
		remedy: () =>
			'Windows 365 allows 20 custom images. Delete one that no provisioning policy uses (Get Many lists them), then create the image again.',
	},
	{
		when: refused(409),
		message: () => 'an image with this name and version exists already',
		remedy: () => "Raise 'Version', or set the option 'If Image Exists' to 'Return Existing Image'.",
	},
	{
		when: refused(404),
		message: () => 'Windows 365 or the source image was not found',
		remedy: () =>
			"Check that the source image still exists in Azure and that Windows 365 has Reader on its subscription. Check that the credential's tenant and 'Cloud' are those of the images. With a custom 'Graph URL', check that it has no version and that the gateway forwards the path.",
	},
	{
		when: refused(400),
		message: () => 'Microsoft Graph did not accept the request',
		remedy: () =>
			'Check name, version, and source image. A tenant holds at most 20 custom images. With app-only sign-in, Windows 365 needs Reader (Subscriptions.Read) on the Azure subscription of the source image.',
	},
];
