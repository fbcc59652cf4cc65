/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test in virtual time, whose length a person may set */
import type { Settings } from '../../../local/adobe';
import { wholeNumber } from '../../support/wholeNumber';
import { DAY, MINUTE, useHealingLab } from '../../workflow/healing/healingLab';
import { Month } from './month';

/** `MONTH_DAYS=30` lets the whole month pass, in each of the four ways (docs/reliability.md). */
const DAYS = wholeNumber('days', process.env.MONTH_DAYS ?? '1', 1, 60);
const SEED = wholeNumber('seed', process.env.MONTH_SEED ?? '1', 1, 9999);

const CAUSES = ['credentials', 'file', 'limit', 'network', 'path', 'records', 'unknown'];
const older: Partial<Settings> = { runForm: 'older' };
const newest: Partial<Settings> = {
	runForm: 'newest',
	createdLateMs: 20_000,
	windowEndsBeforeMs: 9 * MINUTE,
};

const MONTHS: Array<[string, Partial<Settings>, number]> = [
	['runs with windows', older, 0],
	['runs in the newest form, and polls that n8n abandons', newest, 0.1],
	['runs in the newest form', newest, 0],
	['runs with windows, and polls that n8n abandons', older, 0.1],
];

describe.each(DAYS < 30 ? MONTHS.slice(0, 2) : MONTHS)(
	`${DAYS} days with 20 dataflows and two healing workflows: %s`,
	(_name, settings, abandoned) => {
		const lab = useHealingLab({ ...settings, tokenLifetime: DAY / 1000 });

		it('each file once, each run reported once, no key update without a cause', async () => {
			const plan = { days: DAYS, seed: SEED, settings, abandoned };
			const { hints, ...books } = await new Month(lab(), plan).run();
			const { notReportedOnce, notHeardOnce, missing, twice, ...counts } = books;
			process.stdout.write(
				`${JSON.stringify({ ...counts, twice: twice.length, hints: hints.length })}\n`,
			);
			expect(missing).toEqual([]);
			// Only where no window is shown, and only with a word about it.
			if (settings.runForm === 'older') expect(twice).toEqual([]);
			if (twice.length > 0) expect(hints).not.toEqual([]);
			expect(notReportedOnce).toEqual([]);
			expect(notHeardOnce).toEqual([]);
			expect(counts.keyUpdatesWithoutCause).toBe(0);
			// It was a bad time.
			expect(counts.runs).toBeGreaterThan(90 * DAYS);
			expect(counts.failed.credentials).toBeGreaterThan(DAYS);
			expect(counts.messages).toBeGreaterThan(0);
			if (DAYS >= 30) expect(Object.keys(counts.failed).sort()).toEqual(CAUSES);
		}, 3_600_000);
	},
);
