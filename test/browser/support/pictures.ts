/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- a development tool that is never part of the published package */
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Page } from 'playwright-core';

const FOLDER = join(__dirname, '..', '..', '..', '.local', 'browser');

/**
 * Tests that follow one another on a page, as steps of one story.
 * If one fails, a picture shows what the person would have seen, and the message says where it is. The steps after it
 * then fail at once: what they begin with is not there.
 * @param page known only once the tests run
 */
export function story(page: () => Page | undefined) {
	let broken: string | undefined;
	return (name: string, step: () => Promise<void>) => {
		it(name, async () => {
			if (broken) throw new Error(`Not tried, since "${broken}" failed.`);
			try {
				await step();
			} catch (error) {
				broken = name;
				const picture = await take(page(), name);
				throw new Error(
					`${(error as Error).message}\n\nWhat the editor showed: ${picture ?? 'nothing yet'}`,
					{ cause: error },
				);
			}
		});
	};
}

async function take(page: Page | undefined, name: string): Promise<string | undefined> {
	if (!page || page.isClosed()) return undefined;
	mkdirSync(FOLDER, { recursive: true });
	const file = join(FOLDER, `${name.replace(/\W+/g, '-').slice(0, 80)}.png`);
	await page.screenshot({ path: file });
	return relative(process.cwd(), file);
}
