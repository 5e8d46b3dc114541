/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { CloudPcGraphManagedIdentityApi } from '../../credentials/CloudPcGraphManagedIdentityApi.credentials';
import { CloudPcGraphOAuth2Api } from '../../credentials/CloudPcGraphOAuth2Api.credentials';
import { checkoutRoot, readPackageJson } from '../../scripts/checkout';
import { documents, pages, readDocument } from '../documentation';

const manifest = readPackageJson(checkoutRoot) as unknown as { repository: { url: string } };

/** Address of the repository, which its owner fills in. */
const repository = manifest.repository.url.replace(/^git\+|\.git$/g, '');

/** Code and comments hold no links, and no headings. */
const prose = (text: string): string =>
	text
		.replace(/^( *)```[^]*?^\1```$/gm, '')
		.replace(/<!--[^]*?-->/g, '')
		.replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]]/g, ' '));

/** Returns the anchors that GitHub gives to the headings of a text. */
function anchorsOf(text: string): string[] {
	const seen = new Map<string, number>();
	return [...prose(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
		const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
		const slug = words.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
		const count = seen.get(slug) ?? 0;
		seen.set(slug, count + 1);
		return count === 0 ? slug : `${slug}-${count}`;
	});
}

/**
 * Returns the links of a page that lead nowhere.
 * @param page path from the root of the repository
 */
function brokenLinks(page: string, text: string): string[] {
	const targets = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
	return targets.filter((target) => {
		if (/^(https?|mailto):/.test(target)) return false;
		const [path = '', anchor] = target.split('#');
		const file = path === '' ? page : normalize(join(dirname(page), path));
		if (file.startsWith('..') || !existsSync(join(checkoutRoot, file))) return true;
		return anchor !== undefined && !anchorsOf(readDocument(file)).includes(anchor);
	});
}

describe('the links of the documentation', () => {
	it.each(documents)('%s leads to files and headings that exist', (page) => {
		expect(brokenLinks(page, readDocument(page))).toEqual([]);
	});

	it('show a planted link to a missing file, and to a missing heading', () => {
		const planted = '[a](docs/nowhere.md) [b](#no-such-heading) [c](README.md#installation) `[d](nowhere)`';
		expect(brokenLinks('README.md', planted)).toEqual(['docs/nowhere.md', '#no-such-heading']);
	});

	it('lead from the index, or from a page that it names, to every page in docs', () => {
		const reached = new Set<string>();
		const follow = (page: string): void => {
			if (reached.has(page) || !page.endsWith('.md')) return;
			reached.add(page);
			for (const [, target = ''] of prose(readDocument(page)).matchAll(/\]\(([^)\s#:]+)[^)]*\)/g)) {
				const file = normalize(join(dirname(page), target));
				if (existsSync(join(checkoutRoot, file))) follow(file);
			}
		};
		follow('docs/README.md');
		expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
	});
});

it('commands that fetch the source name the repository of package.json', () => {
	const lines = pages.flatMap((page) => readDocument(page).match(/git clone \S+/g) ?? []);
	expect([...new Set(lines)]).toEqual([`git clone ${repository}.git`]);
});

describe('the documentation that n8n links to', () => {
	const credentials = [new CloudPcGraphOAuth2Api(), new CloudPcGraphManagedIdentityApi()];
	const codex = ['CloudPcDeviceImage', 'CloudPcDeviceImageTrigger'].flatMap((node) => {
		const text = readDocument(`nodes/CloudPcDeviceImage/${node}.node.json`);
		return [...text.matchAll(/"url": "([^"]+)"/g)].map(([, url = '']) => url);
	});

	it.each([...new Set([...credentials.map(({ documentationUrl }) => documentationUrl), ...codex])])('%s is a page', (url) => {
		const start = `${repository}/blob/main/`;
		expect(url.slice(0, start.length)).toBe(start);
		expect(pages).toContain(url.slice(start.length));
	});

	it('is a page of its own for each credential', () => {
		const urls = credentials.map(({ documentationUrl }) => documentationUrl);
		expect(new Set(urls).size).toBe(urls.length);
	});
});
