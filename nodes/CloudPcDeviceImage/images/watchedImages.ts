import type { GraphClient } from '../graph/client';
import { GraphError } from '../graph/errors';
import { deviceImagePath, deviceImagesPath } from '../graph/paths';
import type { Clock } from './clock';
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
 * @param clock tells the time
 * @param deadline when n8n's poll budget is used up, ms since 1970, UTC
 * @throws GraphError also when the time is up: half a list is no list
 */
export async function listWatchedImages(
	graph: GraphClient,
	scope: WatchScope,
	fullImage: boolean,
	clock: Clock,
	deadline: number,
): Promise<DeviceImage[]> {
	const images: DeviceImage[] = [];
	for await (const image of graph.list(deviceImagesPath, queryOf(fullImage))) {
		if (isWatched(scope, String(image.id))) images.push(image);
		if (clock.now() > deadline) throw outOfTime();
	}
	return images;
}

/**
 * Looks by ID at images that a list lacked, as only a 404 proves that one is gone.
 *
 * @param graph the Graph client
 * @param ids what the list lacked
 * @param fullImage whether to ask for every property
 * @param clock tells the time
 * @param deadline when n8n's poll budget is used up, ms since 1970, UTC
 * @throws GraphError when a look neither finds the image nor says that it is gone
 */
export async function lookAgain(
	graph: GraphClient,
	ids: string[],
	fullImage: boolean,
	clock: Clock,
	deadline: number,
): Promise<{ images: DeviceImage[]; goneIds: string[] }> {
	const images: DeviceImage[] = [];
	const goneIds: string[] = [];
	for (const id of ids) {
		if (clock.now() > deadline) throw outOfTime();
		const image = await graph.get(deviceImagePath(id), queryOf(fullImage)).catch((error: unknown) => {
			if (error instanceof GraphError && error.failure.status === 404) return undefined;
			throw error;
		});
		if (image) images.push(image);
		else goneIds.push(id);
	}
	return { images, goneIds };
}

const outOfTime = (): GraphError =>
	new GraphError({
		request: `GET ${deviceImagesPath}`,
		code: 'PollBudgetUsedUp',
		serviceMessage: 'Reading all images took longer than n8n gives a poll.',
	});
