import type { Page } from 'playwright-core';

/**
 * Signs in to n8n on its own page.
 * @param page of the browser
 * @param url root of the editor
 * @param owner of this n8n
 */
export async function signIn(
	page: Page,
	url: string,
	owner: { email: string; password: string },
): Promise<void> {
	await page.goto(`${url}/signin`);
	await page.locator('input[type=email]').fill(owner.email);
	await page.locator('input[type=password]').fill(owner.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
}
