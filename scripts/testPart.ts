/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
/**
 * `npm run test:unit` and its kin: one part of the tests, on Node 24 whatever Node the machine has.
 *
 *     node scripts/run.mjs scripts/testPart.ts <part> [part of a file's path] [arguments for jest]
 */
import { testEditor, takeScreenshots } from './editorTests';
import { engineVersions } from './engineVersions';
import { exitWith } from './exitWith';
import { buildIfChanged } from './freshBuild';
import { jestArguments } from './jestArguments';
import { jest, oneByOne, queueMode, quickFolders, step, type Tally } from './testSteps';

type Part = (args: string[]) => Promise<Tally>;

const quiet = { N8N_LOG_LEVEL: 'silent' };

const afterBuild =
	(part: Part): Part =>
	async (args) => {
		await buildIfChanged();
		return await part(args);
	};

const parts: Record<string, Part> = {
	unit: async (args) => await jest(jestArguments(quickFolders, args)),
	processes: async (args) => await jest(jestArguments(['test/processes'], args)),
	engine: afterBuild(async (args) => await jest(jestArguments(['test/engine'], args))),
	faults: afterBuild(async (args) => await jest(['test/faults', ...args], { ...quiet, WRITE_FAULT_TABLE: '1' })),
	soak: afterBuild(async (args) => await jest(['test/faults/soak', ...args], quiet)),
	n8n: async (args) => await jest([...jestArguments(['test/n8n'], args), oneByOne]),
	editor: async (args) => await testEditor({}, args),
	screenshots: takeScreenshots,
	queue: async (args) => await queueMode({}, args),
	versions: afterBuild(async (args) => await engineVersions(args.includes('--write'))),
};

exitWith(async () => {
	const [name = '', ...args] = process.argv.slice(2);
	const part = parts[name];
	if (part === undefined) {
		console.error(`There is no part '${name}'. Choose one of ${Object.keys(parts).join(', ')}.`);
		return 1;
	}
	const { failed, skipped } = await step(name, async () => await part(args));
	// Arguments for jest leave tests out on purpose.
	if (args.length === 0) skipped.forEach((reason) => console.log(`  skipped: ${reason}`));
	return failed === 0 ? 0 : 1;
});
