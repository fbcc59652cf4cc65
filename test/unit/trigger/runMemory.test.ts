import {
	emptyMemory,
	Notes,
	readMemory,
	type RunMemory,
	type SeenRun,
} from '../../../nodes/AdobeExperiencePlatform/trigger/runMemory';
import { byAge } from '../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import type { RunStatus } from '../../../nodes/AdobeExperiencePlatform/run/run';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OVERLAP = 15 * MINUTE;
const empty = emptyMemory('all');

const run = (id: string, createdAt: number, status: RunStatus = 'failed'): SeenRun => ({
	id,
	createdAt,
	status,
});

/** Adds runs, and settles those that have to be reported. */
function after(memory: RunMemory, runs: SeenRun[], fits = true) {
	const notes = new Notes(memory);
	const fresh = runs.filter((one) => notes.take(one, fits, Infinity)).sort(byAge);
	for (const one of fresh) notes.settle(one);
	return { memory: notes.memory('next'), ids: fresh.map(({ id }) => id) };
}

describe('The memory of the trigger', () => {
	it('knows runs of the same millisecond apart, each once, the oldest first', () => {
		const runs = [run('b', 5), run('d', 9), run('a', 5), run('a', 5), run('c', 1)];
		const { memory, ids } = after(empty, runs);
		expect(ids).toEqual(['c', 'a', 'b', 'd']);
		expect(after(memory, runs).ids).toEqual([]);
	});

	it('reports a run again only if its final status is another one', () => {
		const { memory } = after(empty, [run('a', 5)]);
		expect(after(memory, [run('a', 5, 'success')]).ids).toEqual(['a']);
	});

	it('counts no try for a run that is not waiting', () => {
		const notes = new Notes(empty);
		notes.take(run('a', 5), true, Infinity);
		for (const id of ['a', 'unknown']) notes.tried(id);
		expect([...notes.waiting]).toEqual([['a', { createdAt: 5, tries: 1 }]]);
	});

	it('leaves the old memory as it was', () => {
		const before = JSON.stringify(empty);
		after(empty, [run('a', 5), run('b', 6, 'inProgress')]);
		expect(JSON.stringify(empty)).toBe(before);
	});

	it.each([[[run('a', 5, 'inProgress'), run('a', 5)]], [[run('a', 5), run('a', 5, 'inProgress')]]])(
		'takes the finished reading of two: %j',
		(runs) => {
			const notes = new Notes(empty);
			for (const one of runs) notes.take(one, true, Infinity);
			expect([...notes.waiting.keys()]).toEqual(['a']);
			expect(notes.open.size).toBe(0);
		},
	);

	it('settles runs of other events', () => {
		const { memory, ids } = after(empty, [run('a', 1, 'success')], false);
		expect(ids).toEqual([]);
		expect(Object.keys(memory.told)).toEqual(['a']);
		expect(memory.waiting).toEqual({});
	});

	it('looks back over the overlap, and never further than before', () => {
		const at = 100 * MINUTE;
		const { memory } = after(empty, [run('a', at), run('b', at - MINUTE)]);
		expect(memory.floor).toBe(at - OVERLAP);
		expect(after(memory, []).memory.floor).toBe(at - OVERLAP);
		expect(after(memory, [run('c', MINUTE)]).memory.floor).toBe(at - OVERLAP);
	});

	it('looks again from the newest run of the poll before, unless a part is unread', () => {
		const first = after(empty, [run('a', 100 * MINUTE)]).memory;
		const second = after(first, [run('b', 300 * MINUTE)]).memory;
		expect(second.floor).toBe(100 * MINUTE);
		const third = after(second, [run('c', 500 * MINUTE)]).memory;
		expect(third.floor).toBe(300 * MINUTE);
		expect(after(third, [run('c', 500 * MINUTE)]).memory.floor).toBe(500 * MINUTE - OVERLAP);

		const notes = new Notes(second);
		notes.take(run('c', 500 * MINUTE), true, Infinity);
		notes.gaps.push({ query: [], floor: 300 * MINUTE, top: 400 * MINUTE, edge: [] });
		expect(notes.memory('next').floor).toBe(500 * MINUTE - OVERLAP);
	});

	it('reads a memory of an earlier version, which does not know its newest run', () => {
		const { memory: now } = after(empty, [run('a', 100 * MINUTE)]);
		const memory = readMemory({ ...now, newest: undefined }, 'all');
		expect(memory?.newest).toBe(0);
		const { floor } = after(memory as RunMemory, [run('b', 300 * MINUTE)]).memory;
		expect(floor).toBe(300 * MINUTE - OVERLAP);
	});

	it('is not moved by a run of the future', () => {
		const notes = new Notes(empty);
		notes.take(run('now', 100 * MINUTE), true, 101 * MINUTE);
		notes.take(run('tomorrow', DAY), true, 101 * MINUTE);
		expect(notes.memory('next').floor).toBe(100 * MINUTE - OVERLAP);
	});

	it('stays bounded: what two polls have looked at is forgotten, and of too many the oldest', () => {
		let memory = empty;
		for (let poll = 0; poll < 200; poll++) {
			const runs = Array.from({ length: 100 }, (_, index) =>
				run(`${poll}/${index}`, (poll * 100 + index) * MINUTE, index % 9 ? 'failed' : 'inProgress'),
			);
			memory = after(memory, runs).memory;
		}
		expect(Object.keys(memory.told).filter((id) => !id.startsWith('199/'))).toEqual([]);
		expect(Object.keys(memory.open).length).toBeLessThanOrEqual(5_000);
		const dense = Array.from({ length: 6_000 }, (_, index) => run(`d${index}`, 1e12 + index));
		const full = after(memory, dense).memory;
		expect(Object.keys(full.told).length).toBe(5_000);
		// Forgotten runs are not read again, so that none is reported twice.
		expect(
			after(
				full,
				dense.filter(({ createdAt }) => createdAt >= full.floor),
			).ids,
		).toEqual([]);
	});

	it('keeps 5,000 runs that are under way, and of more the newest', () => {
		const under = (count: number) =>
			Array.from({ length: count }, (_, index) => run(`${index}`, 1e12 + index, 'inProgress'));
		expect(Object.keys(after(empty, under(5_000)).memory.open)).toHaveLength(5_000);
		const { open } = after(empty, under(5_001)).memory;
		expect(Object.keys(open)).toHaveLength(5_000);
		expect(open).not.toHaveProperty('0');
	});

	it('forgets a run that is not shown for a week, and not one that shows up again', () => {
		const notes = new Notes(
			after(empty, [run('a', 5, 'inProgress'), run('b', 6, 'inProgress')]).memory,
		);
		notes.miss(['a', 'b'], 0);
		notes.take(run('b', 6, 'inProgress'), true, Infinity);
		notes.miss(['a', 'b'], 7 * DAY);
		expect([...notes.open.keys()]).toEqual(['b']);
	});

	it.each([
		['null', null],
		['one whose lists are nothing', { ...empty, open: null }],
		['one whose lists are texts', { ...empty, told: 'x' }],
		['nothing', undefined],
		['a text', 'memory'],
		['one of something else', { ...empty, watched: 'one' }],
		['one that says it is of 1.1.0 and is not', { ...empty, watched: 'formerly' }],
		['one without a floor', { ...empty, floor: '0' }],
		['one whose lists are no objects', { ...empty, told: [] }],
	])('is not taken from %s', (_what, value) => {
		expect(readMemory(value, 'all', 'formerly')).toBeUndefined();
	});

	it('is taken from what n8n has stored, with members that it does not know', () => {
		const stored = JSON.parse(JSON.stringify({ ...empty, later: {} })) as unknown;
		expect(readMemory(stored, 'all')).toEqual(empty);
	});

	it('continues from what version 1.1.0 has stored', () => {
		const { floor, told, open } = after(empty, [
			run('a', 1e12),
			run('b', 1e12, 'inProgress'),
		]).memory;
		const stored = { watched: 'formerly', floor, told, open };
		expect(readMemory(stored, 'all', 'formerly')).toMatchObject({
			watched: 'all',
			floor,
			told,
			open,
		});
	});
});
