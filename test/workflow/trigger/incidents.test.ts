/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test in virtual time, whose length a person may set */
import { appendFileSync } from 'node:fs';
import { Incidents } from '../../../tools/simulation/incidents/incidents';
import { useLocalAdobe } from '../../support/adobe';
import { useBounds } from '../../support/bounds';
import { wholeNumber } from '../../support/wholeNumber';

/** `npm run simulate -- --incidents` lets six weeks pass, in which Adobe disables dataflows that fail for 30 days. */
const DAYS = wholeNumber('days', process.env.INCIDENT_DAYS ?? '3', 1, 60);
const SEED = wholeNumber('seed', process.env.MONTH_SEED ?? '1', 1, 9999);
const IS_LONG = DAYS > 30;

const local = useLocalAdobe({ journalLimit: 1_000 });
// A poll gives up after two tries.
useBounds({ tries: 2 });
beforeEach(() => jest.spyOn(console, 'log').mockImplementation());
afterEach(() => jest.restoreAllMocks());

it.each([
	['n8n that starts anew now and then', false],
	['the durable scheduler', true],
])(
	`reports each incident of ${DAYS} days once and closes it once: %s`,
	async (way, isDurable) => {
		const dataflows = IS_LONG ? 50 : 12;
		const disableAfterDays = IS_LONG ? 30 : 1;
		const plan = { days: DAYS, dataflows, seed: SEED, disableAfterDays, isDurable };
		const simulated = new Incidents(local.adobe, plan);
		const books = await simulated.run();
		const { MONTH_BOOKS: file } = process.env;
		if (file) appendFileSync(file, `${JSON.stringify({ way, ...plan, ...books })}\n`);
		expect(books).toMatchObject({ falseAlarms: [], misses: [] });
		// There were enough faults.
		for (const kind of ['failed', 'silent', 'disabled', 'ended'] as const) {
			expect([kind, books[kind]]).not.toEqual([kind, 0]);
		}
		expect(books.failed + books.silent).toBeGreaterThanOrEqual(dataflows / 2);
		expect(simulated.failedPolls).toBeGreaterThan(0);
		// One dataflow in ten fails for that long.
		expect(simulated.disabledByAdobe).toBeGreaterThanOrEqual(Math.floor(dataflows / 10));
	},
	3_600_000,
);
