import type { Locator, Page } from 'playwright-core';

import { FieldRows } from './fieldRows';
import { ResourceList } from './resourceList';
import { labelled } from './labels';
import { readTable } from './table';

/** The view of one node: input, parameters, output. */
export class NodeView {
	readonly root: Locator;
	readonly output: Locator;
	readonly connectionList: ResourceList;
	readonly fieldRows: FieldRows;

	constructor(private readonly page: Page) {
		this.root = page.getByTestId('ndv');
		this.output = page.getByTestId('output-panel');
		this.connectionList = new ResourceList(page);
		this.fieldRows = new FieldRows(page, this.root);
	}

	/** The list of another resource locator. */
	listOf(parameter: string): ResourceList {
		return new ResourceList(this.page, parameter);
	}

	async fill(label: string, value: string): Promise<void> {
		await this.parameter(label).locator('input, textarea').first().fill(value);
	}

	/** Fills a field in as a person does, by a click and the keyboard. */
	async type(label: string, value: string): Promise<void> {
		await this.parameter(label).locator('input, textarea').first().click();
		await this.page.keyboard.type(value);
		// The editor takes a text over a moment after the last key.
		await this.page.waitForTimeout(1_000);
	}

	/** Drags a field of the input to a parameter, which becomes an expression. */
	async dragInput(field: string, label: string): Promise<void> {
		const { mouse } = this.page;
		const pill = this.page.getByTestId('ndv-input-panel').getByText(field, { exact: true }).first();
		await pill.hover();
		await mouse.down();
		const target = this.parameter(label).locator('input').last();
		// Slowly: what can take it shows that only once something moves.
		await target.hover();
		await target.hover({ position: { x: 20, y: 10 } });
		await mouse.up();
	}

	async choose(label: string, option: string): Promise<void> {
		await this.parameter(label).locator('.el-select').first().click();
		const options = this.page.getByRole('option').filter({ visible: true });
		await options.filter({ has: this.page.getByText(option, { exact: true }) }).click();
	}

	/** The labels of the fields that are shown. */
	async labels(): Promise<string[]> {
		const labels = this.root.getByTestId('parameter-item').getByTestId('input-label');
		// Below the label n8n offers an expression.
		return (await labels.allInnerTexts()).map((label) => label.trim().split('\n')[0] ?? '');
	}

	/** Whether a field hides what is typed into it. */
	async isHidden(label: string): Promise<boolean> {
		return (
			(await this.parameter(label).locator('input').last().getAttribute('type')) === 'password'
		);
	}

	/** What a field shows that is chosen or typed. */
	async valueOf(label: string): Promise<string> {
		return await this.parameter(label).locator('input').last().inputValue();
	}

	/** Opens the form of the first credential for this node. */
	async newCredential(): Promise<void> {
		await this.root.getByRole('button', { name: 'Connect to Adobe Experience Platform' }).click();
		await this.page.getByTestId('editCredential-modal').waitFor();
	}

	/** Opens the form of the credential that is chosen. */
	async openCredential(): Promise<void> {
		await this.root.getByTestId('credential-edit-button').click();
		await this.page.getByTestId('editCredential-modal').waitFor();
	}

	/** Runs this node, and what it needs before it; waits until n8n says how it ended. */
	async execute(): Promise<void> {
		const done = this.page.locator('.el-notification');
		await this.root.getByTestId('node-execute-button').click();
		await done.first().waitFor({ timeout: 60_000 });
	}

	/** Fetches a test event of a trigger, of which n8n shows no message in the corner. */
	async fetchTestEvent(ending: 'event' | 'error'): Promise<void> {
		await this.root.getByTestId('node-execute-button').first().click();
		const shown = ending === 'event' ? 'radio-button-table' : 'node-error-message';
		await this.output.getByTestId(shown).waitFor({ timeout: 60_000 });
	}

	/** The output as the table shows it, one record for each item. */
	async outputTable(): Promise<Array<Record<string, string>>> {
		await this.output.getByTestId('radio-button-table').click();
		return await readTable(this.output.locator('table').first());
	}

	/** What happened, and what to do about it. */
	async errorPanel(): Promise<{ message: string; description: string }> {
		return {
			message: await this.output.getByTestId('node-error-message').innerText(),
			description: await this.output.getByTestId('node-error-description').innerText(),
		};
	}

	async close(): Promise<void> {
		await this.root.getByTestId('ndv-close-button').click();
		await this.root.waitFor({ state: 'hidden' });
	}

	private parameter(label: string): Locator {
		return labelled(this.page, this.root.getByTestId('parameter-item'), label);
	}
}
