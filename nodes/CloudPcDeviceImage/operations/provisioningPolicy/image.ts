import { deviceImagePath, galleryImagesPath } from '../../graph/paths';
import { revealWords, type ImageClients } from '../../images/hiddenWords';
import { ImageRefusal } from '../../images/imageRefusal';
import { cannotBeSet, imageTypeOf, type GalleryImage, type TargetImage } from '../../images/policyImage';
import { imageKey } from '../../images/usage';
import { readImageId } from '../../parameters/entityId';
import { namedLocatorParameter } from '../../parameters/locator';
import { textOf } from '../../parameters/rawValue';

/** Returns the ID of a device image or of a gallery image. @throws InvalidInput for a text that is neither */
export function readAnyImageId(parameter: string, raw: unknown): string {
	const text = typeof raw === 'object' ? '' : textOf(raw).trim();
	return imageTypeOf(text) === 'gallery' ? text : readImageId(parameter, raw);
}

/** The parameter `image`: a device image or a gallery image. */
export const imageParameter = namedLocatorParameter(
	{
		displayName: 'Image',
		name: 'image',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The image that the policy gives to new Cloud PCs',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select an image…',
				typeOptions: { searchListMethod: 'searchImagesOfPolicies', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10',
				hint: 'The ID of a device image, or of a gallery image: <code>publisher_offer_sku</code>',
			},
		],
	},
	(raw) => readAnyImageId('Image', raw),
	{ pickers: ['searchImages', 'searchGalleryImages'], example: 'Finance 1.2.0' },
);

async function findGalleryImage({ graph }: ImageClients, id: string): Promise<TargetImage> {
	for await (const image of graph.list(galleryImagesPath)) {
		// Writers of gallery IDs differ in case.
		if (imageKey(image.id) === imageKey(id)) return { imageType: 'gallery', image: image as unknown as GalleryImage };
	}
	throw new ImageRefusal(
		`Gallery image '${id}' is not available`,
		'Microsoft no longer offers it, or the ID is incomplete. Choose an image from the list, or use Get Many of gallery images.',
	);
}

async function findDeviceImage(clients: ImageClients, id: string): Promise<TargetImage> {
	const image = await clients.graph.find(deviceImagePath(id));
	if (!image) {
		throw new ImageRefusal(
			`Device image ${id} does not exist`,
			'It might have been deleted, or it belongs to another tenant. Choose the image again from the list.',
		);
	}
	return { imageType: 'custom', image: { ...(await revealWords(image, clients)), id } };
}

/**
 * Returns the image that a policy is to have.
 *
 * @throws ImageRefusal when there is none, or when Windows 365 cannot provision from it; GraphError
 */
export async function readTarget(clients: ImageClients, id: string): Promise<TargetImage> {
	const target = await (imageTypeOf(id) === 'gallery' ? findGalleryImage : findDeviceImage)(clients, id);
	const refusal = cannotBeSet(target);
	if (refusal) throw refusal;
	return target;
}

