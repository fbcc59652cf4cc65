import type { Locator, Page } from 'playwright-core';

/**
 * Of some fields the one with a label. n8n's labels are not tied to their inputs in a way that Playwright's own search
 * by label would find the input first.
 */
export function labelled(page: Page, fields: Locator, label: string): Locator {
	const escaped = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	// Required fields have a star.
	return fields.filter({ has: page.getByText(new RegExp(`^\\s*${escaped}\\s*\\*?\\s*$`)) }).last();
}
