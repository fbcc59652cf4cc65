import type { Locator, Page } from 'playwright-core';

import { labelled } from './labels';

/** The rows of a resource mapper: a field, and the column that is chosen for it. */
export class FieldRows {
	constructor(
		private readonly page: Page,
		private readonly root: Locator,
	) {}

	/** What the rows show, from the top. */
	async all(): Promise<Array<{ label: string; column: string }>> {
		await this.rows.first().waitFor();
		return await Promise.all(
			(await this.rows.all()).map(async (row) => ({
				// Below the label n8n offers an expression.
				label: (await row.locator('label').first().innerText()).replace(/\s*\*?\s*(\n[^]*)?$/, ''),
				column: await row.locator('input').last().inputValue(),
			})),
		);
	}

	async choose(label: string, column: string): Promise<void> {
		await labelled(this.page, this.rows, label).locator('.el-select').first().click();
		const options = this.page.getByRole('option').filter({ visible: true });
		await options.filter({ has: this.page.getByText(column, { exact: true }) }).click();
	}

	private get rows(): Locator {
		return this.root
			.getByTestId('mapping-fields-container')
			.locator('> div')
			.filter({ has: this.page.locator('input') });
	}
}
