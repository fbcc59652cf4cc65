/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in the page of a browser */
import type { Page } from 'playwright-core';

/** What a person had to do. */
export interface Effort {
	/** presses of the mouse button; a drag is one */
	clicks: number;
	/** texts that were typed; a click between two makes them two */
	texts: number;
}

/** Parts of the browser that are used; its library is not part of this project's types. */
interface BrowserWindow {
	effort?: Effort & { isTyping: boolean };
	addEventListener(
		type: string,
		listener: (event: { isTrusted: boolean; key?: string }) => void,
		capture: boolean,
	): void;
}

/** Counts from now on what is done on a page, until it is loaded anew. */
export async function countEffort(page: Page): Promise<void> {
	await page.evaluate(() => {
		const window = globalThis as unknown as BrowserWindow;
		const isCounting = window.effort !== undefined;
		window.effort = { clicks: 0, texts: 0, isTyping: false };
		if (isCounting) return;
		window.addEventListener(
			'pointerdown',
			({ isTrusted }) => {
				if (!isTrusted || !window.effort) return;
				window.effort.clicks += 1;
				window.effort.isTyping = false;
			},
			true,
		);
		window.addEventListener(
			'keydown',
			({ isTrusted, key = '' }) => {
				if (!isTrusted || key.length !== 1 || !window.effort || window.effort.isTyping) return;
				window.effort.texts += 1;
				window.effort.isTyping = true;
			},
			true,
		);
	});
}

export async function effortOn(page: Page): Promise<Effort> {
	const effort = await page.evaluate(() => (globalThis as unknown as BrowserWindow).effort);
	const { clicks, texts } = effort ?? { clicks: NaN, texts: NaN };
	return { clicks, texts };
}
