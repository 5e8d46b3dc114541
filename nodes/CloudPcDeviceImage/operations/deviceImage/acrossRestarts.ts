import type { GraphEntity } from '../../graph/client';
import type { DeviceImage } from '../../images/deviceImage';
import { beginWait } from '../../images/waitForStatus';
import type { RequestOptions } from '../../parameters/options';
import { isDue, shortestPauseMs, waitingItem, type WaitState } from '../../parameters/waitState';
import { lookAtImage, type Wait } from './waiting';

/** Returns what an error at the end of the wait says of an image; n8n stores it with each look. */
const named = ({ id, displayName, version, status }: DeviceImage): DeviceImage => ({ id, displayName, version, status });

/**
 * Does one step of a wait that is stored between its looks.
 *
 * @param wait the image and the rules
 * @param state how far the wait was; undefined at its beginning
 * @returns what an image is after its upload, or an item that holds how far the wait is now
 * @throws ImageNotReady; GraphError
 */
export async function lookAcrossRestarts(
	wait: Wait & { options: Wait['options'] & RequestOptions },
	state: WaitState | undefined,
): Promise<GraphEntity> {
	if (state?.outcome) return state.outcome;
	const { id: imageId, waitUntil, options, clock } = wait;
	if (state && !isDue(state, clock.now())) return waitingItem(state);
	const look = await lookAtImage(wait, state ?? beginWait(clock));
	if ('settled' in look) return look.settled;
	const { startedAt, last } = look.waiting;
	const nextLookAt = Math.max(look.waiting.nextLookAt, clock.now() + shortestPauseMs);
	return waitingItem({ startedAt, nextLookAt, ...(last && { last: named(last) }), imageId, waitUntil, options });
}
