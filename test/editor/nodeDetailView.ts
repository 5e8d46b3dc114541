import type { Locator, Page } from 'playwright-core';

import { choose, openChoices } from './choose';

/** n8n's view of one node: input, parameters and output. */
export class NodeDetailView {
	readonly view: Locator;

	readonly parameters: Locator;

	readonly output: Locator;

	readonly executeButton: Locator;

	constructor(private readonly page: Page) {
		this.view = page.getByTestId('ndv');
		this.parameters = page.getByTestId('node-parameters');
		this.output = page.getByTestId('output-panel');
		this.executeButton = this.view.getByTestId('node-execute-button');
	}

	/** The labels and notices that a user sees among the parameters, from top to bottom. */
	async labels(): Promise<string[]> {
		const texts = await this.parameters
			.locator('label.n8n-input-label:visible, .notice-content:visible')
			.allInnerTexts();
		// Below the title stands what shows under the mouse: Fixed and Expression.
		return texts.map((text) => text.split('\n')[0]?.trim() ?? '');
	}

	field(name: string): Locator {
		return this.parameters.getByTestId(`parameter-input-${name}`);
	}

	async choose(name: string, ...choices: string[]): Promise<void> {
		await choose(this.page, this.field(name), ...choices);
	}

	/** What a list parameter offers. */
	async choicesOf(name: string): Promise<string[]> {
		await this.field(name).click();
		return await this.readAndClose();
	}

	async chooseCredential(name: string): Promise<void> {
		await this.parameters.getByTestId('node-credentials-select').click();
		await this.page
			.locator('[data-test-id^=node-credentials-select-item-]:visible')
			.getByText(name, { exact: true })
			.click();
	}

	/** What can be added to a collection that is still empty; it is left empty. */
	async addable(collection: string): Promise<string[]> {
		await this.collection(collection).getByTestId('collection-parameter-add').click();
		return await this.readAndClose();
	}

	/** Adds an entry to a collection. */
	async add(collection: string, entry: string): Promise<void> {
		await choose(
			this.page,
			this.collection(collection).getByTestId('collection-parameter-add'),
			entry,
		);
	}

	/** Opens a resource locator's list, searches in it and returns what is found. */
	async searchLocator(name: string, words: string): Promise<Locator> {
		await this.parameters.getByTestId(`resource-locator-${name}`).getByTestId('rlc-input').click();
		await this.page.getByTestId('rlc-search').filter({ visible: true }).fill(words);
		return this.page.getByTestId('rlc-item').filter({ visible: true });
	}

	/** Chooses a mode of a resource locator and enters a value in it. */
	async enterByMode(name: string, mode: string, value: string): Promise<void> {
		const locator = this.parameters.getByTestId(`resource-locator-${name}`);
		await choose(this.page, locator.getByTestId('rlc-mode-selector'), mode);
		const input = locator.locator('input[data-test-id=rlc-input], [data-test-id=rlc-input] input').first();
		await input.fill(value);
		await input.blur();
		// The editor takes a typed value over only when nothing more was typed for a while.
		await this.page.waitForTimeout(1_500);
	}

	/** The name that a resource locator shows as chosen. */
	async chosenIn(name: string): Promise<string> {
		const locator = this.parameters.getByTestId(`resource-locator-${name}`);
		return await locator
			.locator('input[data-test-id=rlc-input], [data-test-id=rlc-input] input')
			.inputValue();
	}

	/** Runs this node and those before it. */
	async execute(): Promise<void> {
		await this.executeButton.click();
		await this.output.getByTestId('node-run-status-success').waitFor();
	}

	/** Runs this node, which must fail, and returns the message and the description that are shown. */
	async executeToError(): Promise<string> {
		await this.executeButton.click();
		const error = this.output.locator('.node-error-view');
		await error.waitFor();
		return await error.innerText();
	}

	/** What the view says, by a part of it. */
	text(part: string): Locator {
		return this.view.getByText(part);
	}

	/** What the output's table shows: a row of texts per item, after the row of names. */
	async table(): Promise<string[][]> {
		const rows = this.output.locator('tr');
		await rows.nth(1).waitFor();
		return await Promise.all(
			(await rows.all()).map(async (row) => await row.locator('th, td').allInnerTexts()),
		);
	}

	async close(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
	}

	private collection(displayName: string): Locator {
		return this.parameters
			.locator('.multi-parameter:visible')
			.filter({ has: this.page.locator('label').getByText(displayName, { exact: true }) });
	}

	private async readAndClose(): Promise<string[]> {
		await this.page.getByRole('option').filter({ visible: true }).first().waitFor();
		const choices = await openChoices(this.page);
		await this.page.keyboard.press('Escape');
		await this.page
			.getByRole('option')
			.filter({ visible: true })
			.first()
			.waitFor({ state: 'hidden' });
		return choices;
	}
}
