import { allBlocks, type Block } from './documentation';

/** A command of a page, and what runs it. */
interface ExecutedCommand {
	command: RegExp;
	/** A file, from the root of the repository, of a test or of CI. */
	runBy: string;
	/** Words of that file that show it. */
	words: string;
}

/** Every command that a page may show without a mark. */
export const executedCommands: readonly ExecutedCommand[] = [
	{ command: /^npm install .*\.tgz$/, runBy: 'test/n8n/readmeCommands.test.ts', words: "readmeCommand('tarball')" },
	{ command: /^npm install .*n8n-nodes-[\w-]+@latest$/, runBy: 'test/n8n/readmeCommands.test.ts', words: "readmeCommand('published')" },
	{ command: /^npm uninstall .*n8n-nodes-[\w-]+$/, runBy: 'test/n8n/readmeCommands.test.ts', words: "readmeCommand('removePackage')" },
	{ command: /^npm install .*msal-node@[\d.]+$/, runBy: 'test/n8n/readmeCommands.test.ts', words: "readmeCommand('msal')" },
	{ command: /^npm uninstall .*msal-node$/, runBy: 'test/n8n/readmeCommands.test.ts', words: "readmeCommand('removeMsal')" },
	{ command: /^npm run tarball$/, runBy: 'test/processes/documentCommands.test.ts', words: "commandLike(/^npm run tarball$/)" },
	{ command: /^npm run graph-server( -- --.*)?$/, runBy: 'test/processes/documentCommands.test.ts', words: 'commandsLike(/^npm run graph-server/)' },
	{ command: /^openssl req /, runBy: 'test/processes/documentCommands.test.ts', words: 'commandLike(/^openssl req /)' },
	{ command: /^npm run demo( -- --once)?$/, runBy: '.github/workflows/full.yml', words: 'npm run demo -- --once' },
	{ command: /^npm run lint$/, runBy: '.github/workflows/pull-request.yml', words: 'npm run lint' },
	{ command: /^npm run typecheck$/, runBy: '.github/workflows/pull-request.yml', words: 'npm run typecheck' },
	{ command: /^npm run test:unit$/, runBy: '.github/workflows/pull-request.yml', words: 'npm run test:unit' },
	{ command: /^npm run test:engine$/, runBy: '.github/workflows/pull-request.yml', words: 'npm run test:engine' },
	{ command: /^npm run test:unit -- \w+( -t '[^']+')?$/, runBy: 'test/unit/jestArguments.test.ts', words: 'arguments of npm run test:' },
	{ command: /^npm run contract -- --/, runBy: 'test/contract/options.test.ts', words: 'docs/development/contract-tests.md' },
];

/** What a block that nothing runs may begin its commands with. */
export const knownPrograms: readonly string[] = ['az', 'cd', 'docker', 'echo', 'git'];

const idOfApp = ['--id'];

/** Every command of the Azure CLI that a page may show, with its options. Source: https://learn.microsoft.com/cli/azure/reference-index */
export const azureCommands: Readonly<Record<string, readonly string[]>> = {
	'account show': ['--query', '-o'],
	'ad app create': ['--display-name', '--query', '--sign-in-audience', '-o'],
	'ad app credential reset': [...idOfApp, '--append', '--cert', '--display-name', '--query', '-o'],
	'ad app federated-credential create': [...idOfApp, '--parameters'],
	'ad app permission add': [...idOfApp, '--api', '--api-permissions'],
	'ad app permission admin-consent': idOfApp,
	'ad app update': [...idOfApp, '--web-redirect-uris'],
	'ad sp create': idOfApp,
	'ad sp list': ['--display-name', '--query', '-o'],
	'ad sp show': [...idOfApp, '--query', '-o'],
	'rest': ['--body', '--method', '--url'],
	'role assignment create': ['--assignee', '--role', '--scope'],
	'vm identity show': ['--name', '--query', '--resource-group', '-o'],
};

/** IDs that Microsoft gave, and what may follow them. Source: Microsoft's permissions.json (devx-content), 2026-08-07. */
export const microsoftIds: Readonly<Record<string, { name: string; suffix?: '=Role' | '=Scope' }>> = {
	'00000003-0000-0000-c000-000000000000': { name: 'Microsoft Graph' },
	'0af06dc6-e4b5-4f28-818e-e78e62d137a5': { name: 'Windows 365' },
	'3b4349e1-8cf5-45a3-95b7-69d1751d3e6a': { name: 'CloudPC.ReadWrite.All of an app', suffix: '=Role' },
	'5252ec4e-fd40-4d92-8c68-89dd1d3c6110': { name: 'CloudPC.Read.All of a user', suffix: '=Scope' },
	'9d77138f-f0e2-47ba-ab33-cd246c8b79d1': { name: 'CloudPC.ReadWrite.All of a user', suffix: '=Scope' },
	'a9e09520-8ed4-4cde-838e-4fdea192c227': { name: 'CloudPC.Read.All of an app', suffix: '=Role' },
};

/** Returns the commands of a block, one a line. */
export const linesOf = ({ text }: Block): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** Returns each different command of the pages that fits a pattern. */
export const commandsLike = (pattern: RegExp): string[] => [
	...new Set(allBlocks().flatMap((block) => linesOf(block).filter((line) => pattern.test(line)))),
];

/** Returns the one command of the pages that fits a pattern. @throws Error when there are none or several */
export function commandLike(pattern: RegExp): string {
	const [command, ...others] = commandsLike(pattern);
	if (command === undefined || others.length > 0) {
		throw new Error(`The pages have ${command ? 'different lines' : 'no line'} like ${pattern}.`);
	}
	return command;
}
