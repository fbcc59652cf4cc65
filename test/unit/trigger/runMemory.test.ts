import fc from 'fast-check';
import type { RunStatus } from '../../../nodes/AdobeExperiencePlatform/flowService/run';
import {
	advance,
	isMemory,
	OVERLAP,
	startFromNow,
	type RunMemory,
	type SeenRun,
} from '../../../nodes/AdobeExperiencePlatform/trigger/runMemory';

/** A run as a history has it: when it is created, shows up and ends; minutes of the service's clock. */
interface Life {
	created: number;
	/** It shows up so long after its creation. */
	late: number;
	lasts: number;
	status: RunStatus;
}

const MINUTE = 60_000;

function seenAt(
	lives: Life[],
	minute: number,
	floor: number,
	open: Record<string, number>,
): SeenRun[] {
	return lives.flatMap(({ created, late, lasts, status }, index) => {
		const id = `run ${index}`;
		const createdAt = created * MINUTE;
		const isShown = created + late <= minute && (createdAt >= floor || id in open);
		const isFinished = created + late + lasts <= minute;
		return isShown
			? [{ id, createdAt, status: isFinished ? status : 'inProgress', isFinished }]
			: [];
	});
}

const life = fc.record({
	created: fc.integer({ min: 0, max: 600 }),
	late: fc.integer({ min: 0, max: 10 }),
	lasts: fc.integer({ min: 0, max: 300 }),
	status: fc.constantFrom<RunStatus>('failed', 'success', 'partialSuccess'),
});
/** What happens at a poll: it is kept, it fails before its memory is kept, or n8n restarts with an older memory. */
const happening = fc.constantFrom('kept', 'kept', 'kept', 'failed', 'skipped', 'restart');

