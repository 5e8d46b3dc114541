import type { Page } from 'playwright-core';

/** n8n's lists of executions, the newest first. */
export class ExecutionsPage {
	constructor(private readonly page: Page) {}

	/** Opens the tab Executions of the workflow that is open. */
	async openOfWorkflow(): Promise<void> {
		await this.page.goto(this.page.url().replace(/(\/workflow\/[^/?]+).*/, '$1/executions'));
		await this.page.getByTestId('executions-sidebar').waitFor();
	}

	/** The status of each execution in that tab. */
	async statusesOfWorkflow(): Promise<string[]> {
		const texts = await this.page.locator('.execution-card').allInnerTexts();
		// An array of this realm, which compares equal to another.
		return [...texts].map((text) => /Waiting|Success|Error|Canceled|Running/.exec(text)?.[0] ?? text);
	}

	/** Opens the executions of all workflows. */
	async openAll(): Promise<void> {
		await this.page.goto(new URL('/home/executions', this.page.url()).href);
		await this.row(0).waitFor();
	}

	/** The status of one of these. */
	async status(index: number): Promise<string> {
		return (await this.row(index).getByTestId('execution-status').innerText()).trim();
	}

	/** Stops one of these. */
	async stop(index: number): Promise<void> {
		await this.row(index).hover();
		await this.row(index).getByTestId('stop-execution-button').click();
	}

	private row(index: number) {
		return this.page.getByTestId('global-execution-list-item').nth(index);
	}
}
