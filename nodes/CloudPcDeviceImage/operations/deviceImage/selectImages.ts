import type { GraphEntity, Query } from '../../graph/client';
import { GraphError } from '../../graph/errors';
import type { DeviceImage } from '../../images/deviceImage';
import { listImages, type ImageClients } from '../../images/hiddenWords';
import { makeSelection, type Selection } from '../../images/selection';
import type { ImageUsage } from '../../images/usage';
import { collectAll } from '../collect';
import { readUsage } from './readUsage';

/** What a selection looks at. */
export const selectionProperties = ['displayName', 'version', 'status', 'lastModifiedDateTime'];

/** Returns whether images are selected by more than their own values. */
export const isSelection = ({ usage, olderThanDays, skipNewest }: Selection): boolean =>
	[usage, olderThanDays, skipNewest].some((value) => value !== undefined);

/** Returns the use of images; where it is only shown, a list that cannot be read leaves it unknown. @throws GraphError */
async function useFor(clients: ImageClients, { usage }: Selection): Promise<ImageUsage> {
	return await readUsage(clients).catch((error: unknown) => {
		if (usage !== undefined || !(error instanceof GraphError)) throw error;
		return { isKnown: false, reason: error.message };
	});
}

/** What {@link selectImages} works with. */
export interface ImageSelection {
	clients: ImageClients;
	selection: Selection;
	/** Whether each image shows what uses it. */
	includesUsage: boolean;
	/** Images as they are listed, and the query behind them. */
	listed: AsyncIterable<GraphEntity>;
	query: Query;
	/** ms since 1970, UTC */
	now: number;
}

/**
 * Returns the images that a selection leaves, with what uses them. Which ones are the newest shows only in the whole list.
 * @throws ImageRefusal when the use is asked for and unknown; GraphError
 */
export async function selectImages({ clients, selection, includesUsage, listed, query, now }: ImageSelection): Promise<DeviceImage[]> {
	const asksForUse = includesUsage || selection.usage !== undefined;
	const [use, images] = await Promise.all([asksForUse ? useFor(clients, selection) : undefined, collectAll(listed)]);
	const isPart = query.$filter !== undefined && selection.skipNewest !== undefined;
	const tenant = isPart ? await collectAll(listImages(clients, { $select: ['id', ...selectionProperties].join(',') })) : images;
	const selected = images.filter(makeSelection(selection, { images: tenant, use, now }));
	if (!includesUsage || !use?.isKnown) return selected;
	return selected.map((image) => ({ ...image, usedBy: use.usedBy(String(image.id)) }) as unknown as DeviceImage);
}
