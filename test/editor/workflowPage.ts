import type { Locator, Page } from 'playwright-core';

import { NodeDetailView } from './nodeDetailView';

/** A workflow on n8n's canvas. */
export class WorkflowPage {
	/** The panel that offers nodes. */
	readonly nodeCreator: Locator;

	/** The button that opens the dialog for publishing, and then tells the state. */
	readonly publishState: Locator;

	readonly canvas: Locator;

	private readonly offered: Locator;

	constructor(private readonly page: Page) {
		this.nodeCreator = page.getByTestId('node-creator');
		this.publishState = page.getByTestId('workflow-open-publish-modal-button');
		this.canvas = page.getByTestId('canvas');
		this.offered = this.nodeCreator.getByTestId('node-creator-item-name');
	}

	async create(url: string): Promise<void> {
		await this.page.goto(`${url}/workflow/new`);
		await this.page.getByTestId('canvas-plus-button').click();
	}

	/** Opens a stored workflow, so that all of it is in view. */
	async open(url: string, id: string): Promise<void> {
		await this.page.goto(`${url}/workflow/${id}`);
		await this.canvas.getByTestId('canvas-node').first().waitFor();
		await this.page.keyboard.press('1');
		// The view glides there.
		await this.page.waitForTimeout(1_000);
	}

	/** The names of all nodes but the notes, in alphabetical order. */
	async nodeNames(): Promise<string[]> {
		const nodes = this.canvas.locator('[data-test-id=canvas-node]:not(:has(.sticky-default, [data-test-id=sticky]))');
		// An array of this realm, which compares equal to another.
		return [...(await nodes.evaluateAll((each) => each.map((node) => node.getAttribute('data-node-name') ?? '')))].sort();
	}

	async noteCount(): Promise<number> {
		return await this.canvas.getByTestId('sticky').count();
	}

	/** How many nodes are of a type that is not installed. */
	async unknownNodes(): Promise<number> {
		return await this.canvas.getByText('Install this node to use it').count();
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
