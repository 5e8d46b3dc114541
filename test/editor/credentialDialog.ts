import type { Locator, Page } from 'playwright-core';

import { choose } from './choose';

/** n8n's dialog for one credential. */
export class CredentialDialog {
	readonly dialog: Locator;

	/** Green, after n8n has run the credential's own test. */
	readonly testSuccess: Locator;

	/** Green, after a user has signed in. */
	readonly connected: Locator;

	private readonly typed = new Map<string, string>();

	constructor(private readonly page: Page) {
		this.dialog = page.getByTestId('editCredential-modal');
		this.testSuccess = this.dialog.getByTestId('credentials-config-container-test-success');
		this.connected = this.dialog.getByTestId('oauth-connect-success-banner');
	}

	/** Opens the dialog for a new credential and names it. */
	async create(url: string, type: string, name: string): Promise<void> {
		await this.page.goto(`${url}/home/credentials/create`);
		await this.page.getByTestId('new-credential-type-select').locator('input').fill(type);
		await this.page
			.getByTestId('new-credential-type-select-option')
			.getByText(type, { exact: true })
			.click();
		await this.page.getByTestId('new-credential-type-button').click();
		await this.dialog.getByTestId('credential-name').getByTestId('inline-edit-preview').click();
		const input = this.dialog.getByTestId('credential-name').getByTestId('inline-edit-input');
		await input.fill(name);
		await input.press('Enter');
	}

	/** Opens a stored credential from the list. */
	async open(url: string, name: string): Promise<void> {
		await this.page.goto(`${url}/home/credentials`);
		await this.page
			.getByTestId('resources-list-item')
			.filter({ has: this.page.getByText(name, { exact: true }) })
			.click();
	}

	field(name: string): Locator {
		return this.dialog.getByTestId(`parameter-input-${name}`);
	}

	/** Chooses in the lists and types into the other fields, by stored names. */
	async fill(lists: Record<string, string>, texts: Record<string, string>): Promise<void> {
		for (const [name, choice] of Object.entries(lists)) {
			await choose(this.page, this.field(name), choice);
		}
		for (const [name, text] of Object.entries(texts)) {
			await this.field(name).locator('input').fill(text);
			this.typed.set(name, text);
		}
	}

	/** Saves until all that was typed has been sent: n8n takes typed text over a moment later. */
	async save(): Promise<void> {
		for (let isComplete = false; !isComplete; ) {
			const data = await this.saveOnce();
			isComplete = [...this.typed].every(([name, text]) => data[name] === text);
		}
	}

	/** Presses Connect and returns the window that opens. */
	async connect(): Promise<Page> {
		const opened = this.page.waitForEvent('popup');
		await this.dialog.getByTestId('quick-connect-button').click();
		return await opened;
	}

	/** Presses Save, waits for the answer, and returns what was sent. */
	private async saveOnce(): Promise<Record<string, unknown>> {
		const [request] = await Promise.all([
			this.page.waitForRequest(
				(sent) => sent.method() !== 'GET' && /\/rest\/credentials(\/[^/]+)?$/.test(sent.url()),
			),
			this.dialog.getByTestId('credential-save-button').getByRole('button').click(),
		]);
		await request.response();
		// Until n8n offers to delete it, saving again would store a second credential.
		await this.dialog.getByTestId('credential-delete-button').waitFor();
		return (request.postDataJSON() as { data: Record<string, unknown> }).data;
	}
}
