import type { GraphEntity } from '../graph/client';
import { GraphError, type DoneChange } from '../graph/errors';

/**
 * Checks the outcome of a change after a lost response.
 *
 * @param lost what the change threw
 * @param look reads what there is now
 * @throws GraphError the first one when the look fails, too: it is the one that says that the change may have been made
 */
export async function lookAfterLost<T>(lost: unknown, look: () => Promise<T>): Promise<T> {
	return await look().catch((error: unknown) => {
		throw error instanceof GraphError ? lost : error;
	});
}

/**
 * Reads the image after a change that was carried out.
 *
 * @param done what was carried out
 * @param read reads the image
 * @throws GraphError that says what was done, so that nobody does it again; whatever else `read` throws
 */
export async function readAfter(
	done: DoneChange,
	read: () => Promise<GraphEntity>,
): Promise<GraphEntity> {
	return await read().catch((error: unknown) => {
		throw error instanceof GraphError ? new GraphError({ ...error.failure, done }) : error;
	});
}
