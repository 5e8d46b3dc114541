/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { AsyncLocalStorage } from 'node:async_hooks';

/** The `$batch` request whose part is being answered. */
export interface BatchInProgress {
	/** Its number in the request log. */
	number: number;
	/** The origin the batch was sent to. */
	origin: string;
}

const storage = new AsyncLocalStorage<BatchInProgress>();

/** @returns The batch that the current request is a part of, if any. */
export function batchInProgress(): BatchInProgress | undefined {
	return storage.getStore();
}

/** Runs `answer` as a part of the batch. */
export function withinBatch<T>(batch: BatchInProgress, answer: () => Promise<T>): Promise<T> {
	return storage.run(batch, answer);
}
