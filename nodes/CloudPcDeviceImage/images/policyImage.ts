import { guidPattern } from '../../../credentials/entra/guid';
import { redact } from '../../../credentials/entra/redact';
import { imageLabel, type DeviceImage } from './deviceImage';
import { explainErrorCode } from './errorCodes';
import { hiddenWord } from './hiddenWords';
import { ImageRefusal } from './imageRefusal';
import { imageKey, type ImageChoice } from './usage';

/** What a decision asks of a gallery image: https://learn.microsoft.com/graph/api/resources/cloudpcgalleryimage */
export interface GalleryImage {
	id: string;
	displayName?: string | null;
	status?: string | null;
}

/** The image that a policy is to have, as Graph sends it. */
export type TargetImage =
	| { imageType: 'custom'; image: DeviceImage & { id: string } }
	| { imageType: 'gallery'; image: GalleryImage };

const galleryImageId = /^[a-z\d.-]+(_[a-z\d.-]+){2,}$/i;
const guid = new RegExp(`^${guidPattern}$`, 'i');

/** Returns whether a text has the form of a gallery image's ID, publisher_offer_sku. */
export const isGalleryImageId = (text: string): boolean => galleryImageId.test(text);

/** Returns which kind of image an ID belongs to: a GUID to a custom image; undefined for a text that is no image ID. */
export function imageTypeOf(text: string): TargetImage['imageType'] | undefined {
	if (guid.test(text)) return 'custom';
	return isGalleryImageId(text) ? 'gallery' : undefined;
}

/**
 * Returns whether a policy has an image: its ID and its type, both without case, as writers of gallery IDs differ in it.
 * The name is for display only, and no page says whether the service keeps it as it was sent.
 */
export const sameImage = (policy: ImageChoice, { imageType, image }: TargetImage): boolean =>
	imageKey(policy.imageId ?? '') === imageKey(image.id) && policy.imageType?.toLowerCase() === imageType;

/** The three fields of a policy that choose its image; no other is ever sent for a switch. */
export interface ImageFields {
	imageId: string;
	imageType: TargetImage['imageType'];
	imageDisplayName: string;
}

/** Returns what a policy gets; Intune's page of a policy fails on an image without a name, so its ID stands in. */
export const imageFields = ({ imageType, image }: TargetImage): ImageFields => ({
	imageId: image.id,
	imageType,
	imageDisplayName: image.displayName?.trim() ? image.displayName : image.id,
});

const lookInIntune = 'Check it in Intune under Devices > Windows 365 > Custom images. Only a ready image can be set.';

function refuseCustom(image: DeviceImage & { id: string }): ImageRefusal | undefined {
	const { status, id } = image;
	if (status === 'ready') return undefined;
	const name = `Device image '${redact(imageLabel(image))}'`;
	const refusal = (what: string, remedy: string) => new ImageRefusal(`${name} ${what}`, `${remedy}\nImage ID: ${id}`);
	if (status === 'pending') return refusal('is still pending', 'To wait until it is ready, use Wait for Status. Then try again.');
	if (status === 'failed') {
		const code = image.errorCode ?? image.statusDetails;
		const { explanation, remedy } = explainErrorCode(code);
		return refusal(`failed to upload${code ? `: ${code}` : ''}`, `${explanation}\n${remedy}`);
	}
	if (!status || status === hiddenWord) return refusal('does not show its status', lookInIntune);
	return refusal(`has the status '${redact(status)}' instead of ready`, lookInIntune);
}

function refuseGallery({ id, displayName, status }: GalleryImage): ImageRefusal | undefined {
	if (status?.toLowerCase() !== 'notsupported') return undefined;
	return new ImageRefusal(
		`Gallery image '${redact(displayName ?? id)}' is no longer supported`,
		`Windows 365 can't provision Cloud PCs from it. Choose a newer gallery image.\nImage ID: ${id}`,
	);
}

/**
 * Returns why an image may not be set, and what to do; undefined when it may. A custom image has to be ready.
 * A gallery image must not be `notSupported`: from `supportedWithWarning` Cloud PCs are still provisioned.
 *
 * @param target the image as it was just read, with the words that v1.0 hides
 */
export const cannotBeSet = (target: TargetImage): ImageRefusal | undefined =>
	target.imageType === 'custom' ? refuseCustom(target.image) : refuseGallery(target.image);
