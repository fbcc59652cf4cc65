import type { Locator, Page } from 'playwright-core';

/** The chat below the canvas. */
export class Chat {
	private readonly root: Locator;

	constructor(private readonly page: Page) {
		this.root = page.getByTestId('canvas-chat');
	}

	async open(): Promise<void> {
		await this.page.getByTestId('workflow-chat-button').last().click();
		await this.root.locator('textarea').waitFor();
	}

	/** Says something, once the answer before it has ended. */
	async say(text: string): Promise<void> {
		await this.root.locator('textarea').click();
		await this.page.keyboard.type(text);
		await this.root.locator('.chat-input-send-button').click();
	}

	/** Waits for a message that contains a text. */
	async hear(text: string): Promise<void> {
		await this.root.getByText(text).last().waitFor();
	}

	/** Clicks a button of a message. */
	async press(label: string): Promise<void> {
		await this.root.getByText(label, { exact: true }).last().click();
	}
}
