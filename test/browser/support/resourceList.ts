import type { Locator, Page } from 'playwright-core';

/** The list that a resource locator opens. */
export class ResourceList {
	private readonly items: Locator;

	/** @param parameter its name, such as `connectionId` */
	constructor(
		private readonly page: Page,
		private readonly parameter = 'connectionId',
	) {
		this.items = page.getByTestId('rlc-item').filter({ visible: true });
	}

	/** Leaves an expression behind for the list. */
	async chooseFixed(): Promise<void> {
		const parameter = this.page.getByTestId('parameter-item').filter({
			has: this.root,
		});
		await parameter.last().hover();
		await parameter.last().getByTestId('radio-button-fixed').click();
		await this.page.getByTestId('rlc-mode-selector').click();
		await this.page.getByTestId('mode-list').click();
	}

	/** Opens it and gives the names of its first entries. */
	async open(): Promise<string[]> {
		await this.root.getByTestId('rlc-input').last().click();
		await this.items.first().waitFor();
		return await this.settled();
	}

	/** Scrolls to the end of what is there, until nothing more comes. */
	async scrollToEnd(): Promise<string[]> {
		let names = await this.settled();
		for (;;) {
			await this.items.last().hover();
			await this.page.mouse.wheel(0, 100_000);
			const more = await this.settled();
			if (more.length === names.length) return names;
			names = more;
		}
	}

	async search(text: string): Promise<string[]> {
		await this.page.getByTestId('rlc-search').filter({ visible: true }).fill(text);
		return await this.settled();
	}

	async choose(name: string): Promise<void> {
		await this.items.filter({ has: this.page.getByText(name, { exact: true }) }).click();
	}

	private get root(): Locator {
		return this.page.getByTestId(`resource-locator-${this.parameter}`);
	}

	/** The names, once they have not changed for a moment. */
	private async settled(): Promise<string[]> {
		let names: string[] = [];
		for (let quiet = 0; quiet < 4; ) {
			await this.page.waitForTimeout(400);
			const now = await this.items.allInnerTexts();
			quiet = now.join('\n') === names.join('\n') ? quiet + 1 : 0;
			names = now;
		}
		return names.map((name) => name.trim());
	}
}
