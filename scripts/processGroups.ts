/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/require-node-api-error */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { checkoutRoot, cleanEnvironment } from './checkout';

const endWithParent = join(checkoutRoot, 'scripts', 'endWithParent.mjs');
const running = new Set<ChildProcess>();

// endWithParent does it too, a moment later, and alone where jest tells nobody of its end.
process.on('exit', () => running.forEach((child) => signalGroup(child, 'SIGKILL')));

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch (error) {
		// ESRCH: the whole group has ended already.
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/**
 * Starts a program in a process group of its own, so that it can be ended with all its children, and
 * ends by itself when this process is killed.
 * @param command program, found on PATH
 * @param args its arguments
 * @param options working folder and environment
 */
export function startGroup(
	command: string,
	args: string[],
	options: { cwd: string; env?: NodeJS.ProcessEnv },
): ChildProcess {
	const child = spawn(process.execPath, [endWithParent, command, ...args], {
		cwd: options.cwd,
		env: options.env ?? cleanEnvironment(),
		detached: true,
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	running.add(child);
	child.once('exit', () => running.delete(child));
	return child;
}

/** True until the program has ended. */
export const isRunning = (child: ChildProcess): boolean =>
	child.exitCode === null && child.signalCode === null;

/**
 * Asks the program to end, and after a while ends it and every child it left.
 * @param child made by startGroup
 * @param graceMs how long it may tidy up, in milliseconds; 0 kills at once
 */
export async function endGroup(child: ChildProcess, graceMs: number): Promise<void> {
	if (isRunning(child)) {
		const ended = once(child, 'exit');
		if (graceMs > 0) {
			// Not to the whole group: n8n ends its own task runner in good order.
			child.kill('SIGTERM');
			await Promise.race([ended, pause(graceMs, undefined, { ref: false })]);
		}
		signalGroup(child, 'SIGKILL');
		await ended;
	}
	signalGroup(child, 'SIGKILL');
}

/** How a command ended. */
export interface CommandResult {
	code: number;
	/** Standard output only. */
	stdout: string;
	/** Standard output and standard error, in order of arrival. */
	output: string;
	/** Wall clock, in seconds. */
	seconds: number;
}

/**
 * Runs a command to its end.
 * @param command program, found on PATH
 * @param args its arguments
 * @param options `onOutput` sees the output while it comes, `onWait` is called every 15 s
 * with the seconds so far, `limitMs` ends a command that takes longer
 * @returns exit code and output; a failing command is not an error, a missing one has code 127
 */
export async function runCommand(
	command: string,
	args: string[],
	options: {
		cwd: string;
		env?: NodeJS.ProcessEnv;
		onOutput?: (text: string) => void;
		onWait?: (seconds: number) => void;
		limitMs?: number;
	},
): Promise<CommandResult> {
	const start = performance.now();
	const seconds = () => (performance.now() - start) / 1000;
	const child = startGroup(command, args, options);
	let stdout = '';
	let output = '';
	const collect = (text: string) => {
		output += text;
		options.onOutput?.(text);
	};
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		collect(text);
	});
	child.stderr?.setEncoding('utf8').on('data', collect);

	const ticker = setInterval(() => options.onWait?.(Math.round(seconds())), 15_000);
	const limit = setTimeout(() => {
		collect(`\nEnded after ${Math.round(seconds())} s: it took too long.\n`);
		void endGroup(child, 0);
	}, options.limitMs ?? 3_600_000);
	try {
		const [code] = (await once(child, 'close')) as [number | null];
		return { code: code ?? 1, stdout, output, seconds: seconds() };
	} finally {
		clearInterval(ticker);
		clearTimeout(limit);
		running.delete(child);
	}
}

/**
 * Runs a command that has to succeed.
 * @param command program, found on PATH
 * @param args its arguments
 * @param options as for runCommand
 * @throws Error with the end of the command's output when it ends with another code than 0
 */
export async function mustRun(
	command: string,
	args: string[],
	options: Parameters<typeof runCommand>[2],
): Promise<CommandResult> {
	const result = await runCommand(command, args, options);
	if (result.code !== 0) {
		const lastLines = result.output.trimEnd().split('\n').slice(-30).join('\n');
		throw new Error(`${command} ${args.join(' ')} ended with code ${result.code}:\n${lastLines}`);
	}
	return result;
}
