import type { GraphClient, GraphEntity } from '../../graph/client';
import { GraphError } from '../../graph/errors';
import { deviceImagesPath } from '../../graph/paths';
import { isAmbiguousWrite } from '../../graph/retry';
import type { Clock } from '../../graph/clock';
import { lookAfterLost } from '../outcome';

/** What Graph takes to create an image. */
export interface NewImage {
	displayName: string;
	version: string;
	sourceImageResourceId: string;
}

/**
 * Returns the image with a name and a version, if there is one.
 *
 * @throws GraphError
 */
export async function findImage(
	graph: GraphClient,
	{ displayName, version }: NewImage,
	isMeant: (image: GraphEntity) => boolean = () => true,
): Promise<GraphEntity | undefined> {
	for await (const image of graph.list(deviceImagesPath)) {
		if (image.displayName === displayName && image.version === version && isMeant(image)) return image;
	}
	return undefined;
}

/** How far the clocks of n8n and Microsoft may differ, ms. */
const clockToleranceMs = 300_000;

/** Whether an image can be the one that a request made: of its source, and not older than it. */
const isMadeBy =
	({ sourceImageResourceId }: NewImage, sentAt: number) =>
	(image: GraphEntity): boolean => {
		const source = String(image.sourceImageResourceId ?? sourceImageResourceId);
		const modifiedAt = Date.parse(String(image.lastModifiedDateTime)) || 0;
		return (
			source.toLowerCase() === sourceImageResourceId.toLowerCase() &&
			modifiedAt >= sentAt - clockToleranceMs
		);
	};

/**
 * Creates an image and never sends it twice blindly (docs/adr/0006-writes-are-not-doubled.md). When nobody knows
 * whether the service acted, the image with this name, version and source that is new since the request is the response.
 *
 * @param mayExist whether an image of this name and version will do that is older
 * @throws GraphError the first one, when there is no such image
 */
export async function createOnce(
	graph: GraphClient,
	wanted: NewImage,
	mayExist: boolean,
	clock: Clock,
): Promise<GraphEntity> {
	const sentAt = clock.now();
	return await graph.post(deviceImagesPath, { ...wanted }).catch(async (error: unknown) => {
		const isTaken = error instanceof GraphError && error.failure.status === 409;
		const mayBeOurs = isAmbiguousWrite(error) || (isTaken && error.failure.waitedMs !== undefined);
		if (!mayBeOurs && !(isTaken && mayExist)) throw error;
		const isMeant = isTaken && mayExist ? undefined : isMadeBy(wanted, sentAt);
		const image = await lookAfterLost(error, async () => await findImage(graph, wanted, isMeant));
		if (!image) throw error;
		return image;
	});
}
