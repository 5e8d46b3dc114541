import type { GraphClient, GraphEntity } from '../graph/client';
import { deviceImagePath } from '../graph/paths';
import { isOutcomeUnknown } from '../graph/retry';

/**
 * Starts the upload of an image again and reads the image back. When nobody knows whether the service acted,
 * the status tells: only an image that is not pending is sent again, once.
 *
 * @param graph the Graph client
 * @param id a checked image ID
 * @param action the bound action; neither has a body, both answer 204
 * @throws GraphError
 */
export async function uploadAgain(
	graph: GraphClient,
	id: string,
	action: 'retryUpload' | 'reupload',
): Promise<GraphEntity> {
	const start = async (): Promise<void> => {
		await graph.post(deviceImagePath(id, action));
	};
	const look = async (): Promise<GraphEntity> => await graph.get(deviceImagePath(id));
	const lost = await start().then(
		() => undefined,
		(error: unknown) => {
			if (isOutcomeUnknown(error)) return error;
			throw error;
		},
	);
	if (!lost) return await look();
	const image = await look();
	if (image.status === 'pending') return image;
	await start();
	return await look();
}
