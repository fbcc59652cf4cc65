import type { Locator, Page } from 'playwright-core';

import { labelled } from './labels';

/** The form of one credential. */
export class CredentialForm {
	readonly root: Locator;

	constructor(private readonly page: Page) {
		this.root = page.getByTestId('editCredential-modal');
	}

	async fill(label: string, value: string): Promise<void> {
		await this.field(label).locator('input').fill(value);
	}

	async choose(label: string, option: string): Promise<void> {
		await this.field(label).locator('.el-select').first().click();
		const options = this.page.getByRole('option').filter({ visible: true });
		await options.filter({ has: this.page.getByText(option, { exact: true }) }).click();
	}

	/** The labels of the fields that are shown. */
	async labels(): Promise<string[]> {
		const fields = this.root.getByTestId('credential-connection-parameter');
		await fields.first().waitFor();
		return (await fields.allInnerTexts()).map((text) => (text.trim().split('\n')[0] ?? '').trim());
	}

	async switchOn(label: string): Promise<void> {
		await this.field(label).locator('.el-switch').click();
	}

	/** Whether what is typed in a field is hidden from who looks over one's shoulder. */
	async isHidden(label: string): Promise<boolean> {
		return (await this.field(label).locator('input').getAttribute('type')) === 'password';
	}

	/** Saves and gives what n8n then says about a credential that does not work. */
	async saveAndFail(): Promise<string> {
		// What the form says of the last test stays until this one has ended.
		const tested = this.page.waitForResponse(/\/credentials\/test$/);
		await this.save();
		await tested;
		const retry = this.page.getByRole('button', { name: 'Retry' });
		await this.root.locator(retry).waitFor();
		// Once opened, the details stay open for the next failure.
		const more = this.root.getByText('More details');
		if (await more.isVisible()) await more.click();
		await more.waitFor({ state: 'hidden' });
		const line = this.root.locator('div').filter({ has: retry, hasText: 'Couldn’t connect' });
		return await line.last().locator('..').innerText();
	}

	/** Saves a credential that works: n8n tests it, and closes the form when the test has passed. */
	async saveAndPass(): Promise<void> {
		await this.save();
		await this.root.waitFor({ state: 'hidden' });
	}

	/** Saves a change of a stored credential, whose form stays open, and closes it. */
	async saveChange(): Promise<void> {
		await this.save();
		await this.root.getByText('Saved', { exact: true }).waitFor();
		await this.close();
	}

	/** Waits for what the form says of a stored credential that works. */
	async passes(): Promise<string> {
		const banner = this.root.getByTestId('credentials-config-container-test-success');
		await banner.waitFor();
		return await banner.innerText();
	}

	async close(): Promise<void> {
		await this.root.getByRole('button', { name: 'Close this dialog' }).click();
		await this.root.waitFor({ state: 'hidden' });
	}

	private async save(): Promise<void> {
		await this.root.getByTestId('credential-save-button').click();
	}

	private field(label: string): Locator {
		return labelled(this.page, this.root.getByTestId('credential-connection-parameter'), label);
	}
}
