import type { Locator, Page } from 'playwright-core';

/** The choices of the list that is open, by their names without descriptions. */
export async function openChoices(page: Page): Promise<string[]> {
	const texts = await visibleChoices(page).allInnerTexts();
	return texts.map((text) => text.split('\n')[0]?.trim() ?? '');
}

function visibleChoices(page: Page): Locator {
	return page.getByRole('option').filter({ visible: true });
}

const isMultiple = async (list: Locator): Promise<boolean> =>
	(await list.locator('.el-select__tags, .el-select__tags-text').count()) > 0;

/**
 * Opens a list and chooses by name.
 * @param page with the list
 * @param list what to click on to open it
 * @param names exactly as shown; several for a list that takes several
 */
export async function choose(page: Page, list: Locator, ...names: string[]): Promise<void> {
	await list.click();
	for (const name of names) {
		const choice = visibleChoices(page).filter({ has: page.getByText(name, { exact: true }) });
		await choice.click();
	}
	// A list that takes several stays open.
	const open = visibleChoices(page).filter({ has: page.getByText(names.at(-1) ?? '', { exact: true }) });
	if (names.length > 1 || (await isMultiple(list))) await page.keyboard.press('Escape');
	await open.first().waitFor({ state: 'hidden' });
}
