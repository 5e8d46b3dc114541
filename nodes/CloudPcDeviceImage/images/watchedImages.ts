import type { GraphClient } from '../graph/client';
import { deviceImagePath, deviceImagesPath } from '../graph/paths';
import type { DeviceImage } from './deviceImage';
import { comparedSelect } from './savedImage';
import { isWatched, type WatchScope } from './statusChanges';

const queryOf = (fullImage: boolean) => (fullImage ? undefined : { $select: comparedSelect });

/**
 * Lists the images of a trigger's scope; one request as long as they fit on one page.
 *
 * @param graph the Graph client
 * @param scope what the trigger watches
 * @param fullImage whether to ask for every property instead of those that are compared
 * @throws GraphError also when only a part of the list came: half a list is no list
 */
export async function listWatchedImages(
	graph: GraphClient,
	scope: WatchScope,
	fullImage: boolean,
): Promise<DeviceImage[]> {
	const images: DeviceImage[] = [];
	for await (const image of graph.list(deviceImagesPath, queryOf(fullImage))) {
		if (isWatched(scope, String(image.id))) images.push(image);
	}
	return images;
}

/**
 * Looks by ID at images that a list lacked, as only a 404 proves that one is gone.
 *
 * @param graph the Graph client
 * @param ids what the list lacked
 * @param fullImage whether to ask for every property
 * @throws GraphError when a look neither finds the image nor says that it is gone
 */
export async function lookAgain(
	graph: GraphClient,
	ids: string[],
	fullImage: boolean,
): Promise<{ images: DeviceImage[]; goneIds: string[] }> {
	const images: DeviceImage[] = [];
	const goneIds: string[] = [];
	for (const id of ids) {
		const image = await graph.find(deviceImagePath(id), queryOf(fullImage));
		if (image) images.push(image);
		else goneIds.push(id);
	}
	return { images, goneIds };
}
