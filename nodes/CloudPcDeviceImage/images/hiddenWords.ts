import type { GraphClient, GraphEntity, Query } from '../graph/client';
import type { Entity } from '../graph/entities';
import { isNotOffered } from '../graph/errorPredicates';
import { deviceImagePath, deviceImagesPath } from '../graph/paths';
import type { DeviceImage } from './deviceImage';

/** What v1.0 answers in the place of an enum member that it does not know. Source: Microsoft Graph, evolvable enumerations */
export const hiddenWord = 'unknownFutureValue';

const enums = ['status', 'errorCode', 'osStatus'] as const;

/** Returns whether Graph hides a word of an image. */
export const hidesWord = (image: DeviceImage): boolean => enums.some((property) => image[property] === hiddenWord);

/** Returns an image with the words that another answer has for what it hides. */
function withWordsOf<T extends DeviceImage>(image: T, other: DeviceImage | undefined): T {
	const found = enums.filter((property) => image[property] === hiddenWord && other?.[property]);
	return { ...image, ...Object.fromEntries(found.map((property) => [property, other?.[property]])) };
}

const select = { $select: ['id', ...enums].join(',') };

/** Where there is no beta the words stay hidden. @throws GraphError for whatever else stands in the way */
function unlessMissing(error: unknown): undefined {
	if (isNotOffered(error)) return undefined;
	throw error;
}

/** Where images are read, and where v1.0's hidden words are looked up. */
export interface ImageClients {
	graph: GraphClient;
	/** A client of beta. */
	beta: GraphClient;
}

/**
 * Returns an image with the words that v1.0 hides, for which beta is asked once.
 *
 * @param image as `graph` sent it
 * @param clients the clients
 * @param retryBudgetMs how long to try again, when it differs from the client's
 * @throws GraphError when beta cannot be read; where there is no beta the words stay hidden
 */
export async function revealWords<T extends DeviceImage>(
	image: T,
	{ graph, beta }: ImageClients,
	retryBudgetMs?: number,
): Promise<T> {
	if (!hidesWord(image) || graph.version === 'beta') return image;
	return withWordsOf(image, await beta.get(deviceImagePath(String(image.id)), select, retryBudgetMs).catch(unlessMissing));
}

async function listWords(beta: GraphClient): Promise<Map<unknown, GraphEntity>> {
	const images = new Map<unknown, GraphEntity>();
	for await (const image of beta.list(deviceImagesPath, select)) images.set(image.id, image);
	return images;
}

/**
 * Yields every image with the words that v1.0 hides; the list of beta is read once, and only when a word is hidden.
 *
 * @param clients the clients
 * @param query of the list
 * @throws GraphError when a list cannot be read; where there is no beta the words stay hidden
 */
export async function* listImages({ graph, beta }: ImageClients, query?: Query): AsyncGenerator<Entity> {
	let words: Promise<Map<unknown, GraphEntity> | undefined> | undefined;
	for await (const image of graph.list(deviceImagesPath, query)) {
		if (hidesWord(image) && graph.version !== 'beta') {
			words ??= listWords(beta).catch(unlessMissing);
			yield withWordsOf(image, (await words)?.get(image.id));
		} else {
			yield image;
		}
	}
}
