import type { DeviceImage } from './deviceImage';

/** What the trigger compares, in the order in which it is saved; the name comes last, as it may be cut. */
export const comparedProperties = [
	'status',
	'errorCode',
	'osStatus',
	'expirationDate',
	'lastModifiedDateTime',
	'version',
	'displayName',
] as const;

type ComparedProperty = (typeof comparedProperties)[number];

/** An image as an earlier poll saw it. */
export type SavedImage = Record<ComparedProperty, string | null>;

/** The properties that the trigger asks Graph for, unless whole images are wanted. */
export const comparedSelect = ['id', ...comparedProperties].join(',');

/** The most bytes (UTF-8) kept of each text, so that an image takes about 200 bytes with its ID. */
const mostBytes: Record<ComparedProperty, number> = {
	status: 20,
	errorCode: 48,
	osStatus: 20,
	expirationDate: 10,
	lastModifiedDateTime: 28,
	version: 16,
	displayName: 40,
};

const separator = '|';

const bytesOf = (character: string): number => {
	const code = character.codePointAt(0) ?? 0;
	return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
};

/** Text of one byte per character and without the separator, as almost every text is. */
const plainText = /^[ -{}~]*$/;

function kept(property: ComparedProperty, value: unknown): string {
	if (typeof value !== 'string') return '';
	if (value.length <= mostBytes[property] && plainText.test(value)) return value;
	let text = '';
	let bytes = 0;
	for (const character of value.replaceAll(separator, '/')) {
		bytes += bytesOf(character);
		if (bytes > mostBytes[property]) break;
		text += character;
	}
	return text;
}

/**
 * Packs an image into one line of the trigger's state.
 *
 * @param image the image as Graph gave it
 */
export function packImage(image: DeviceImage): string {
	return comparedProperties.map((property) => kept(property, image[property])).join(separator);
}

/** Reads what {@link packImage} wrote; an empty text is null again. */
export function unpackImage(line: string): SavedImage {
	const texts = line.split(separator);
	const image: Partial<SavedImage> = {};
	comparedProperties.forEach((property, index) => {
		image[property] = texts[index] || null;
	});
	return image as SavedImage;
}
