import type { DeviceImage } from '../images/deviceImage';

/** What the trigger compares, in the order in which it is saved; the name comes last, as it takes the room that is left. */
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

/** The most bytes (UTF-8) kept of each text but the name, which takes what they leave. */
const mostBytes: Array<[ComparedProperty, number]> = [
	['status', 20],
	['errorCode', 48],
	['osStatus', 20],
	['expirationDate', 10],
	['lastModifiedDateTime', 33],
	['version', 32],
];

/** Bytes of one line, so that an image takes about 200 with its ID. */
const lineBytes = 160;

const separator = '|';

/** Stands at the end of a name that was cut. */
const dots = '…';
const dotsBytes = 3;

/** What a character takes in JSON. */
const bytesOf = (character: string): number => {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x20 || (code >= 0xd800 && code <= 0xdfff)) return 6;
	if (code === 0x22 || code === 0x5c) return 2;
	return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
};

/** Text of one byte per character and without the separator, as almost every text is. */
const plainText = /^[ !#-[\]-{}~]*$/;

/** Cuts a text; `end` is what a cut one ends with. */
function cut(value: unknown, most: number, end = '', endBytes = 0): string {
	if (typeof value !== 'string') return '';
	if (plainText.test(value)) {
		return value.length <= most ? value : value.slice(0, Math.max(0, most - endBytes)) + end;
	}
	let whole = '';
	let beginning = '';
	let bytes = 0;
	for (const character of value.replaceAll(separator, '/')) {
		bytes += bytesOf(character);
		if (bytes > most) return beginning + end;
		whole += character;
		if (bytes <= most - endBytes) beginning = whole;
	}
	return whole;
}

/**
 * Packs an image into one line of the trigger's state.
 *
 * @param image the image as Graph gave it
 */
export function packImage(image: DeviceImage): string {
	let line = '';
	for (const [property, most] of mostBytes) line += cut(image[property], most) + separator;
	return line + cut(image.displayName, lineBytes - line.length, dots, dotsBytes);
}

/**
 * Tells whether a name may still be the same: how much of it is kept depends on the other texts.
 *
 * @param name as unpacked
 * @param other as unpacked from an earlier or later line
 */
export function isSameName(name: string | null, other: string | null): boolean {
	if (name === other) return true;
	if (name === null || other === null) return false;
	const [short, long] = name.length < other.length ? [name, other] : [other, name];
	return short.endsWith(dots) && long.startsWith(short.slice(0, -dots.length));
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
