/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that is never part of the published package */
import { type Browser, chromium, selectors } from 'playwright-core';

import { ensureProgram } from '../../support/debian';

const USUAL_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium of this machine, or the one that CHROMIUM_PATH names. */
function findChromium(): string {
	const { CHROMIUM_PATH } = process.env;
	return ensureProgram({
		name: 'Chromium',
		places: CHROMIUM_PATH ? [CHROMIUM_PATH] : USUAL_PLACES,
		package: 'chromium',
	});
}

/**
 * Starts Chromium without a window.
 * @throws Error that says how to get it
 */
export async function launchChromium(): Promise<Browser> {
	// How n8n marks the parts of its editor.
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({
		executablePath: findChromium(),
		args: [
			// Works as root too; only pages of this machine are opened.
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
}
