/* eslint-disable @n8n/community-nodes/require-node-api-error -- a development tool that is never part of the published package */
import type { Browser } from 'playwright-core';

import { type LocalAdobe, startLocalAdobe } from '../../../local/adobe';
import { demoCredential, demoOwner } from '../../../local/demo';
import type { N8nInstance } from '../../../local/n8n/instance';
import { discard, freshN8n } from '../../support/n8n/freshN8n';
import { launchChromium } from './chromium';
import { Editor, type Sight } from './editor';

/** A local Adobe, a real n8n with its editor, and a browser that is signed in to it. */
export interface BrowserLab {
	adobe: LocalAdobe;
	n8n: N8nInstance;
	editor: Editor;
	close(): Promise<void>;
}

export interface BrowserLabOptions {
	sight?: Sight;
	/** gives the n8n, which does not run yet; by default a fresh one with the packed node in it */
	n8n?: () => Promise<N8nInstance>;
	/** what n8n shall hold before it starts */
	fill?: (n8n: N8nInstance, adobe: LocalAdobe) => Promise<void>;
}

/** Fills n8n with a good credential for the local Adobe. */
export const withDemoCredential: BrowserLabOptions['fill'] = async (n8n, adobe) =>
	await n8n.importCredentials(demoCredential(adobe));

/** Opens one lab; a test file needs no more than one for all its tests. */
export async function openBrowserLab(options: BrowserLabOptions = {}): Promise<BrowserLab> {
	const { sight = { width: 1440, height: 900 }, n8n: makeN8n = freshN8n, fill } = options;
	const undo: Array<() => Promise<void>> = [];
	const close = async () => {
		for (const step of undo.splice(0).reverse()) await step();
	};
	try {
		// First, so that a missing Chromium shows before an n8n is installed.
		const browser: Browser = await launchChromium();
		undo.push(async () => await browser.close());
		const adobe = await startLocalAdobe();
		undo.push(async () => await adobe.close());
		const n8n = await makeN8n();
		undo.push(async () => await discard(n8n));
		await fill?.(n8n, adobe);
		await n8n.start();
		// The first person to come is the owner.
		await n8n.signIn(demoOwner);
		const editor = await Editor.open(browser, n8n.url, sight);
		await editor.signIn(demoOwner);
		return { adobe, n8n, editor, close };
	} catch (error) {
		await close();
		throw error;
	}
}