describe('The memory of the trigger', () => {
	it('tells every run that ends after the first poll exactly once, whatever happens in between', () => {
		fc.assert(
			fc.property(
				fc.array(life, { minLength: 1, maxLength: 60 }),
				fc.array(happening, { minLength: 5, maxLength: 60 }),
				fc.integer({ min: 1, max: 3 }),
				(lives, happenings, limit) => {
					const first = 5;
					let memory = startFromNow('all', seenAt(lives, first, 0, {}));
					// n8n stores the memory at the activation and whenever something is told.
					let stored = memory;
					const told: string[] = [];
					const poll = (minute: number, keeps: boolean) => {
						const runs = seenAt(lives, minute, memory.floor, memory.open);
						const { memory: next, events } = advance(memory, runs, () => 'ended', limit);
						if (!keeps) return;
						memory = next;
						told.push(...events.map(({ run }) => run.id));
						if (events.length > 0) stored = memory;
					};
					let minute = first;
					for (const what of happenings) {
						minute += 7;
						if (what === 'restart') memory = stored;
						if (what !== 'skipped') poll(minute, what !== 'failed');
					}
					for (let rest = 0; rest < lives.length + 140; rest++) poll((minute += 7), true);
					const expected = lives.flatMap(({ created, late, lasts }, index) =>
						created + late + lasts > first ? [`run ${index}`] : [],
					);
					expect([...told].sort()).toEqual([...expected].sort());
				},
			),
			{ numRuns: 300 },
		);
	});

	const run = (id: string, createdAt: number, status: RunStatus = 'failed'): SeenRun => ({
		id,
		createdAt,
		status,
		isFinished: status !== 'inProgress',
	});
	const all = (memory: RunMemory, runs: SeenRun[], limit = 100) =>
		advance(memory, runs, () => 'ended', limit);
	const empty = startFromNow('all', []);

	it('tells runs of the same millisecond, each once', () => {
		const runs = [run('a', 5), run('b', 5), run('a', 5)];
		const { memory, events } = all(empty, runs);
		expect(events.map(({ run: { id } }) => id)).toEqual(['a', 'b']);
		expect(all(memory, runs).events).toEqual([]);
	});

	it('tells a run again only where its final status is another one', () => {
		const { memory } = all(empty, [run('a', 5)]);
		expect(all(memory, [run('a', 5, 'success')]).events).toHaveLength(1);
	});

	it('leaves the old memory as it was', () => {
		const before = JSON.stringify(empty);
		all(empty, [run('a', 5), run('b', 6, 'inProgress')]);
		expect(JSON.stringify(empty)).toBe(before);
	});

	it('stays bounded: what lies before the overlap is forgotten, and of too many the oldest', () => {
		let memory = empty;
		for (let poll = 0; poll < 200; poll++) {
			const runs = Array.from({ length: 100 }, (_, index) =>
				run(`${poll}/${index}`, (poll * 100 + index) * MINUTE, index % 9 ? 'failed' : 'inProgress'),
			);
			memory = all(memory, runs).memory;
		}
		expect(Object.keys(memory.told).length).toBeLessThanOrEqual(OVERLAP / MINUTE + 1);
		expect(Object.keys(memory.open).length).toBeLessThanOrEqual(5_000);
		const dense = Array.from({ length: 6_000 }, (_, index) => run(`d${index}`, 1e12 + index));
		const full = all(memory, dense, 10_000).memory;
		expect(Object.keys(full.told).length).toBe(5_000);
		// What was forgotten is not looked at again, so that nothing is told twice.
		const again = dense.filter(({ createdAt }) => createdAt >= full.floor);
		expect(all(full, again, 10_000).events).toEqual([]);
	});

	it('tells the oldest first, of the same time in the order of their IDs', () => {
		const { events } = all(empty, [run('b', 5), run('d', 9), run('a', 5), run('c', 1)]);
		expect(events.map(({ run: { id } }) => id)).toEqual(['c', 'a', 'b', 'd']);
	});

	it('tells no more at a time than it may, and the others with the next polls', () => {
		const runs = ['a', 'b', 'c', 'd', 'e'].map((id, index) => run(id, index));
		const told: string[][] = [];
		for (let memory = empty, poll = 0; poll < 4; poll++) {
			const next = all(memory, runs, 2);
			told.push(next.events.map(({ run: { id } }) => id));
			memory = next.memory;
			if (poll === 0) expect(Object.keys(memory.open)).toEqual(['c', 'd', 'e']);
		}
		expect(told).toEqual([['a', 'b'], ['c', 'd'], ['e'], []]);
	});

	it('knows runs that nobody asked for as over, and they count for no limit', () => {
		const runs = [run('a', 1, 'success'), run('b', 2), run('c', 3, 'success'), run('d', 4)];
		const eventOf = ({ status }: SeenRun) => (status === 'failed' ? 'failed' : undefined);
		const { memory, events } = advance(empty, runs, eventOf, 2);
		expect(events.map(({ run: { id } }) => id)).toEqual(['b', 'd']);
		expect(Object.keys(memory.told)).toEqual(['a', 'b', 'c', 'd']);
		expect(memory.open).toEqual({});
		expect(advance(empty, runs, eventOf, 1).memory.open).toEqual({ d: 4 });
	});

	it.each([
		[[run('a', 5, 'inProgress'), run('a', 5)]],
		[[run('a', 5), run('a', 5, 'inProgress')]],
		[[run('a', 5), run('a', 5, 'success')]],
	])('takes the finished reading, of two finished ones the first: %j', (runs) => {
		const { memory, events } = all(empty, runs);
		expect(events.map(({ run: { id, status } }) => [id, status])).toEqual([['a', 'failed']]);
		expect(memory.open).toEqual({});
	});

	it('looks back over the overlap, and never further than before', () => {
		const at = 100 * MINUTE;
		const { memory } = all(empty, [run('a', at), run('b', at - MINUTE)]);
		expect(memory.floor).toBe(at - OVERLAP);
		expect(all(memory, []).memory.floor).toBe(at - OVERLAP);
		expect(all(memory, [run('c', MINUTE)]).memory.floor).toBe(at - OVERLAP);
	});

	it('keeps 5,000 runs that are under way, and of more the newest', () => {
		const under = (count: number) =>
			Array.from({ length: count }, (_, index) => run(`${index}`, 1e12 + index, 'inProgress'));
		expect(Object.keys(all(empty, under(5_000)).memory.open)).toHaveLength(5_000);
		const { open } = all(empty, under(5_001)).memory;
		expect(Object.keys(open)).toHaveLength(5_000);
		expect(open).not.toHaveProperty('0');
	});

	it('of 5,000 finished runs forgets none', () => {
		const runs = Array.from({ length: 5_000 }, (_, index) => run(`${index}`, 1e12 + index));
		const { told, floor } = all(empty, runs, 10_000).memory;
		expect(Object.keys(told)).toHaveLength(5_000);
		expect(floor).toBe(1e12 + 4_999 - OVERLAP);
	});

	it.each([
		['null', null],
		['one whose lists are nothing', { ...empty, open: null }],
		['one whose lists are texts', { ...empty, told: 'x' }],
		['nothing', undefined],
		['a text', 'memory'],
		['one of something else', { ...empty, watched: 'one' }],
		['one without a floor', { ...empty, floor: '0' }],
		['one whose lists are no objects', { ...empty, told: [] }],
	])('is not taken from %s', (_what, value) => {
		expect(isMemory(value, 'all')).toBe(false);
	});

	it('is taken from what n8n has stored', () => {
		expect(isMemory(JSON.parse(JSON.stringify(empty)), 'all')).toBe(true);
	});
});
