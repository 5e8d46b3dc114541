import { InvalidInput } from './operation';

const exampleArmId =
	'/subscriptions/11112222-bbbb-3333-cccc-4444dddd5555/resourceGroups/images/providers/Microsoft.Compute/images/win11-finance';

const exampleImageId = '2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10';

const subscription = '/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/?#%\\s]{1,90}';
const managedImage = '/providers/Microsoft\\.Compute/images/[^/?#%\\s]{1,80}';
const galleryVersion =
	'/providers/Microsoft\\.Compute/galleries/[^/?#%\\s]{1,80}/images/[^/?#%\\s]{1,80}/versions/\\d+\\.\\d+\\.\\d+';
const armId = new RegExp(`^${subscription}(${managedImage}|${galleryVersion})$`, 'i');

const trimmed = (value: unknown): string => String(value ?? '').trim();

/**
 * Checks the ID of a device image, so that it can never leave its path segment.
 *
 * @param value value of the parameter `imageId`
 * @throws InvalidInput when it is empty or holds anything but letters, digits and hyphens
 */
export function checkImageId(value: unknown): string {
	const id = trimmed(value);
	if (!/^[0-9a-z-]{1,64}$/i.test(id)) {
		throw new InvalidInput(
			'Device Image',
			value,
			'which is not an image ID',
			`Choose the image from the list, or enter its ID, e.g. ${exampleImageId}`,
		);
	}
	return id;
}

/**
 * Checks a text that Graph requires.
 *
 * @param field the parameter as the user sees it
 * @param value its value
 * @param example a right value
 * @throws InvalidInput when it is empty
 */
export function checkText(field: string, value: unknown, example: string): string {
	const found = trimmed(value);
	if (found === '') throw new InvalidInput(field, '', '', `Enter a value, e.g. ${example}`);
	return found;
}

/**
 * Checks the version of an image.
 *
 * @param value value of the parameter `version`
 * @throws InvalidInput when it is not Major.Minor.Patch, which is the only form that Windows 365 documents
 */
export function checkVersion(value: unknown): string {
	const version = trimmed(value);
	if (!/^\d+\.\d+\.\d+$/.test(version)) {
		throw new InvalidInput(
			'Version',
			value,
			'which is not Major.Minor.Patch',
			'Windows 365 asks for three whole numbers, e.g. 1.0.0',
		);
	}
	return version;
}

/**
 * Checks the ARM ID of a source image: a managed image, or a version in an Azure Compute Gallery.
 *
 * @param value value of the parameter `sourceImageResourceId`
 * @throws InvalidInput when it is neither
 */
export function checkSourceImageResourceId(value: unknown): string {
	const id = trimmed(value);
	if (!armId.test(id)) {
		throw new InvalidInput(
			'Source Image',
			value,
			'which is not the resource ID of a managed image or of a gallery image version',
			`Choose the image from the list, or copy the resource ID from the Azure portal, e.g. ${exampleArmId} or …/providers/Microsoft.Compute/galleries/contoso/images/win11/versions/1.0.0`,
		);
	}
	return id;
}

/**
 * Checks a number that the user typed or an expression gave.
 *
 * @param field the parameter as the user sees it
 * @param value its value
 * @param least the smallest number that makes sense
 * @throws InvalidInput when it is no number, or a smaller one
 */
export function checkNumber(field: string, value: unknown, least: number): number {
	const found = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
	if (!Number.isFinite(found) || found < least) {
		throw new InvalidInput(
			field,
			value,
			`which is not a number from ${least} on`,
			`Enter a number, e.g. ${Math.max(least, 60)}`,
		);
	}
	return found;
}
