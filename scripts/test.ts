/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
/** `npm test`: everything, in order of speed. No step keeps the next from running. */
import { constants } from 'node:os';
import { join } from 'node:path';

import { testEditor } from './editorTests';
import { engineVersions } from './engineVersions';
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
	const report = (name: string) => join(temporary.path, `${name}.json`);
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
			return await jest(['test/unit', 'test/contract'], report('jest'));
		}),
		await step('Engine tests in the oldest and the newest n8n', async () => {
			return await engineVersions(report, false);
		}),
		await step('Faults and soak', async () => {
			return await jest(['test/faults'], report('faults'), { N8N_LOG_LEVEL: 'silent' });
		}),
		await step('The tarball in a real n8n', async () => {
			if (tarball === undefined) return skip(noTarball);
			await installN8n(console.log);
			// TMPDIR: so that nothing of it stays when the whole run is broken off.
			const env = { CLOUDPC_TARBALL: tarball, TMPDIR: temporary.path };
			return await jest(['test/n8n'], report('n8n'), env);
		}),
		await step("The nodes in n8n's editor", async () => {
			if (tarball === undefined) return skip(noTarball);
			const env = { CLOUDPC_TARBALL: tarball, TMPDIR: temporary.path };
			return await testEditor(report('editor'), env);
		}),
		await step('Queue mode', async () => {
			if (tarball === undefined) return skip(noTarball);
			const env = { CLOUDPC_TARBALL: tarball, TMPDIR: temporary.path };
			return await queueMode(report('queue'), env);
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

// The exit handlers of temporaryFolder and processGroups tidy up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => process.exit(128 + constants.signals[signal]));
}

testAll().then(
	(results) => process.exit(summarize(results)),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
