/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test in virtual time, whose length a person may set */
import type { Settings } from '../../../local/adobe';
import { wholeNumber } from '../../../test/support/wholeNumber';
import { DAY, MINUTE, useHealingLab } from '../../../test/workflow/healing/healingLab';
import { Month, type MonthPlan } from './month';

/** `MONTH_DAYS=30` lets the whole month pass, in each of the four ways (docs/reliability.md). */
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

type Kind = Pick<MonthPlan, 'settings' | 'isDurable' | 'abandoned'>;

const MONTHS: Array<[string, Kind]> = [
	['runs with windows', { settings: older, isDurable: false, abandoned: 0 }],
	[
		'runs in the newest form, and a durable scheduler that abandons polls',
		{ settings: newest, isDurable: true, abandoned: 0.1 },
	],
	['runs in the newest form', { settings: newest, isDurable: false, abandoned: 0 }],
	[
		'runs with windows, and a durable scheduler that abandons polls',
		{ settings: older, isDurable: true, abandoned: 0.1 },
	],
];

describe.each(DAYS < 30 ? MONTHS.slice(0, 2) : MONTHS)(
	`${DAYS} days with 20 dataflows and two healing workflows: %s`,
	(_name, kind) => {
		const lab = useHealingLab({
			...kind.settings,
			tokenLifetime: DAY / 1000,
			journalLimit: 1_000_000,
		});

		it('each file once, each run reported once, no key update without a cause', async () => {
			const plan = { days: DAYS, seed: SEED, ...kind };
			const { hints, ...books } = await new Month(lab(), plan).run();
			const { notReportedOnce, notHeardOnce, missing, twice, ...counts } = books;
			process.stdout.write(
				`${JSON.stringify({ ...counts, twice: twice.length, hints: hints.length })}\n`,
			);
			expect(missing).toEqual([]);
			// Only where no window is shown, and only with a word about it.
			if (kind.settings.runForm === 'older') expect(twice).toEqual([]);
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
