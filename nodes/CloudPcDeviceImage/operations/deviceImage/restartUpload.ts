import type { GraphClient, GraphEntity } from '../../graph/client';
import { deviceImagePath } from '../../graph/paths';
import { isAmbiguousWrite } from '../../graph/retry';
import { lookAfterLost, readAfter } from '../outcome';

/**
 * Starts the upload of an image again and reads the image back. When nobody knows whether the service acted,
 * the status tells: only an image that is not pending is sent again, once.
 *
 * @param graph the Graph client
 * @param id a checked image ID
 * @param action the bound action; neither has a body, both response 204
 * @throws GraphError
 */
export async function restartUpload(
	graph: GraphClient,
	id: string,
	action: 'retryUpload' | 'reupload',
): Promise<GraphEntity> {
	const start = async (): Promise<void> => await graph.invokeAction(deviceImagePath(id, action));
	const look = async (): Promise<GraphEntity> => await graph.get(deviceImagePath(id));
	const found = await start().then(
		() => undefined,
		async (error: unknown) => {
			if (!isAmbiguousWrite(error)) throw error;
			return await lookAfterLost(error, look);
		},
	);
	if (found?.status === 'pending') return found;
	if (found) await start();
	return await readAfter({ what: 'the upload was started again', imageId: id }, look);
}
