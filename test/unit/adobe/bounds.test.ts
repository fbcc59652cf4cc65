/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- it reads the page that promises the bounds */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BOUNDS } from '../../../nodes/AdobeExperiencePlatform/adobe/waits';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'reliability.md'), 'utf8');

describe('The bounds are those that docs/reliability.md promises:', () => {
	const seconds = (ms: number) => `${ms / 1000} s`;

	it.each([
		['tries of a request', String(BOUNDS.tries)],
		['wait between tries', seconds(BOUNDS.firstWait)],
		['wait between tries', `up to ${seconds(BOUNDS.longestWait)}`],
		['Retry-After', `up to ${seconds(BOUNDS.longestWait)}\\.`],
		['budget of an item', `${BOUNDS.itemBudget / 60_000} minutes`],
		['items in a row that used up their tries', `after ${BOUNDS.patience} of them`],
		['writes after an etag conflict', String(BOUNDS.conflictWrites)],
		['a new connection that is still `initializing`', seconds(BOUNDS.initializing)],
	])('%s: %s', (bound, value) => {
		const row = page.split('\n').find((line) => line.startsWith(`| ${bound} |`));
		// Whole words: "100" and "10.5" do not promise 10.
		expect(row?.split('|')[2]).toMatch(new RegExp(`(?<!\\S)${value}(?!\\w|[.,]\\d)`));
	});
});
