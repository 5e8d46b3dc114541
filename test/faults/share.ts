import type { Worker } from '../operations/worker';

/** Works through a list, each worker taking the next entry as soon as it is free. */
export async function share<Work>(
	workers: readonly Worker[],
	work: readonly Work[],
	each: (worker: Worker, entry: Work) => Promise<void>,
): Promise<void> {
	const left = work.values();
	await Promise.all(
		workers.map(async (worker) => {
			// One iterator for all: what one worker has taken, no other gets.
			for (const entry of left) await each(worker, entry);
		}),
	);
}
