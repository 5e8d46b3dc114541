/**
 * Runs a program that ends when the process that asked for it ends, however that happens:
 *
 *     node endWithParent.mjs <program> [arguments]
 *
 * The asking process holds the other end of standard input; the kernel closes it for a killed process
 * too. Has to be started as the leader of a process group (`detached`), which it ends as a whole.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const graceMs = 10_000;
const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });

const askToEnd = () => {
	child.kill('SIGTERM');
	setTimeout(() => process.kill(0, 'SIGKILL'), graceMs).unref();
};

process.stdin.resume().on('end', askToEnd).on('error', askToEnd);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, askToEnd);

child.on('error', (failure) => {
	console.error(failure.message);
	process.exit(127);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
