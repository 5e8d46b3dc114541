/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { whyNoServices } from '../test/queue/services';
import { checkoutRoot, cleanEnvironment, node24 } from './checkout';
import { installN8n, oldestN8nVersion } from './installN8n';
import { jestArguments } from './jestArguments';
import { runCommand } from './processGroups';
import { makeTemporaryFolder } from './temporaryFolder';

/** What a part of the test run came to. */
export interface Tally {
	passed: number;
	failed: number;
	/** One reason for each thing that was not tested. */
	skipped: string[];
}

/** A finished step. */
export interface StepResult extends Tally {
	name: string;
	seconds: number;
}

/** What jest writes with --json, as far as it is read here. */
interface JestReport {
	numPassedTests: number;
	numFailedTests: number;
	numRuntimeErrorTestSuites: number;
	testResults: Array<{ assertionResults: Array<{ status: string; fullName: string }> }>;
}

const jestLimitMs = 30 * 60_000;
const commandLimitMs = 15 * 60_000;
/** What this process may take in all, so that its summary comes before whoever waits for it gives up. */
const allLimitMs = 80 * 60_000;

/** The limit of a single command, shortened to what is left for all, in milliseconds. */
function withinAll(limitMs: number): number {
	const leftMs = allLimitMs - performance.now();
	if (leftMs <= 0) throw new Error(`Not run: the ${allLimitMs / 60_000} minutes for everything are over.`);
	return Math.min(limitMs, leftMs);
}

const show = (text: string) => void process.stdout.write(text);

const succeeded: Tally = { passed: 1, failed: 0, skipped: [] };
const didNotSucceed: Tally = { passed: 0, failed: 1, skipped: [] };

/** A step that was left out counts once, with the reason. */
export const skip = (reason: string): Tally => ({ passed: 0, failed: 0, skipped: [reason] });

/** Turns a list of findings into one passed or one failed, and prints them. */
export function judge(findings: string[]): Tally {
	findings.forEach((finding) => console.log(finding));
	return findings.length === 0 ? succeeded : didNotSucceed;
}

/**
 * Runs a step, shows its heading and time, and never throws.
 * @param name heading
 * @param work what to do; an error counts as failed
 */
export async function step(name: string, work: () => Promise<Tally>): Promise<StepResult> {
	console.log(`\n=== ${name}`);
	const start = performance.now();
	const tally = await work().catch((error: unknown) => {
		console.log(error instanceof Error ? error.message : error);
		return didNotSucceed;
	});
	const seconds = (performance.now() - start) / 1000;
	console.log(`=== ${name}: ${describe(tally)} in ${seconds.toFixed(1)} s`);
	return { name, seconds, ...tally };
}

/** Adds up what several parts came to. */
export const total = (tallies: Tally[]): Tally => ({
	passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
	failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
	skipped: tallies.flatMap(({ skipped }) => skipped),
});

/** `N passed, N failed, N skipped` */
export function describe({ passed, failed, skipped }: Tally): string {
	return `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
}

/** Runs a command in the checkout; its exit code decides. */
export async function command(program: string, ...args: string[]): Promise<Tally> {
	const options = { cwd: checkoutRoot, onOutput: show, limitMs: withinAll(commandLimitMs) };
	const { code } = await runCommand(program, args, options);
	return code === 0 ? succeeded : didNotSucceed;
}

/** What jest says about its own end, of no interest to anybody. */
const ownEnd = /^(Test results written to|Force exiting Jest): .*\n/gm;

/**
 * Runs jest and counts its tests. Whatever they leave among the temporary files goes with the run.
 * @param args folders whose tests run, relative to the checkout, and further arguments for jest
 * @param env variables for the tests
 */
export async function jest(args: string[], env: Record<string, string> = {}): Promise<Tally> {
	const temporary = makeTemporaryFolder('jest');
	try {
		return await runJest(args, join(temporary.path, 'report.json'), { TMPDIR: temporary.path, ...env });
	} finally {
		temporary.remove();
	}
}

/** What `npm run test:unit` and `npm run test:watch` run. */
export const quickFolders = ['test/unit', 'test/contract'];

/** For tests that each start a real n8n: two at a time take more than two cores have. */
export const oneByOne = '--runInBand';

/** Node's arguments that start jest. */
export const jestProgram = [
	// Lets jest load packages that exist only as ES modules, such as jose.
	'--experimental-vm-modules',
	'--disable-warning=ExperimentalWarning',
	join(checkoutRoot, 'node_modules', 'jest', 'bin', 'jest.js'),
];

async function runJest(
	args: string[],
	reportFile: string,
	env: Record<string, string>,
): Promise<Tally> {
	const allArgs = [
		...jestProgram,
		'--ci',
		'--json',
		`--outputFile=${reportFile}`,
		// What a failed test has left open would keep jest from ending.
		'--forceExit',
		...args,
	];
	const { code, output } = await runCommand(node24, allArgs, {
		cwd: checkoutRoot,
		env: cleanEnvironment(env),
		limitMs: withinAll(jestLimitMs),
		onOutput: (text) => show(text.replace(ownEnd, '')),
	});
	if (!existsSync(reportFile)) {
		console.log(`jest ended with code ${code} and no report. ${output.slice(-2000)}`);
		return didNotSucceed;
	}
	return count(JSON.parse(readFileSync(reportFile, 'utf8')) as JestReport, code);
}

/**
 * Runs the tests in n8n's queue mode, where PostgreSQL and Redis can be reached.
 * @param env variables for the tests
 * @param args more arguments for jest
 */
export async function queueMode(env?: Record<string, string>, args: string[] = []): Promise<Tally> {
	const reason = await whyNoServices();
	if (reason !== undefined) return skip(reason);
	await installN8n(console.log);
	return await jest([...jestArguments(['test/queue'], args), oneByOne], env);
}

/** Two cores are enough for three files at a time: for minutes most of them only wait for n8n's next poll or look. */
const threeAtATime = '--maxWorkers=3';

/**
 * Runs the tests in a real n8n, and in queue mode where that can run.
 * @param env variables for the tests
 */
export async function realN8n(env: Record<string, string>): Promise<Tally> {
	await installN8n(console.log);
	await installN8n(console.log, oldestN8nVersion);
	const reason = await whyNoServices();
	if (reason === undefined) return await jest(['test/n8n', 'test/queue', threeAtATime], env);
	return total([await jest(['test/n8n', threeAtATime], env), skip(reason)]);
}

function count(report: JestReport, code: number): Tally {
	const skipped = report.testResults
		.flatMap(({ assertionResults }) => assertionResults)
		.filter(({ status }) => ['pending', 'skipped', 'todo', 'disabled'].includes(status))
		.map(({ status, fullName }) => `${fullName} (marked ${status} in its test file)`);
	// A test file that cannot even be read has no tests to count.
	const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
	const unexplained = code !== 0 && failed === 0 ? 1 : 0;
	return { passed: report.numPassedTests, failed: failed + unexplained, skipped };
}
