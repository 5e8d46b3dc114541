import { InvalidInput } from './operation';
import { parameterText } from './parameterText';

const exampleArmId =
	'/subscriptions/11112222-bbbb-3333-cccc-4444dddd5555/resourceGroups/images/providers/Microsoft.Compute/images/win11-finance';

const exampleImageId = '2c0f4c52-9f7e-4b0e-8d2b-6f0a3f1d9b10';

// Names as Azure allows them: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
const subscription = '/subscriptions/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const resourceGroup = '/resourceGroups/[\\p{L}\\p{N}_().-]{0,89}[\\p{L}\\p{N}_()-]';
const name = '[a-z0-9](?:[a-z0-9_.-]{0,78}[a-z0-9_])?';
const managedImage = `/providers/Microsoft\\.Compute/images/${name}`;
const galleryVersion = `/providers/Microsoft\\.Compute/galleries/${name}/images/${name}/versions/\\d{1,10}\\.\\d{1,10}\\.\\d{1,10}`;
const armId = `^${subscription}${resourceGroup}(?:${managedImage}|${galleryVersion})$`;

const int32Max = 2_147_483_647;

/** Characters that no name has and no URL can carry: control characters, and halves of a character. */
const unusable = /[\p{Cc}\p{Cs}]/u;

const trimmed = (value: unknown): string => parameterText(value).trim();

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
 * @throws InvalidInput when it is empty or holds control characters
 */
export function checkText(field: string, value: unknown, example: string): string {
	const found = trimmed(value);
	if (found === '') throw new InvalidInput(field, '', '', `Enter a value, e.g. ${example}`);
	if (unusable.test(found)) {
		throw new InvalidInput(
			field,
			value,
			'which holds a line break or another control character',
			`Enter plain text on one line, e.g. ${example}`,
		);
	}
	return found;
}

/**
 * Checks an OData filter as far as it could not travel; whether it makes sense is for Graph to say.
 *
 * @param value value of the option `odataFilter`
 * @returns the filter, or undefined when there is none
 * @throws InvalidInput when it holds control characters
 */
export function checkODataFilter(value: unknown): string | undefined {
	// In OData every white space between words counts as a space.
	const filter = trimmed(value).replace(/[\t\r\n]+/g, ' ');
	return filter === '' ? undefined : checkText('OData Filter', filter, "status eq 'ready'");
}

/**
 * Checks the names of properties to be returned.
 *
 * @param value value of the option `fields`
 * @returns the names; none when everything is wanted
 * @throws InvalidInput for anything but property names, so that none can become another query option
 */
export function checkPropertyNames(value: unknown): string[] {
	const names = [value ?? []].flat().map(trimmed);
	const wrong = names.find((each) => !/^[a-z]\w{0,63}$/i.test(each));
	if (wrong === undefined) return names;
	throw new InvalidInput(
		'Fields',
		wrong,
		'which is not the name of a property',
		'Choose properties from the list, e.g. status',
	);
}

/**
 * Checks the version of an image.
 *
 * @param value value of the parameter `version`
 * @throws InvalidInput when it is not Major.Minor.Patch, which is the only form that Windows 365 documents
 */
export function checkVersion(value: unknown): string {
	const version = trimmed(value);
	const isVersion = /^\d{1,10}\.\d{1,10}\.\d{1,10}$/.test(version);
	if (!isVersion || version.split('.').some((part) => Number(part) > int32Max)) {
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
	if (!new RegExp(armId, 'iu').test(id)) {
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
 * @param most the largest; a pause or a date beyond it would overflow and come at once, or not at all
 * @throws InvalidInput when it is no number, or outside the two
 */
export function checkNumber(field: string, value: unknown, least: number, most = int32Max): number {
	const text = trimmed(value);
	const found = text === '' || typeof value === 'object' ? Number.NaN : Number(text);
	if (!(found >= least && found <= most)) {
		const limits = most === int32Max ? `from ${least} on` : `from ${least} to ${most}`;
		throw new InvalidInput(
			field,
			value,
			`which is not a number ${limits}`,
			`Enter a number, e.g. ${Math.max(least, 60)}`,
		);
	}
	return found;
}
