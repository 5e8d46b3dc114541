/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error */
import { rmSync } from 'node:fs';
import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const heartbeatMs = 10_000;
/** A holder that has not touched its lock for so long has been killed. */
const abandonedMs = 60_000;

async function take(lockFolder: string): Promise<boolean> {
	try {
		await mkdir(lockFolder);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	}
	const touched = await stat(lockFolder).then(
		({ mtimeMs }) => mtimeMs,
		() => Date.now(),
	);
	if (Date.now() - touched > abandonedMs) await rm(lockFolder, { recursive: true, force: true });
	return false;
}

/**
 * Does the work while no other process on this machine holds the same lock.
 * @param lockFolder made and removed here; its parents are made as needed
 * @param onWait called every 15 s while another process holds the lock
 * @param work what to do under the lock
 * @throws what the work throws
 */
export async function withFolderLock<T>(
	lockFolder: string,
	onWait: () => void,
	work: () => Promise<T>,
): Promise<T> {
	await mkdir(dirname(lockFolder), { recursive: true });
	for (let round = 0; !(await take(lockFolder)); round++) {
		if (round % 15 === 0) onWait();
		await pause(1000);
	}
	const giveBack = () => rmSync(lockFolder, { recursive: true, force: true });
	process.on('exit', giveBack);
	const heartbeat = setInterval(() => {
		const now = new Date();
		// The folder may be gone when the cache is emptied by hand; the work itself will say so.
		utimes(lockFolder, now, now).catch(() => undefined);
	}, heartbeatMs);
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		process.off('exit', giveBack);
		giveBack();
	}
}
