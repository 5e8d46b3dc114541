/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkoutRoot, readPackageJson } from './checkout';
import { installEngine } from './installEngine';
import { n8nVersion, oldestN8nVersion } from './installN8n';
import { jest, judge, total, type Tally } from './testSteps';

const installedVersion = (name: string) =>
	readPackageJson(join(checkoutRoot, 'node_modules', name)).version;

/** The engine of the oldest n8n that is supported. */
const oldest = { n8n: oldestN8nVersion, core: '2.38.1', workflow: '2.38.1' };

/** The engine of the n8n that the tests start; it is a development package. */
const newest = {
	n8n: n8nVersion,
	core: installedVersion('n8n-core'),
	workflow: installedVersion('n8n-workflow'),
};

const readme = join(checkoutRoot, 'README.md');
const [from, to] = ['<!-- versions -->\n', '<!-- /versions -->'];

interface EngineRun {
	row: string;
	tally: Tally;
}

function formatTable(runs: EngineRun[]): string {
	return [
		`n8n ${oldest.n8n} is the oldest that is supported. The engine tests run in the engines of:`,
		'',
		'| n8n | n8n-core | n8n-workflow | Node | Engine tests |',
		'|---|---|---|---|---|',
		...runs.map(({ row }) => row),
		'',
		`\`npm test\` also runs the tarball in n8n ${n8nVersion}: on SQLite, and in queue mode where PostgreSQL and Redis can be reached. Waits across restarts also run in n8n ${oldest.n8n}.`,
		'',
	].join('\n');
}

async function runOn(
	name: string,
	version: typeof oldest,
	env: Record<string, string>,
): Promise<EngineRun> {
	// n8n's own log would bury what failed.
	const tally = await jest(['test/engine'], { N8N_LOG_LEVEL: 'silent', ...env });
	const { n8n, core, workflow } = version;
	const node = installedVersion('node').split('.')[0];
	const result = tally.failed === 0 && tally.passed > 0 ? 'pass' : `${tally.failed} fail`;
	return { tally, row: `| ${n8n} (${name}) | ${core} | ${workflow} | ${node} | ${result} |` };
}

/** Puts the table into README, or says that README has another one. */
function compareReadme(table: string, write: boolean): string[] {
	const text = readFileSync(readme, 'utf8');
	const [start, end] = [text.indexOf(from) + from.length, text.indexOf(to)];
	if (end < start) return [`README.md has no ${from.trim()} … ${to}.`];
	if (text.slice(start, end) === table) return [];
	if (!write) return [`README.md has another table than this run:\n${table}`];
	writeFileSync(readme, text.slice(0, start) + table + text.slice(end));
	return [];
}

/**
 * Runs the engine tests in the oldest and in the newest n8n engine and compares README's table with it.
 * `dist` has to be built.
 * @param write whether README gets the table instead of being compared
 */
export async function engineVersions(write: boolean): Promise<Tally> {
	const { folder } = await installEngine(oldest, (line) => void process.stdout.write(`${line}\n`));
	const runs = [
		await runOn('oldest', oldest, { CLOUDPC_ENGINE_FOLDER: folder }),
		await runOn('newest', newest, {}),
	];
	const table = judge(compareReadme(formatTable(runs), write));
	return total([...runs.map(({ tally }) => tally), table]);
}
