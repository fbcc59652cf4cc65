import type { Query } from '../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import { BookTrigger, MINUTE, RunBook, type BookRun } from './runBook';

/** Inconsistent lists, and runs with unusual times. */

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const run = (book: RunBook, id: string, more: Partial<BookRun> = {}): BookRun => {
	const createdAt = more.createdAt ?? book.now;
	return { id, createdAt, showsAt: createdAt, endsAt: createdAt, status: 'failed', ...more };
};

async function active(...before: Array<(book: RunBook) => BookRun>) {
	const book = new RunBook();
	book.runs = before.map((make) => make(book));
	const trigger = new BookTrigger(book);
	await trigger.activate();
	return { book, trigger };
}

describe('The trigger', () => {
	it('does not forget a run under way that one answer leaves out', async () => {
		const { book, trigger } = await active((at) => run(at, 'open', { endsAt: at.now + 2 * HOUR }));
		book.timer.time += HOUR;
		book.leavesOut.add('open');
		await trigger.poll();
		book.leavesOut.clear();
		book.timer.time += 2 * HOUR;
		expect(await trigger.poll()).toEqual(['open']);
	});

	it.each([5, 30, 3 * 60, 24 * 60])(
		'does not forget a finished run that one answer leaves out, with a poll every %i minutes',
		async (minutes) => {
			const { book, trigger } = await active((at) => run(at, 'before'));
			for (let poll = 0; poll < 5; poll++) {
				const since = book.now;
				book.timer.time += minutes * MINUTE;
				const early = run(book, `early ${poll}`, { createdAt: since + MINUTE });
				book.runs.push(early, run(book, `late ${poll}`));
				book.leavesOut.add(`early ${poll}`);
				await trigger.poll();
				book.leavesOut.clear();
			}
			await trigger.poll();
			const expected = [0, 1, 2, 3, 4].flatMap((poll) => [`early ${poll}`, `late ${poll}`]);
			expect([...trigger.told].sort()).toEqual(expected.sort());
		},
	);

	it('does not forget the newest run if two answers leave it out', async () => {
		const { book, trigger } = await active((at) => run(at, 'before'));
		book.timer.time += 30 * MINUTE;
		book.leavesOut.add('newest');
		book.runs.push(run(book, 'newest'));
		expect(await trigger.poll()).toEqual([]);
		book.timer.time += 30 * MINUTE;
		book.runs.push(run(book, 'next'));
		expect(await trigger.poll()).toEqual(['next']);
		book.leavesOut.clear();
		expect(await trigger.poll()).toEqual(['newest']);
	});

	it('looks at the runs of a long pause twice, and then no more', async () => {
		const { book, trigger } = await active((at) => run(at, 'before'));
		book.timer.time += DAY;
		for (let index = 0; index < 450; index++) {
			book.runs.push(run(book, `${index}`, { createdAt: book.now - index * MINUTE }));
		}
		const pages: number[] = [];
		for (let poll = 0; poll < 3; poll++) {
			book.calls.length = 0;
			await trigger.poll();
			const isPage = ({ path, query = [] }: { path: string; query?: Query }) =>
				path.endsWith('/runs') && !query.some(([name]) => name === 'property');
			pages.push(book.calls.filter(isPage).length);
			book.timer.time += 30 * MINUTE;
		}
		expect(pages).toEqual([5, 5, 1]);
	});

	it('forgets a run under way that no answer shows for a week', async () => {
		const { book, trigger } = await active((at) => run(at, 'open', { endsAt: Infinity }));
		book.runs = [];
		for (let day = 0; day < 9; day++) {
			await trigger.poll();
			book.timer.time += DAY;
		}
		expect(trigger.memory?.open).toEqual({});
		book.calls.length = 0;
		await trigger.poll();
		expect(book.calls).toHaveLength(1);
	});

	it('does not forget a finished run beyond the limit that one answer leaves out', async () => {
		const book = new RunBook();
		const trigger = new BookTrigger(book, { dataflowId: '', events: ['failed'], limit: 1 });
		await trigger.activate();
		book.timer.time += MINUTE;
		book.runs = ['a', 'b'].map((id) => run(book, id));
		expect(await trigger.poll()).toEqual(['a']);
		book.leavesOut.add('b');
		expect(await trigger.poll()).toEqual([]);
		book.leavesOut.clear();
		expect(await trigger.poll()).toEqual(['b']);
	});

	it('keeps a run beyond the limit for later if there is no time to read it, or it is unfinished', async () => {
		const book = new RunBook();
		const trigger = new BookTrigger(book, { dataflowId: '', events: ['failed'], limit: 1 });
		await trigger.activate();
		book.timer.time += MINUTE;
		book.runs = ['a', 'b'].map((id) => run(book, id));
		expect(await trigger.poll()).toEqual(['a']);
		book.latency = 3_000;
		await expect(trigger.poll(1_000)).rejects.toThrow(/cancelled/);
		book.latency = 0;
		const [, last] = book.runs as [BookRun, BookRun];
		last.endsAt = book.now + HOUR;
		expect(await trigger.poll()).toEqual([]);
		book.timer.time += 2 * HOUR;
		expect(await trigger.poll()).toEqual(['b']);
	});

	it('is not hidden from others by a run of tomorrow, which it reports once', async () => {
		const { book, trigger } = await active();
		book.timer.time += MINUTE;
		book.runs.push(run(book, 'tomorrow', { createdAt: book.now + DAY, showsAt: 0, endsAt: 0 }));
		expect(await trigger.poll()).toEqual(['tomorrow']);
		for (let hour = 0; hour < 50; hour++) {
			book.timer.time += HOUR;
			const id = `hour ${hour}`;
			book.runs.push(run(book, id));
			expect(await trigger.poll()).toEqual([id]);
		}
	});

	it('is not misled by a run of tomorrow at its activation', async () => {
		const { book, trigger } = await active((at) =>
			run(at, 'tomorrow', { createdAt: at.now + DAY, showsAt: 0, endsAt: 0 }),
		);
		book.timer.time += HOUR;
		book.runs.push(run(book, 'now'));
		expect(await trigger.poll()).toEqual(['now']);
	});

	it.each([
		['an old run first', (runs: BookRun[]) => [...runs.slice(-1), ...runs.slice(0, -1)]],
		[
			'an old run in the middle',
			(runs: BookRun[]) => [...runs.slice(0, 2), ...runs.slice(-1), ...runs.slice(2, -1)],
		],
		['the newest run last', (runs: BookRun[]) => [...runs.slice(1), ...runs.slice(0, 1)]],
		['everything the wrong way round', (runs: BookRun[]) => [...runs].reverse()],
	])('reports all runs of a list with %s', async (_what, arrange) => {
		const { book, trigger } = await active((at) => run(at, 'old', { createdAt: at.now - 5 * DAY }));
		book.timer.time += HOUR;
		await trigger.poll();
		book.timer.time += HOUR;
		book.arrange = arrange;
		book.runs.push(
			...[3, 2, 1, 0].map((ago) => run(book, `${ago}`, { createdAt: book.now - ago * MINUTE })),
		);
		expect((await trigger.poll()).sort()).toEqual(['0', '1', '2', '3']);
		expect(await trigger.poll()).toEqual([]);
	});

	it.each([25, 24 * 30])(
		'reports a run that started %i hours before the activation when it ends',
		async (hours) => {
			const { book, trigger } = await active((at) =>
				run(at, 'long', { createdAt: at.now - hours * HOUR, endsAt: at.now + HOUR }),
			);
			expect(await trigger.poll()).toEqual([]);
			book.timer.time += 2 * HOUR;
			expect(await trigger.poll()).toEqual(['long']);
		},
	);

	it.each([2_500, 3_500, 4_500])(
		'reports a run once that it asks for by its ID before it reads that part of the list (%i ms)',
		async (milliseconds) => {
			const { book, trigger } = await active();
			book.timer.time += HOUR;
			book.runs.push(run(book, 'long', { endsAt: book.now + 3 * HOUR }));
			await trigger.poll();
			book.timer.time += 2 * HOUR;
			const others = Array.from({ length: 30 }, (_, index) => `${index}`);
			for (const [index, id] of others.entries()) {
				book.runs.push(run(book, id, { createdAt: book.now - index * MINUTE }));
			}
			book.pageSize = 2;
			book.latency = 1_000;
			await trigger.poll(1_500);
			book.timer.time += 2 * HOUR;
			for (let poll = 0; poll < 60; poll++) {
				book.timer.time += MINUTE;
				await trigger.poll(milliseconds);
			}
			expect([...trigger.told].sort()).toEqual(['long', ...others].sort());
		},
	);

	it('reports nothing that ended before its activation, however long ago and however much at once', async () => {
		const { book, trigger } = await active(
			...Array.from({ length: 250 }, (_, index) => (at: RunBook) => {
				return run(at, `ended ${index}`, { createdAt: at.now - 2 * DAY - index * 1_000 });
			}),
		);
		book.timer.time += MINUTE;
		expect(await trigger.poll()).toEqual([]);
		book.runs.push(run(book, 'new'));
		expect(await trigger.poll()).toEqual(['new']);
	});

	it.each([1, 19])(
		'reports an old run under way at its activation after %i that the filter still takes for such',
		async (count) => {
			const book = new RunBook();
			book.runs = Array.from({ length: 300 }, (_, index) =>
				run(book, `ended ${index}`, {
					createdAt: book.now - 30 * HOUR - index,
					lagsInFilter: index < count,
				}),
			);
			const createdAt = book.now - 40 * HOUR;
			book.runs.push(run(book, 'long', { createdAt, endsAt: book.now + HOUR }));
			const trigger = new BookTrigger(book);
			await trigger.activate();
			book.timer.time += 2 * HOUR;
			expect(await trigger.poll()).toEqual(['long']);
		},
	);

	it('reports no run of a destination, and asks for its dataflow once', async () => {
		const { book, trigger } = await active();
		book.destinations.add('out');
		const requests = [];
		for (let poll = 0; poll < 3; poll++) {
			book.timer.time += MINUTE;
			book.runs.push(run(book, `${poll}`, { flowId: 'out' }));
			book.calls.length = 0;
			expect(await trigger.poll()).toEqual([]);
			requests.push(book.calls.length);
		}
		expect(requests).toEqual([2, 1, 1]);
	});
});
