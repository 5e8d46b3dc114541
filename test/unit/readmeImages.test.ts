/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const folder = 'docs/images';
const largestBytes = 120_000;

describe("README's pictures", () => {
	const readme = readFileSync(join(root, 'README.md'), 'utf8');
	const used = [...readme.matchAll(/\]\(docs\/images\/([^)]+)\)/g)].map(([, file]) => file);
	const present = readdirSync(join(root, folder));

	it('are those that npm run screenshots made', () => {
		expect(used).toHaveLength(4);
		expect([...used].sort()).toEqual([...present].sort());
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
