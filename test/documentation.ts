/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkoutRoot } from '../scripts/checkout';

/** Written by tests and the benchmark. */
const generated = ['docs/benchmarks.md', 'docs/faults.md'];

const markdownIn = (folder: string, recursive: boolean): string[] =>
	readdirSync(join(checkoutRoot, folder), { recursive })
		.map((file) => join(folder, String(file)).replaceAll('\\', '/'))
		.filter((file) => file.endsWith('.md'))
		.sort();

/** All Markdown files of the repository that a person reads, as paths from its root. */
export const documents: readonly string[] = [...markdownIn('.', false), ...markdownIn('docs', true)];

/** Those that a person writes for today's users and contributors: neither generated nor a record of a decision. */
export const pages: readonly string[] = documents.filter(
	(file) => !generated.includes(file) && !file.startsWith('docs/adr/') && file !== 'CHANGELOG.md',
);

/** Returns the text of a file, given by its path from the root of the repository. */
export const readDocument = (file: string): string => readFileSync(join(checkoutRoot, file), 'utf8');

/** A fenced block of a page. */
export interface Block {
	page: string;
	/** Number of its first fence. */
	line: number;
	language: string;
	/** Its lines, without the indentation of a list. */
	text: string;
	/** Why no test runs it; undefined where one does. */
	notExecuted?: string;
}

const mark = /^<!-- not executed here: (.+) -->$/;

/**
 * Returns the fenced blocks of a page.
 * @param page path from the root of the repository
 * @param source text of the page
 */
export function blocksOf(page: string, source: string): Block[] {
	const lines = source.split('\n');
	const blocks: Block[] = [];
	for (let index = 0; index < lines.length; index++) {
		const [, indent = '', language = ''] = /^(\s*)```(\w*)$/.exec(lines[index] ?? '') ?? [];
		if (!/^\s*```/.test(lines[index] ?? '')) continue;
		const end = lines.findIndex((line, at) => at > index && line.trim() === '```');
		if (end < 0) throw new Error(`${page}:${index + 1} opens a block that does not end`);
		const text = lines.slice(index + 1, end).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
		const before = lines.slice(0, index).findLast((line) => line.trim() !== '') ?? '';
		const [, notExecuted] = mark.exec(before.trim()) ?? [];
		blocks.push({ page, line: index + 1, language, text: text.join('\n'), notExecuted });
		index = end;
	}
	return blocks;
}

/** All fenced blocks of the pages. */
export const allBlocks = (): Block[] => pages.flatMap((page) => blocksOf(page, readDocument(page)));
