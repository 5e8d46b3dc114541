/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { whyNoServices } from '../test/queue/services';
import { checkoutRoot, cleanEnvironment, node24 } from './checkout';
import { installN8n } from './installN8n';
import { runCommand } from './processGroups';

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
	const options = { cwd: checkoutRoot, onOutput: show, limitMs: commandLimitMs };
	const { code } = await runCommand(program, args, options);
	return code === 0 ? succeeded : didNotSucceed;
}

/**
 * Runs jest and counts its tests.
 * @param folders whose tests run, relative to the checkout
 * @param reportFile where jest writes its report
 * @param env variables for the tests
 */
export async function jest(
	folders: string[],
	reportFile: string,
	env: Record<string, string> = {},
): Promise<Tally> {
	const entry = join(checkoutRoot, 'node_modules', 'jest', 'bin', 'jest.js');
	// Lets jest load packages that exist only as ES modules, such as jose.
	const args = [
		'--experimental-vm-modules',
		'--disable-warning=ExperimentalWarning',
		entry,
		'--ci',
		'--json',
		`--outputFile=${reportFile}`,
		...folders,
	];
	const { code, stdout } = await runCommand(node24, args, {
		cwd: checkoutRoot,
		env: cleanEnvironment(env),
		limitMs: jestLimitMs,
		// With --json the report is standard output, and what people read is standard error.
		onOutput: (text) => {
			if (!text.startsWith('{"num')) show(text);
		},
	});
	if (!existsSync(reportFile)) {
		console.log(`jest ended with code ${code} and no report. ${stdout.slice(-2000)}`);
		return didNotSucceed;
	}
	return count(JSON.parse(readFileSync(reportFile, 'utf8')) as JestReport, code);
}

/**
 * Runs the tests in n8n's queue mode, where PostgreSQL and Redis can be reached.
 * @param reportFile where jest writes its report
 * @param env variables for the tests
 */
export async function queueMode(reportFile: string, env?: Record<string, string>): Promise<Tally> {
	const reason = await whyNoServices();
	if (reason !== undefined) return skip(reason);
	await installN8n(console.log);
	return await jest(['test/queue'], reportFile, env);
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
