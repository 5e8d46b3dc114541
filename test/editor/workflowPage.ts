import type { Locator, Page } from 'playwright-core';

import { NodeDetailView } from './nodeDetailView';

/** A workflow on n8n's canvas. */
export class WorkflowPage {
	/** The panel that offers nodes. */
	readonly nodeCreator: Locator;

	/** The button that opens the dialog for publishing, and then tells the state. */
	readonly publishState: Locator;

	private readonly offered: Locator;

	constructor(private readonly page: Page) {
		this.nodeCreator = page.getByTestId('node-creator');
		this.publishState = page.getByTestId('workflow-open-publish-modal-button');
		this.offered = this.nodeCreator.getByTestId('node-creator-item-name');
	}

	async create(url: string): Promise<void> {
		await this.page.goto(`${url}/workflow/new`);
		await this.page.getByTestId('canvas-plus-button').click();
	}

	/** Types into the search of the node creator. */
	async search(words: string): Promise<void> {
		await this.nodeCreator.getByTestId('node-creator-search-bar').fill(words);
	}

	/** Opens what a node offers. */
	async openNode(displayName: string): Promise<void> {
		const node = this.offered.getByText(displayName, { exact: true });
		await node.click();
		await this.category('Triggers').waitFor();
		// The list before glides out of view.
		await node.waitFor({ state: 'detached' });
	}

	/** One of the headings `Triggers` and `Actions`. */
	category(name: string): Locator {
		return this.nodeCreator.getByTestId('node-creator-category-item').filter({ hasText: name });
	}

	/** Everything that the node creator offers now, in order. */
	async offers(): Promise<string[]> {
		return await this.offered.allInnerTexts();
	}

	/** Places a node with the chosen action or event; n8n opens it at once. */
	async place(action: string): Promise<NodeDetailView> {
		await this.offered.getByText(action, { exact: true }).click();
		const view = new NodeDetailView(this.page);
		await view.parameters.waitFor();
		return view;
	}

	/** Publishes the workflow under the version name that n8n proposes. */
	async publish(): Promise<void> {
		await this.publishState.click();
		await this.page.getByTestId('workflow-publish-button').click();
		const done = this.page.getByTestId('activation-modal');
		await done.getByRole('button', { name: 'Got it' }).click();
	}
}
