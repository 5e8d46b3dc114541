import { textIn } from '../graph/jsonObject';
import { compareNumbers, parseVersion, type Version } from './versions';

/** What the ARM ID of a source image says. */
export interface SourceImageName {
	resourceGroup: string;
	/** Name of a managed image, or of a gallery's image definition. */
	image: string;
	/** Only of a gallery image. */
	gallery?: string;
	version: string;
	/** What all versions of a gallery's image definition have in common. */
	definition: string;
}

/**
 * Returns the names in the ARM ID of a source image; for a gallery image Graph gives only the version as its name.
 *
 * @param resourceId an ARM ID in any of Azure's spellings; any other text is the name of an image
 */
export function parseSourceImageId(resourceId: string): SourceImageName {
	// A name may equal a keyword, so only every second segment counts as one.
	const segments = resourceId.split('/').slice(1);
	const segment = (keyword: string): string | undefined =>
		segments.find((_, index) => index % 2 === 1 && segments[index - 1]?.toLowerCase() === keyword.toLowerCase());
	const [subscription, resourceGroup = '', gallery] = ['subscriptions', 'resourceGroups', 'galleries'].map(segment);
	const image = segment('images') ?? resourceId;
	return {
		resourceGroup,
		image,
		gallery,
		version: segment('versions') ?? '',
		definition: [subscription, resourceGroup, gallery, image].join('/').toLowerCase(),
	};
}

/** A source image as Graph sends it; `id` is the deprecated name of `resourceId`. */
export interface SourceImage {
	resourceId?: unknown;
	id?: unknown;
}

/** Returns the ARM ID of a source image. */
export const sourceImageIdOf = ({ resourceId, id }: SourceImage): string => textIn(resourceId) ?? textIn(id) ?? '';

/** Returns the definition and the version of a gallery image; undefined where there is nothing to compare. */
function galleryVersion(source: SourceImage): { definition: string; numbers: Version } | undefined {
	const { gallery, version, definition } = parseSourceImageId(sourceImageIdOf(source));
	const numbers = parseVersion(version);
	return gallery !== undefined && numbers ? { definition, numbers } : undefined;
}

/**
 * Returns the source images without the older versions of a gallery's image definition, in their order.
 * Managed images stay, and so do versions that cannot be compared: nothing shows that they are old.
 *
 * @param sources every source image
 */
export function newestSourceImages<T extends SourceImage>(sources: readonly T[]): T[] {
	const newest = new Map<string, Version>();
	for (const { definition, numbers } of sources.map(galleryVersion).filter((each) => each !== undefined)) {
		const other = newest.get(definition);
		if (!other || compareNumbers(numbers, other) > 0) newest.set(definition, numbers);
	}
	return sources.filter((source) => {
		const own = galleryVersion(source);
		const highest = own && newest.get(own.definition);
		return !own || !highest || compareNumbers(own.numbers, highest) === 0;
	});
}
