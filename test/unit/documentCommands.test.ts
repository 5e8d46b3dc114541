/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { spawnSync } from 'node:child_process';

import { checkoutRoot, readPackageJson } from '../../scripts/checkout';
import { azureCommands, executedCommands, knownPrograms, linesOf, microsoftIds } from '../commandsOfPages';
import { allBlocks, blocksOf, pages, readDocument, type Block } from '../documentation';
import { readmeCommand } from '../readmeCommands';

const blocks = allBlocks();
const shell = blocks.filter(({ language }) => language === 'sh');
const marked = shell.filter(({ notExecuted }) => notExecuted !== undefined);
const place = ({ page, line }: Block): string => `${page}:${line}`;
const named = (some: Block[]): Array<[string, Block]> => some.map((block) => [place(block), block]);
const { scripts = {} } = readPackageJson(checkoutRoot) as { scripts?: Record<string, string> };

/** Returns the programs that a line of a shell starts, those in `$(…)` too. */
const programsOf = (line: string): string[] =>
	[...line.matchAll(/(?:^|\$\()(?:[A-Z_]+=\$\()?(\w[\w-]*)/g)].map(([, program = '']) => program);

/** Returns the words of each use of the Azure CLI in a line; a quoted text is one word. */
const azureUses = (line: string): string[][] =>
	[...line.matchAll(/(?:^|\$\()az /g)].map(({ 0: start, index }) =>
		line
			.slice(index + start.length)
			.replace(/"(?:\\.|[^"\\])*"/g, 'TEXT')
			.replace(/\).*$/, '')
			.split(/\s+/),
	);

/** Returns what is wrong with a line's uses of the Azure CLI. */
const azureFaults = (line: string): string[] =>
	azureUses(line).flatMap((words) => {
		const end = words.findIndex((word) => word.startsWith('-'));
		const name = words.slice(0, end < 0 ? undefined : end).join(' ');
		const allowed = azureCommands[name];
		if (!allowed) return [`az ${name} is not in the list of commands`];
		return words.filter((word) => word.startsWith('-') && !allowed.includes(word)).map((option) => `az ${name} has no ${option}`);
	});

describe('the blocks of the pages', () => {
	it('say their language', () => {
		expect(blocks.filter(({ language }) => !['sh', 'json', 'mermaid'].includes(language)).map(place)).toEqual([]);
	});

	it.each(named(blocks.filter(({ language }) => language === 'json')))('%s is JSON', (_, { text }) => {
		expect(() => JSON.parse(text) as unknown).not.toThrow();
	});

	it.each(named(shell.filter(({ notExecuted }) => notExecuted === undefined)))('%s: a test or CI runs each command', (_, block) => {
		const unknown = linesOf(block).filter((line) => !executedCommands.some(({ command }) => command.test(line)));
		expect(unknown).toEqual([]);
	});

	it.each(named(marked))('%s: what nothing runs is a script, of programs that are known', (_, block) => {
		const { status, stderr } = spawnSync('bash', ['-n'], { input: block.text, encoding: 'utf8' });
		expect([status, stderr]).toEqual([0, '']);
		const programs = linesOf(block).flatMap(programsOf);
		expect(programs.length).toBeGreaterThan(0);
		expect(programs.filter((program) => !knownPrograms.includes(program))).toEqual([]);
		expect(linesOf(block).flatMap(azureFaults)).toEqual([]);
	});

	it('are found, with the reason why nothing runs them', () => {
		const text = 'a\n   <!-- not executed here: no cloud -->\n   ```sh\n   az ad sp list\n   ```\n\n```json\n{}\n```\n';
		expect(blocksOf('x.md', text)).toEqual([
			{ page: 'x.md', line: 3, language: 'sh', text: 'az ad sp list', notExecuted: 'no cloud' },
			{ page: 'x.md', line: 7, language: 'json', text: '{}', notExecuted: undefined },
		]);
		expect(marked.length).toBeGreaterThan(5);
	});
});

describe('the commands that something runs', () => {
	it.each(executedCommands)('$command stands on a page, and $runBy runs it', ({ command, runBy, words }) => {
		expect(shell.flatMap(linesOf).filter((line) => command.test(line)).length).toBeGreaterThan(0);
		expect(readDocument(runBy)).toContain(words);
	});
});

describe('the form of a command that nothing runs', () => {
	it.each([
		['az ad app creat --display-name x', ['az ad app creat is not in the list of commands']],
		['A=$(az ad sp show --ids 1 -o tsv)', ['az ad sp show has no --ids']],
		['az role assignment create --role "Compute --x Reader" --scope "$S"', []],
	])('%s', (line, faults) => {
		expect(azureFaults(line)).toEqual(faults);
	});

	it('is held for every command of the Azure CLI in the list, and for no other', () => {
		const used = shell.flatMap(linesOf).flatMap(azureUses).map((words) => words.join(' ').replace(/ -.*/, ''));
		expect([...new Set(used)].sort()).toEqual(Object.keys(azureCommands).sort());
	});

	it('has the IDs of Microsoft, each where it fits', () => {
		const texts = pages.filter((page) => page.startsWith('docs/credentials/')).map(readDocument);
		const found = texts.flatMap((text) => [...text.matchAll(/\b([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(=\w+)?/g)]);
		const ids = found.filter(([, id]) => id !== '00000000-0000-0000-0000-000000000000');
		expect([...new Set(ids.map(([, id]) => id))].sort()).toEqual(Object.keys(microsoftIds));
		expect(ids.filter(([, id = '', suffix]) => suffix !== undefined && suffix !== microsoftIds[id]?.suffix)).toEqual([]);
	});

	it('in Docker, npm runs the command for the tarball', () => {
		const inner = shell.flatMap(linesOf).flatMap((line) => /sh -c '([^']+)'/.exec(line)?.[1] ?? []);
		expect(inner).toEqual([readmeCommand('tarball')]);
	});
});

it.each(pages)('%s names scripts that package.json has', (page) => {
	const used = [...readDocument(page).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script = '']) => script);
	expect(used.filter((script) => !(script in scripts))).toEqual([]);
});

it('the pages name every script of package.json, but for what npm itself runs', () => {
	const all = pages.map(readDocument).join('\n');
	const missing = Object.keys(scripts).filter((script) => !all.includes(`npm run ${script}\``) && !all.includes(`npm ${script}\``));
	expect(missing).toEqual(['prepublishOnly']);
});
