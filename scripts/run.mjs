#!/usr/bin/env node
/**
 * Entry of `npm test`, its parts and most other commands, on any Node from 20:
 *
 *     node scripts/run.mjs <file.ts> [arguments]
 *
 * Installs the development packages when they are missing or belong to another lock file, then runs
 * the TypeScript file with the Node 24 of the npm package `node`, which n8n needs.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const binFolder = join(root, 'node_modules', '.bin');
const [file, ...args] = process.argv.slice(2);
const node24 = join(root, 'node_modules', 'node', 'bin', 'node');

/** Where `npm test` cannot speak for itself, this says how it ended, as its own summary would. */
function sumUp() {
	if (file === 'scripts/test.ts') console.log('0 passed, 1 failed, 0 skipped');
}

function stop(reason) {
	console.error(reason);
	sumUp();
	process.exit(1);
}

function readLock(file) {
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

/** Says why node_modules cannot be used as it is, or nothing when it can. */
function whyInstall() {
	const wanted = readLock(join(root, 'package-lock.json'));
	const present = readLock(join(root, 'node_modules', '.package-lock.json'));
	if (wanted === undefined)
		return stop('package-lock.json is missing: run this inside the checkout.');
	if (present === undefined) return 'node_modules is missing';
	for (const [path, { version, optional, extraneous, link }] of Object.entries(wanted)) {
		// npm leaves out optional packages made for other platforms, and what it calls extraneous.
		const mayBeAbsent = path === '' || link || extraneous || optional;
		if (mayBeAbsent && !present[path]) continue;
		if (present[path]?.version !== version) return `${path} is not version ${version}`;
	}
	return undefined;
}

function npm(...args) {
	console.log(`> npm ${args.join(' ')}`);
	const { status } = spawnSync('npm', args, { cwd: root, stdio: 'inherit' });
	if (status !== 0) stop(`npm ${args.join(' ')} did not succeed; its own messages are above.`);
}

const node24Runs = () => spawnSync(node24, ['--version']).status === 0;

function prepare() {
	const [major] = process.versions.node.split('.');
	if (Number(major) < 20)
		stop(`Node 20 or newer is needed, this is Node ${process.versions.node}.`);
	if (process.platform === 'win32')
		stop('On Windows, run this in WSL (Windows Subsystem for Linux).');

	const reason = whyInstall();
	if (reason !== undefined) {
		console.log(`Installing the development packages, because ${reason} (a minute or two).`);
		// One of the packages has an install script that refuses every installer but its own.
		npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
	}
	// The package `node` fetches its binary in an install script, and a later npm command may prune it.
	if (!node24Runs()) npm('rebuild', 'node');
	if (!node24Runs()) stop('Node 24 of the npm package `node` does not run on this machine.');
}

function run() {
	const child = spawn(node24, ['--import', import.meta.resolve('tsx'), resolve(root, file), ...args], {
		stdio: 'inherit',
		env: { ...process.env, PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}` },
	});
	// The child decides when it has tidied up. A terminal sends Ctrl-C to both, so that is not passed on.
	const passOn = (signal) =>
		signal === 'SIGINT' && process.stdin.isTTY ? false : child.kill(signal);
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
	child.on('error', (failure) => stop(failure.message));
	child.on('exit', (code, signal) => {
		if (code === null) sumUp();
		process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
	});
}

if (file === undefined) stop('Usage: node scripts/run.mjs <file.ts> [arguments]');
prepare();
run();
