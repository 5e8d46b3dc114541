import type { Locator, Page } from 'playwright-core';

/** The tab Executions of a workflow. */
export class ExecutionsPage {
	readonly list: Locator;

	constructor(private readonly page: Page) {
		this.list = page.getByTestId('executions-sidebar');
	}

	/** Opens the tab of the workflow that is open. */
	async open(): Promise<void> {
		await this.page.goto(this.page.url().replace(/(\/workflow\/[^/?]+).*/, '$1/executions'));
		await this.list.waitFor();
	}

	/** The status of each execution, the newest first, without how long it took. */
	async statuses(): Promise<string[]> {
		const texts = await this.list.getByTestId('execution-status').allInnerTexts();
		return [...texts].map((text) => text.split(/\s/)[0] ?? '');
	}

	/** Opens an execution of the list, and stops it. */
	async stop(index: number): Promise<void> {
		await this.list.getByTestId('execution-status').nth(index).click();
		await this.page.getByTestId('stop-execution').click();
	}
}
