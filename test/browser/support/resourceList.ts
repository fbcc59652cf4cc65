import type { Locator, Page } from 'playwright-core';

/** A page of a list can take long on a busy machine. */
const PATIENCE_MS = 60_000;

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

	/** Scrolls until this entry is there, and nothing more comes. */
	async scrollTo(last: string): Promise<string[]> {
		return await this.until(
			(names) => names.includes(last),
			async () => {
				await this.items.last().hover();
				await this.page.mouse.wheel(0, 100_000);
			},
		);
	}

	/**
	 * Gives the names once the search has had its effect.
	 * @param wanted an entry that was not shown before; if left out, all entries contain the text then
	 */
	async search(text: string, wanted?: string): Promise<string[]> {
		await this.page.getByTestId('rlc-search').filter({ visible: true }).fill(text);
		const isFound = (name: string) => name.toLowerCase().includes(text.toLowerCase());
		return await this.until((names) =>
			wanted === undefined ? names.length > 0 && names.every(isFound) : names.includes(wanted),
		);
	}

	async choose(name: string): Promise<void> {
		await this.items.filter({ has: this.page.getByText(name, { exact: true }) }).click();
	}

	private get root(): Locator {
		return this.page.getByTestId(`resource-locator-${this.parameter}`);
	}

	/** The names when they are as they should be; as they are, if that takes too long. */
	private async until(
		isSo: (names: string[]) => boolean,
		meanwhile: () => Promise<void> = async () => await Promise.resolve(),
	): Promise<string[]> {
		const end = Date.now() + PATIENCE_MS;
		for (;;) {
			const names = await this.settled();
			if (isSo(names) || Date.now() > end) return names;
			await meanwhile();
		}
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
