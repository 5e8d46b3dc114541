import { classify } from '../graph/classify';
import { GraphError } from '../graph/errors';
import { deviceImagePath } from '../graph/paths';
import type { DeviceImage } from '../images/deviceImage';
import { listImages, revealWords, type ImageClients } from '../images/hiddenWords';
import { comparedSelect } from './savedImage';
import { isWatched, type WatchScope } from './statusChanges';

const queryOf = (fullImage: boolean) => (fullImage ? undefined : { $select: comparedSelect });

/**
 * Lists the images of a trigger's scope; one request as long as they fit on one page.
 *
 * @param clients the clients
 * @param scope what the trigger watches
 * @param fullImage whether to ask for every property instead of those that are compared
 * @throws GraphError if the list is incomplete
 */
export async function listWatchedImages(
	clients: ImageClients,
	scope: WatchScope,
	fullImage: boolean,
): Promise<DeviceImage[]> {
	const images: DeviceImage[] = [];
	for await (const image of listImages(clients, queryOf(fullImage))) {
		if (isWatched(scope, String(image.id))) images.push(image);
	}
	return images;
}

/** What became of images that a list lacked. */
export interface DeletionCheck {
	/** They exist after all. */
	images: DeviceImage[];
	/** They do not exist. */
	goneIds: string[];
	/** Why neither is known of the others, by ID. */
	inconclusive: Map<string, GraphError>;
}

/**
 * Looks by ID at images that a list lacked, as only Graph's own 404 proves that one is gone.
 *
 * @param clients the clients
 * @param ids what the list lacked
 * @param fullImage whether to ask for every property
 * @throws GraphError when the fault is not one of the single image: sign-in, throttling, network, 5xx
 */
export async function confirmDeletions(clients: ImageClients, ids: string[], fullImage: boolean): Promise<DeletionCheck> {
	const found: DeletionCheck = { images: [], goneIds: [], inconclusive: new Map() };
	for (const id of ids) {
		const look = async () => {
			const image = await clients.graph.find(deviceImagePath(id), queryOf(fullImage));
			return image && (await revealWords(image, clients));
		};
		const image = await look().catch((error: unknown) => {
			if (!concernsOneImage(error)) throw error;
			found.inconclusive.set(id, error);
		});
		if (image) found.images.push(image);
		else if (!found.inconclusive.has(id)) found.goneIds.push(id);
	}
	return found;
}

/** Whether a failure says something of the image that was asked for, and not of all requests: it would come again each time. */
function concernsOneImage(error: unknown): error is GraphError {
	if (!(error instanceof GraphError)) return false;
	const { isTransient, cause } = classify(error.failure);
	return error.failure.kind === 'unusableResponse' || (!isTransient && cause !== 'credential-invalid');
}
