/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test in virtual time, whose length a person may set */
import { appendFileSync } from 'node:fs';
import type { Settings } from '../../../local/adobe';
import { wholeNumber } from '../../../test/support/wholeNumber';
import { DAY, MINUTE, useHealingLab } from '../../../test/workflow/healing/healingLab';
import type { MonthBooks } from './books';
import { Month, type MonthPlan } from './month';
import type { WrittenBooks } from './report';

/** `npm run simulate` lets the whole month pass, in each of the four ways (docs/reliability.md). */
const DAYS = wholeNumber('days', process.env.MONTH_DAYS ?? '1', 1, 60);
const SEED = wholeNumber('seed', process.env.MONTH_SEED ?? '1', 1, 9999);

const CAUSES = ['credentials', 'file', 'limit', 'network', 'path', 'records', 'unknown'];
const older: Partial<Settings> = { runForm: 'older', runLagMs: 15_000 };
const newest: Partial<Settings> = {
	runForm: 'newest',
	runLagMs: 15_000,
	createdLateMs: 20_000,
	windowEndsBeforeMs: 9 * MINUTE,
};

type Kind = Pick<MonthPlan, 'settings' | 'isDurable' | 'hasWorker' | 'abandoned'>;

const MONTHS: Array<[string, Kind]> = [
	[
		'runs in the newest form, and a durable scheduler that abandons polls',
		{ settings: newest, isDurable: true, hasWorker: true, abandoned: 0.1 },
	],
	['runs with windows', { settings: older, isDurable: false, hasWorker: false, abandoned: 0 }],
	[
		'runs in the newest form',
		{ settings: newest, isDurable: false, hasWorker: false, abandoned: 0 },
	],
	[
		'runs with windows, and a durable scheduler that abandons polls',
		{ settings: older, isDurable: true, hasWorker: true, abandoned: 0.1 },
	],
];

/** For the table of the command. */
function write(way: string, books: MonthBooks, seconds: number): void {
	const { MONTH_BOOKS: file } = process.env;
	const written: WrittenBooks = { way, days: DAYS, seed: SEED, seconds, ...books };
	if (file) appendFileSync(file, `${JSON.stringify(written)}\n`);
}

describe.each(DAYS < 30 ? MONTHS.slice(0, 1) : MONTHS)(
	`${DAYS} days with 20 dataflows and two healing workflows: %s`,
	(way, kind) => {
		const lab = useHealingLab({
			...kind.settings,
			tokenLifetime: DAY / 1000,
			journalLimit: 1_000_000,
		});

		it('each file once, each run reported once, no key update without a cause', async () => {
			const plan = { days: DAYS, seed: SEED, ...kind };
			const begun = process.hrtime.bigint();
			const books = await new Month(lab(), plan).run();
			write(way, books, Number((process.hrtime.bigint() - begun) / 1_000_000_000n));
			const { files, reported, heard, failed } = books;
			expect(files.never).toEqual([]);
			expect(files.withoutHint).toEqual([]);
			// Adobe shows which files are in, and one process knows what is under way.
			if (kind.settings.runForm === 'older' && !kind.hasWorker) expect(files.tooOften).toEqual([]);
			for (const one of [reported, ...heard]) {
				expect(one).toEqual({ once: one.once, tooOften: [], never: [] });
			}
			expect(books.keyUpdatesWithoutCause).toBe(0);
			// It was a bad time.
			expect(books.runs).toBeGreaterThan(90 * DAYS);
			expect(failed.credentials).toBeGreaterThan(DAYS);
			expect(books.messages).toBeGreaterThan(0);
			if (DAYS >= 30) expect(Object.keys(failed).sort()).toEqual(CAUSES);
		}, 3_600_000);
	},
);
