/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, selectors, type Locator, type Page } from 'playwright-core';

const pageLimitMs = 20_000;

/** A headless Chromium with one page. */
export interface Browser {
	page: Page;
	/**
	 * Keeps a picture for the pages when CLOUDPC_SCREENSHOTS names a folder.
	 * @param name of the file, without ending
	 * @param part of the page; the whole page by default
	 */
	photograph(name: string, part?: Locator): Promise<void>;
	/**
	 * Keeps a picture of what went wrong, outside the checkout, where it outlives the run.
	 * @param test that failed
	 * @returns path of the picture
	 */
	keepFailure(test: string): Promise<string>;
	close(): Promise<void>;
}

/**
 * Starts the browser.
 * @param executable path of a Chromium
 */
export async function openBrowser(executable: string): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	// Chromium refuses its sandbox to root; only pages on loopback are opened.
	const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
	const context = await browser.newContext({
		viewport: { width: 1280, height: 800 },
		reducedMotion: 'reduce',
	});
	context.setDefaultTimeout(pageLimitMs);
	const page = await context.newPage();
	const pictures = process.env.CLOUDPC_SCREENSHOTS;
	let failures: string | undefined;
	return {
		page,
		photograph: async (name, part) => {
			if (pictures === undefined) return;
			await closeToasts(page);
			mkdirSync(pictures, { recursive: true });
			const options = { path: join(pictures, `${name}.png`), animations: 'disabled' } as const;
			await (part ?? page).screenshot(options);
		},
		keepFailure: async (test) => {
			failures ??= mkdtempSync(join(process.env.CLOUDPC_FAILURES ?? tmpdir(), 'cloudpc-editor-'));
			const path = join(failures, `${test.replaceAll(/[^a-z0-9]+/gi, '-')}.png`);
			// A window that was opened last is the one that matters.
			await (context.pages().at(-1) ?? page).screenshot({ path });
			return path;
		},
		close: async () => await browser.close(),
	};
}

/** n8n's messages in the corner would cover the picture. */
async function closeToasts(page: Page): Promise<void> {
	const toasts = page.locator('.el-notification:visible');
	while ((await toasts.count()) > 0) {
		await toasts.first().locator('.el-notification__closeBtn').click();
		await toasts.first().waitFor({ state: 'hidden' });
	}
}
