import type { Locator, Page } from 'playwright-core';

/** The panel at the right side, where nodes are searched and chosen. */
export class NodePanel {
	private readonly root: Locator;

	constructor(private readonly page: Page) {
		this.root = page.getByTestId('node-creator');
	}

	/** Opens it for the first step of an empty workflow. */
	async openForFirstStep(): Promise<void> {
		await this.page.getByTestId('canvas-add-button').click();
		await this.root.waitFor();
	}

	/** Opens it for a step after the last one. */
	async openForNextStep(): Promise<void> {
		await this.page.getByTestId('canvas-handle-plus').last().click();
		await this.root.waitFor();
	}

	/** The nodes that are offered for a text, best first. */
	async search(text: string): Promise<string[]> {
		await this.root.getByTestId('node-creator-search-bar').fill(text);
		// What was there before the search is replaced a moment later.
		await this.page.waitForTimeout(800);
		return await this.names();
	}

	/** Searches as a person does: the search bar has the focus already. */
	async type(text: string): Promise<void> {
		await this.root.getByTestId('node-creator-search-bar').waitFor();
		await this.page.waitForTimeout(500);
		await this.page.keyboard.type(text);
		await this.page.waitForTimeout(800);
	}

	/** Opens the list of all apps, for a step after the first one. */
	async openApps(): Promise<void> {
		await this.root.getByText('Action in an app', { exact: true }).click();
		await this.page.waitForTimeout(500);
	}

	/** The actions that a node offers. */
	async actionsOf(node: string): Promise<string[]> {
		await this.item(node).click();
		await this.root.getByText('Actions', { exact: false }).first().waitFor();
		await this.page.waitForTimeout(500);
		// Beside triggers, the actions of a first step are folded away.
		const heading = this.root.getByText(/^Actions \(\d+\)/);
		const count = Number(/\d+/.exec((await heading.innerText()) ?? '')?.[0]);
		if ((await this.names()).length < count) {
			await heading.click();
			await this.page.waitForTimeout(500);
		}
		return await this.names();
	}

	/** Adds a node for an action, after {@link actionsOf}; its view opens. */
	async add(action: string): Promise<void> {
		await this.item(action).click();
		await this.page.getByTestId('ndv').waitFor();
	}

	private item(name: string): Locator {
		const title = this.page
			.getByTestId('node-creator-item-name')
			.filter({ has: this.page.getByText(name, { exact: true }) });
		return this.root.getByTestId('item-iterator-item').filter({ has: title });
	}

	private async names(): Promise<string[]> {
		const names = await this.root.getByTestId('node-creator-item-name').allInnerTexts();
		return names.map((name) => name.trim());
	}
}
