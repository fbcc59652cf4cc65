/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that is never part of the published package */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** A part of a page, in CSS pixels. */
export interface Area {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Where some parts of a page are that can be seen. */
export async function boxesOf(parts: Locator): Promise<Area[]> {
	const boxes = await Promise.all(
		(await parts.all()).map(async (part) => await part.boundingBox()),
	);
	return boxes.filter((box): box is Area => box !== null);
}

/** The smallest area around several, with a margin, within the page. */
export function around(areas: Area[], margin: number, page: Page): Area {
	const { width, height } = page.viewportSize() ?? { width: Infinity, height: Infinity };
	const left = Math.max(0, Math.min(...areas.map(({ x }) => x)) - margin);
	const top = Math.max(0, Math.min(...areas.map(({ y }) => y)) - margin);
	const right = Math.min(width, Math.max(...areas.map((area) => area.x + area.width)) + margin);
	const bottom = Math.min(height, Math.max(...areas.map((area) => area.y + area.height)) + margin);
	return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * Takes a picture of a part of a page as WebP, a third of the size of PNG; Playwright itself cannot.
 * @returns its size in bytes
 */
export async function takeWebp(page: Page, area: Area, file: string): Promise<number> {
	const session = await page.context().newCDPSession(page);
	const { data } = await session.send('Page.captureScreenshot', {
		format: 'webp',
		quality: 85,
		clip: { ...area, scale: 1 },
	});
	await session.detach();
	const bytes = Buffer.from(data, 'base64');
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, bytes);
	return bytes.length;
}
