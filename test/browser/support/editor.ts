import type { Browser, Page } from 'playwright-core';

import type { Owner } from '../../../local/n8n/rest';
import { CredentialForm } from './credentialForm';
import { NodePanel } from './nodePanel';
import { NodeView } from './nodeView';

/** What a person looks at. */
export interface Sight {
	width: number;
	height: number;
	/** device pixels for each pixel */
	scale?: number;
}

const PATIENCE_MS = 60_000;

/** n8n's editor in a browser, in the terms of a person who uses it. */
export class Editor {
	readonly nodePanel: NodePanel;
	readonly nodeView: NodeView;
	readonly credentialForm: CredentialForm;

	private constructor(
		readonly page: Page,
		private readonly url: string,
	) {
		this.nodePanel = new NodePanel(page);
		this.nodeView = new NodeView(page);
		this.credentialForm = new CredentialForm(page);
	}

	/** Opens a browser window on an n8n that runs. */
	static async open(browser: Browser, url: string, sight: Sight): Promise<Editor> {
		const { width, height, scale = 1 } = sight;
		const context = await browser.newContext({
			viewport: { width, height },
			deviceScaleFactor: scale,
			locale: 'en-GB',
			colorScheme: 'light',
			// Without a window it calls itself otherwise, and n8n's approvals take it for a bot.
			userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`,
		});
		const page = await context.newPage();
		page.setDefaultTimeout(PATIENCE_MS);
		// What is not saved is left behind.
		page.on('dialog', (dialog) => void dialog.accept());
		return new Editor(page, url);
	}

	async signIn({ email, password }: Owner): Promise<void> {
		const { page, url } = this;
		await page.goto(`${url}/signin`);
		await page.getByLabel('Email').fill(email);
		await page.getByLabel('Password').fill(password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL(/\/home\//);
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/home/workflows`);
		// An n8n without any workflow greets in another way, and may have the button twice.
		const first = this.page.getByText('Build a workflow');
		const create = this.page.getByRole('button', { name: 'Create workflow' });
		await first.or(create).first().click();
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	/** Opens a stored workflow and waits until its nodes are drawn. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
		await this.page.getByTestId('zoom-to-fit').click();
	}

	/** Opens the view of a node on the canvas. */
	async openNode(name: string): Promise<void> {
		await this.page.locator(`[data-node-name="${name}"]`).first().dblclick();
		await this.nodeView.root.waitFor();
	}

	/**
	 * Runs the whole workflow and waits until the editor says how it ended.
	 * @param meanwhile what the person does before it can end, such as filling in a form
	 */
	async execute(meanwhile?: () => Promise<void>, timeout = 60_000): Promise<void> {
		await this.dismissToasts();
		await this.page.getByTestId('execute-workflow-button').first().click();
		await meanwhile?.();
		await this.page.locator(TOAST).first().waitFor({ timeout });
	}

	/** Closes the messages in the corner. */
	async dismissToasts(): Promise<void> {
		const close = this.page.locator(`${TOAST} .el-notification__closeBtn`);
		while ((await close.count()) > 0) {
			await close
				.first()
				.click({ timeout: 2000 })
				// It goes by itself, too.
				.catch(() => undefined);
		}
	}
}

const TOAST = '.el-notification';
