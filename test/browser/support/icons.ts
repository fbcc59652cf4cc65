import type { Page } from 'playwright-core';

/** A picture of the node on a page. */
export interface Icon {
	/** the file, without its folder */
	file: string;
	/** whether it was loaded and can be seen */
	drawn: boolean;
}

/** The icons of the node that a page shows now. */
export async function iconsOn(page: Page): Promise<Icon[]> {
	await page.waitForLoadState('networkidle');
	const images = page.locator('img[src*="adobeExperiencePlatform"]').filter({ visible: true });
	return await images.evaluateAll((found) =>
		(found as unknown as Image[]).map(({ src, complete, naturalWidth }) => ({
			file: src.split('/').at(-1)?.split('?')[0] ?? '',
			drawn: complete && naturalWidth > 0,
		})),
	);
}

/** The part of the browser's own type that is used; its library is not part of this project's types. */
interface Image {
	src: string;
	complete: boolean;
	naturalWidth: number;
}
