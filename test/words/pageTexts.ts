/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { checkoutRoot } from '../../scripts/checkout';
import { readDocument } from '../documentation';

/** A paragraph, list entry, heading or cell of a page. */
export interface PageText {
	/** Of its first line, from 1. */
	line: number;
	/** Without marks; a piece of code counts as one word. */
	text: string;
}

/** Returns the text that a reader sees of a line, or of lines that belong together. */
const plain = (markdown: string): string =>
	markdown
		.replace(/!\[[^\]]*\]\([^)]*\)/g, '')
		.replace(/`[^`]*`/g, 'X')
		.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/<[^>]*>|https?:\/\/\S+/g, 'X')
		.replace(/\*{1,3}/g, '')
		.trim();

/** Where a text of its own begins: a heading, a list entry or a quotation. */
const opening = /^\s*(?:#{1,6} |[-*+] |\d+\. |> ?)/;

/**
 * Returns the texts of a page without its blocks of code and comments.
 *
 * @param markdown the whole page
 */
export function textsOfPage(markdown: string): PageText[] {
	const blank = (block: string): string => block.replace(/[^\n]/g, '');
	const lines = markdown
		.replace(/^([ \t]*)(```|~~~)[^]*?^\1\2[ \t]*$/gm, blank)
		.replace(/<!--[^]*?-->/g, blank)
		.split('\n');
	const found: PageText[] = [];
	let isOpen = false;
	lines.forEach((line, index) => {
		const isText = line.trim() !== '';
		const last = found.at(-1);
		if (/^\s*\|/.test(line)) found.push(...line.split(/(?<!\\)\|/).map((text) => ({ line: index + 1, text })));
		else if (isText && isOpen && last && !opening.test(line)) last.text += ` ${line.trim()}`;
		else if (isText) found.push({ line: index + 1, text: line.replace(opening, '') });
		isOpen = isText && !/^(?:#|\s*\|)/.test(line);
	});
	return found.map(({ line, text }) => ({ line, text: plain(text) })).filter(({ text }) => /\p{L}/u.test(text));
}

interface ExampleNode {
	name: string;
	notes?: string;
	parameters: { content?: unknown };
}

/** Returns what an example says on its canvas: the names of its nodes, their notes, and its sticky notes. */
export function textsOfExample(json: string): PageText[] {
	const { nodes } = JSON.parse(json) as { nodes: ExampleNode[] };
	return nodes.flatMap(({ name, notes = '', parameters: { content = '' } }) =>
		[name, notes, String(content)].flatMap((text) => textsOfPage(text)),
	);
}

/** Returns the example workflows, by their paths from the root of the checkout. */
export const examples = (): string[] =>
	readdirSync(join(checkoutRoot, 'examples'), { recursive: true })
		.map((file) => join('examples', String(file)))
		.filter((file) => file.endsWith('.json'))
		.sort();

/** Returns the texts of a page or an example. */
export function readTexts(file: string): PageText[] {
	const content = readDocument(file);
	return file.endsWith('.json') ? textsOfExample(content) : textsOfPage(content);
}
