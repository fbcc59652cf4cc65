import fc from 'fast-check';
import { BookTrigger, MINUTE, RunBook } from './runBook';

const DAY = 24 * 60 * MINUTE;

/** A run in a history: when it is created, appears and ends, in minutes. */
const life = fc.record({
	created: fc.integer({ min: -2_000, max: 600 }),
	late: fc.integer({ min: 0, max: 10 }),
	lasts: fc.integer({ min: 0, max: 300 }),
	status: fc.constantFrom('failed', 'success', 'partialSuccess'),
	isOdd: fc.boolean(),
});
/** What happens at a poll. A poll that is cut has time for one page. */
const happening = fc.constantFrom(
	'kept',
	'kept',
	'cut',
	'cut',
	'failed',
	'skipped',
	'restart',
	'leavesOut',
);

it('reports every run that ends after the activation exactly once, whatever happens in between', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(life, { minLength: 1, maxLength: 60 }),
			fc.array(happening, { minLength: 5, maxLength: 60 }),
			fc.integer({ min: 1, max: 3 }),
			fc.integer({ min: 2, max: 40 }),
			async (lives, happenings, limit, pageSize) => {
				const book = new RunBook();
				const begun = book.now;
				book.pageSize = pageSize;
				book.runs = lives.map(({ created, late, lasts, status, isOdd }, index) => ({
					id: `run ${index}`,
					// Now and then, one is dated a day ahead.
					createdAt: begun + created * MINUTE + (isOdd && index % 9 === 0 ? DAY : 0),
					showsAt: begun + (created + late) * MINUTE,
					endsAt: begun + (created + late + lasts) * MINUTE,
					status,
				}));
				const events = ['failed', 'success', 'partialSuccess'] as const;
				const trigger = new BookTrigger(book, { dataflowId: '', events, limit });
				await trigger.activate();
				const unfinished = book.runs.filter(({ endsAt }) => endsAt > book.now);
				for (const what of happenings) {
					book.timer.time += 7 * MINUTE;
					book.latency = what === 'cut' ? 1_000 : 0;
					if (what === 'restart') trigger.restart();
					if (what === 'leavesOut')
						book.leavesOut = new Set(unfinished.slice(0, 1).map(({ id }) => id));
					const { memory } = trigger;
					const before = trigger.told.length;
					const { stored } = trigger;
					if (what !== 'skipped') await trigger.poll(what === 'cut' ? 1_500 : undefined);
					book.leavesOut.clear();
					if (what === 'failed') {
						trigger.memory = memory;
						trigger.stored = stored;
						trigger.told.length = before;
					}
				}
				book.latency = 0;
				for (let rest = 0; rest < lives.length + 140; rest++) {
					book.timer.time += 7 * MINUTE;
					await trigger.poll();
				}
				expect([...trigger.told].sort()).toEqual(unfinished.map(({ id }) => id).sort());
			},
		),
		{ numRuns: 40 },
	);
}, 240_000);
