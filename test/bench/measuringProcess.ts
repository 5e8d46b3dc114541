/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { cleanEnvironment } from '../../scripts/checkout';

const oneEngine = pathToFileURL(join(__dirname, 'oneEngine.mjs')).href;

/**
 * Runs a file of this folder in a process of its own, with the engine of one n8n in it.
 *
 * @param file ends with a call of {@link report}
 * @param n8nFolder where that n8n is installed
 * @param nodeFlags more options of Node
 * @param args the file's own arguments
 * @returns what the file reported
 * @throws Error when it ends without a report
 */
export async function measureIn<T>(
	file: string,
	n8nFolder: string,
	nodeFlags: string[] = [],
	args: string[] = [],
): Promise<T> {
	const child = fork(join(__dirname, file), args, {
		execArgv: [...nodeFlags, '--import', require.resolve('tsx'), '--import', oneEngine],
		env: cleanEnvironment({ CLOUDPC_N8N_FOLDER: n8nFolder, N8N_LOG_LEVEL: 'silent' }),
	});
	const ended = once(child, 'exit').then(([code]) => {
		throw new Error(`${file} ended with code ${String(code)} and no report.`);
	});
	const [result] = (await Promise.race([once(child, 'message'), ended])) as [T];
	ended.catch(() => undefined);
	child.disconnect();
	return result;
}

/**
 * Tells the process that called {@link measureIn}, and ends with it.
 *
 * @param measure does the work; an error ends the process with code 1
 */
export function report(measure: () => Promise<unknown>): void {
	process.once('disconnect', () => process.exit());
	measure().then(
		(result) => void process.send?.(result),
		(error: unknown) => {
			process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
			process.exit(1);
		},
	);
}

/** Where n8n is, in a process that {@link measureIn} started. */
export const n8nFolder = (): string => String(process.env.CLOUDPC_N8N_FOLDER);
