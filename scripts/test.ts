/* eslint-disable no-console */
/** `npm test`: everything, in order of speed. No step keeps the next from running. */
import { testEditor } from './editorTests';
import { engineVersions } from './engineVersions';
import { exitWith } from './exitWith';
import { installN8n } from './installN8n';
import { buildPackage, packPackage } from './packPackage';
import { scanPackage } from './scan';
import { makeTemporaryFolder } from './temporaryFolder';
import { command, describe, jest, judge, queueMode, skip, step, total, type StepResult } from './testSteps';

const temporary = makeTemporaryFolder('test');
const noTarball = 'there is no tarball, because the build or npm pack failed';

async function build(): Promise<{ result: StepResult; tarball?: string }> {
	let tarball: string | undefined;
	const result = await step('Build and pack', async () => {
		await buildPackage();
		tarball = await packPackage(temporary.path);
		return judge([]);
	});
	return { result, tarball };
}

async function testAll(): Promise<StepResult[]> {
	const results = [
		await step('Lint (n8n-node lint)', async () => await command('n8n-node', 'lint')),
		await step('Type check', async () => await command('tsc', '-p', 'test/tsconfig.json')),
	];
	const { result, tarball } = await build();
	results.push(result);
	results.push(
		await step("n8n's verification scan (offline legs)", async () =>
			tarball === undefined ? skip(noTarball) : judge(await scanPackage(tarball)),
		),
		await step('Unit and contract tests', async () => {
			return await jest(['test/unit', 'test/contract']);
		}),
		await step('Engine tests in the oldest and the newest n8n', async () => {
			return await engineVersions(false);
		}),
		await step('Faults and soak', async () => {
			return await jest(['test/faults'], { N8N_LOG_LEVEL: 'silent' });
		}),
		await step('The tarball in a real n8n', async () => {
			if (tarball === undefined) return skip(noTarball);
			await installN8n(console.log);
			return await jest(['test/n8n'], { CLOUDPC_TARBALL: tarball });
		}),
		await step("The nodes in n8n's editor", async () => {
			if (tarball === undefined) return skip(noTarball);
			return await testEditor({ CLOUDPC_TARBALL: tarball });
		}),
		await step('Queue mode', async () => {
			if (tarball === undefined) return skip(noTarball);
			return await queueMode({ CLOUDPC_TARBALL: tarball });
		}),
	);
	return results;
}

function summarize(results: StepResult[]): number {
	console.log('\n=== Summary');
	for (const result of results) {
		console.log(`${result.name.padEnd(40)} ${describe(result)} (${result.seconds.toFixed(1)} s)`);
		for (const reason of result.skipped) console.log(`  skipped: ${reason}`);
	}
	const all = total(results);
	console.log(describe(all));
	return all.failed === 0 ? 0 : 1;
}

exitWith(async () => summarize(await testAll()));
