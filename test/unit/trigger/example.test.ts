import { Cancelled, Failure } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import {
	describe as describeRuns,
	isForeign,
	type WatchEvent,
} from '../../../nodes/AdobeExperiencePlatform/trigger/events';
import { newestEvent } from '../../../nodes/AdobeExperiencePlatform/trigger/pollRuns';
import { answer, fakeClient } from '../fakeExecution';
import { BookTrigger, MINUTE, RunBook, SECOND } from './runBook';

const bookOf = (count: number, status: string) => {
	const book = new RunBook();
	book.runs = Array.from({ length: count }, (_, index) => {
		const createdAt = book.now - index * MINUTE;
		return { id: `run ${index}`, createdAt, showsAt: 0, endsAt: 0, status };
	});
	return book;
};
const example = async (
	book: RunBook,
	events: readonly WatchEvent[],
	{ time = 35 * SECOND, dataflowId = '' } = {},
) =>
	await newestEvent(book.asking(time), { dataflowId, events, limit: 50 }).catch(
		(error: unknown) => error,
	);

describe('An example for the editor', () => {
	it('is the newest run that is one of the events', async () => {
		const book = bookOf(3, 'failed');
		const [newest] = book.runs;
		if (newest) newest.status = 'success';
		expect(await example(book, ['failed'])).toMatchObject({ event: 'failed', id: 'run 1' });
	});

	it('is none of a run whose keys were not refused after all', async () => {
		const book = bookOf(3, 'failed');
		expect(await example(book, ['keysRefused'])).toMatchObject({
			message: 'No run fits the chosen events so far',
		});
		expect(book.calls.filter(({ path }) => path.endsWith('/test'))).toEqual([]);
	});

	it('is looked for among 5,000 runs, and no more', async () => {
		const book = bookOf(6_000, 'success');
		const none = await example(book, ['failed']);
		expect(none).toBeInstanceOf(Failure);
		expect(none).toMatchObject({ message: 'No run fits the chosen events so far' });
		expect(book.calls).toHaveLength(50);
	});

	it.each(['', 'flow'])(
		'is not said to be missing where the time was too short to look into a run (dataflow "%s")',
		async (dataflowId) => {
			const book = bookOf(1, 'failed');
			book.latency = 1_500;
			const ended = await example(book, ['failed'], { time: SECOND, dataflowId });
			expect(ended).toBeInstanceOf(Cancelled);
		},
	);
});

it('A failed run is no event if only Keys Refused is chosen, and is read once', async () => {
	const book = new RunBook();
	const trigger = new BookTrigger(book, { dataflowId: '', events: ['keysRefused'], limit: 50 });
	await trigger.activate();
	book.timer.time += MINUTE;
	const createdAt = book.now;
	book.runs = [{ id: 'a', createdAt, showsAt: 0, endsAt: 0, status: 'failed' }];
	expect(await trigger.poll()).toEqual([]);
	expect(trigger.memory).toMatchObject({ told: { a: { status: 'failed' } }, waiting: {} });
	book.calls.length = 0;
	expect(await trigger.poll()).toEqual([]);
	expect(book.calls).toHaveLength(1);
});

describe('Runs of other kinds of dataflows', () => {
	const watch = { events: ['failed'] as const, dataflowId: '' };
	const ofDestination = (id: string, flowId?: string) => ({ id, flowId, predecessors: [{}] });
	const described = async (runs: Array<ReturnType<typeof ofDestination>>) => {
		const { client, calls } = fakeClient(answer(500));
		const found = await describeRuns(client, runs, watch, () => 0);
		expect(calls).toEqual([]);
		return new Set(found);
	};

	it('are none, even if a run does not show its dataflow, which is then not remembered', async () => {
		expect(await described([ofDestination('bare')])).toEqual(new Set(['none']));
		expect(isForeign({ id: 'bare' })).toBe(false);
	});

	it('are known by their dataflows, but not without bound', async () => {
		const runs = Array.from({ length: 5_001 }, (_, index) => ofDestination('r', `flow ${index}`));
		await described(runs.slice(0, 5_000));
		expect([runs[0], runs[4_999]].map((run) => run && isForeign(run))).toEqual([true, true]);
		await described(runs.slice(5_000));
		expect([runs[0], runs[5_000]].map((run) => run && isForeign(run))).toEqual([false, true]);
	});
});
