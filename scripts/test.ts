/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
/** `npm test`: everything, in order of speed. No step keeps the next from running. */
import { testEditor } from './editorTests';
import { engineVersions } from './engineVersions';
import { exitWith } from './exitWith';
import { buildPackage, packPackage } from './packPackage';
import { scanPackage } from './scan';
import { makeTemporaryFolder } from './temporaryFolder';
import { command, describe, jest, judge, quickFolders, realN8n, skip, step, total, type StepResult, type Tally } from './testSteps';

const temporary = makeTemporaryFolder('test');
const noTarball = 'there is no tarball, because the build or npm pack failed';
/** For test/propertyRuns.ts; 10,000 runs of a property may take longer than jest lets a test take. */
const manyPropertyRuns = { CLOUDPC_PROPERTY_RUNS: '10000' };
const manyRunsLimit = '--testTimeout=180000';
const results: StepResult[] = [];
/** What counts as failed when this process ends now. */
let running: string | undefined = 'Before the first step';

async function run(name: string, work: () => Promise<Tally>): Promise<void> {
	running = name;
	results.push(await step(name, work));
}

async function testAll(): Promise<number> {
	let tarball: string | undefined;
	const withTarball = async (work: (packed: string) => Promise<Tally>): Promise<Tally> =>
		tarball === undefined ? skip(noTarball) : await work(tarball);

	await run('Lint (n8n-node lint)', async () => await command('n8n-node', 'lint'));
	await run('Type check', async () => await command('tsc', '-p', 'test/tsconfig.json'));
	await run('Build and pack', async () => {
		await buildPackage();
		tarball = await packPackage(temporary.path);
		return judge([]);
	});
	await run("n8n's verification scan (offline legs)", async () => {
		return await withTarball(async (packed) => judge(await scanPackage(packed)));
	});
	await run('Unit and contract tests', async () => await jest([...quickFolders, manyRunsLimit], manyPropertyRuns));
	await run('Tests of commands', async () => await jest(['test/processes']));
	await run('Engine tests in the oldest and the newest n8n', async () => await engineVersions(false));
	await run('Faults and soak', async () => await jest(['test/faults'], { N8N_LOG_LEVEL: 'silent' }));
	await run("The nodes in n8n's editor", async () => {
		return await withTarball(async (packed) => await testEditor({ CLOUDPC_TARBALL: packed }));
	});
	await run('The tarball in a real n8n, queue mode', async () => {
		return await withTarball(async (packed) => await realN8n({ CLOUDPC_TARBALL: packed }));
	});
	running = undefined;
	return total(results).failed === 0 ? 0 : 1;
}

/** Prints what each step came to; the last line adds it up. */
function summarize(): void {
	console.log('\n=== Summary');
	for (const result of results) {
		console.log(`${result.name.padEnd(40)} ${describe(result)} (${result.seconds.toFixed(1)} s)`);
		for (const reason of result.skipped) console.log(`  skipped: ${reason}`);
	}
	const brokenOff = running === undefined ? [] : [judge([`${running}: broken off`])];
	console.log(describe(total([...results, ...brokenOff])));
}

// However it ends: a signal and an error that nobody catches are told, too.
process.on('exit', summarize);
exitWith(testAll);
