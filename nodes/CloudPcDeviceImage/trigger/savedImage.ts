import type { DeviceImage } from '../images/deviceImage';

/** What the trigger compares, in the order in which it is saved; the order is stored in workflows. */
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

/** The values of {@link comparedProperties}; a text is the form of versions before 0.2, see {@link unpackImage}. */
export type PackedImage = Array<string | null> | string;

/** The properties that the trigger asks Graph for, unless whole images are wanted. */
export const comparedSelect = ['id', ...comparedProperties].join(',');

/** More than Graph sends of any of them, in characters: whatever responses in its place does not fill n8n's database. */
const maxLength = 256;

/** Returns what the trigger's state keeps of an image. */
export const packImage = (image: DeviceImage): Array<string | null> =>
	comparedProperties.map((property) => {
		const value = image[property];
		return typeof value === 'string' && value !== '' ? value.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '') : null;
	});

/** Returns whether an image is the same as a packed one. */
export const isSameImage = (image: DeviceImage, packed: PackedImage | undefined): boolean =>
	Array.isArray(packed) && packImage(image).every((value, index) => value === packed[index]);

/** Reads what {@link packImage} made, or one line of texts between bars, in which a long name ends with '…'. */
export function unpackImage(packed: PackedImage): SavedImage {
	const values = typeof packed === 'string' ? packed.split('|') : packed;
	const image: Partial<SavedImage> = {};
	comparedProperties.forEach((property, index) => {
		image[property] = values[index] || null;
	});
	return image as SavedImage;
}
