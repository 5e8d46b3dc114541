/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { pages, readDocument } from '../documentation';

const root = resolve(__dirname, '../..');
const folder = 'docs/images';
const largestBytes = 120_000;

describe('the pictures of the pages', () => {
	const used = pages.flatMap((page) =>
		[...readDocument(page).matchAll(/\]\((?:\.\.\/|docs\/)?images\/([^)]+)\)/g)].map(([, file]) => file),
	);
	const present = readdirSync(join(root, folder));

	it('are those in docs/images, each on a page, and one at the top of README', () => {
		expect([...new Set(used)].sort()).toEqual([...present].sort());
		expect(readDocument('README.md').split('\n').slice(0, 12).join()).toMatch(/!\[[^\]]{20,}\]\(docs\/images\//);
	});

	it.each(present)('%s is small', (file) => {
		expect(statSync(join(root, folder, file)).size).toBeLessThan(largestBytes);
	});

	it('stay out of the published package', () => {
		const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
			files: string[];
		};
		expect(files.filter((entry) => folder.startsWith(entry))).toEqual([]);
	});
});
