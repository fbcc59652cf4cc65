import fc from 'fast-check';
import {
	emptyFlowMemory,
	type FlowMemory,
	FlowNotes,
	readFlowMemory,
} from '../../../nodes/AdobeExperiencePlatform/trigger/flowMemory';
import { emptyMemory, readMemory } from '../../../nodes/AdobeExperiencePlatform/trigger/runMemory';
import { HOUR, NOW, notesOf, run } from './flowNotes';

const MOST_FLOWS = 10_000;

it.each([undefined, null, 'text', [], {}, { begun: 'x', data: {} }, { begun: 1, data: [] }])(
	'takes no memory out of %j',
	(value) => expect(readFlowMemory(value)).toBeUndefined(),
);

it('survives n8n storing it, beside the runs; a memory of 1.1.0 has none', () => {
	const notes = notesOf(run('one', 1, 'success'));
	notes.openSilence('other', NOW);
	notes.disabled.add('third');
	const stored = { ...emptyMemory('mine'), revision: 'x', flows: notes.memory(true) };
	const text = JSON.stringify(stored);
	expect(readMemory(JSON.parse(text), 'mine')).toEqual(JSON.parse(text));
	const { flows, ...old } = stored;
	expect(flows.data).toEqual({ flow: NOW + HOUR });
	expect(readMemory(old, 'mine')).not.toHaveProperty('flows');
});

it('is bounded: more dataflows are not watched, and what is no longer needed is forgotten', () => {
	const notes = new FlowNotes(emptyFlowMemory(NOW));
	for (let count = 0; count < MOST_FLOWS + 10; count++) {
		notes.take(run(`run ${count}`, 1, 'success', 1, `flow ${count}`), NOW + HOUR);
	}
	const { data, good } = notes.memory(false);
	expect(Object.keys(data)).toHaveLength(MOST_FLOWS);
	expect(good).toEqual({});
	expect(Object.keys(notes.memory(true).good)).toHaveLength(2_000);
});

const WHOLE: FlowMemory = {
	begun: 1,
	listed: 2,
	data: { flow: 3 },
	disabled: ['other'],
	incidents: { flow: { silentSince: 3 } },
	good: { flow: [{ id: 'a', createdAt: 4, endedAt: 5, isSuccess: true, hasWritten: true }] },
};
/** Where the list of dataflows goes on is remembered only sometimes. */
const FULL: FlowMemory = { ...WHOLE, next: [['continuationToken', 'abc']] };

it('a complete memory stays as it is, read or taken over without a change', () => {
	expect(readFlowMemory(FULL)).toStrictEqual(FULL);
	expect(new FlowNotes(FULL).memory(true)).toStrictEqual(FULL);
	expect(readFlowMemory(WHOLE)).toStrictEqual(WHOLE);
	expect(new FlowNotes(WHOLE).memory(true)).toStrictEqual(WHOLE);
});

it('a new memory knows of nothing', () => {
	const nothing = { begun: 7, listed: 0, data: {}, disabled: [], incidents: {}, good: {} };
	expect(emptyFlowMemory(7)).toStrictEqual(nothing);
	expect(readFlowMemory({ begun: 7, data: {} })).toStrictEqual(nothing);
});

it.each<[member: keyof FlowMemory, broken: unknown, instead: unknown]>([
	['next', 'abc', undefined],
	['next', { token: 'abc' }, undefined],
	['next', null, undefined],
	['listed', null, 0],
	['disabled', { other: true }, []],
	['disabled', null, []],
	['incidents', 'flow', {}],
	['incidents', null, {}],
	['good', 7, {}],
])('a stored memory with a broken %s is read without it: %j', (member, broken, instead) => {
	const expected = member === 'next' ? WHOLE : { ...FULL, [member]: instead };
	expect(readFlowMemory({ ...FULL, [member]: broken })).toStrictEqual(expected);
});

it('a poll does not change the memory that it starts from', () => {
	const text = JSON.stringify(FULL);
	const notes = new FlowNotes(FULL);
	notes.take(run('b', 9, 'success'), NOW + 10 * HOUR);
	notes.openFailure(run('c', 8, 'failed', 0));
	notes.disabled.add('more');
	for (const one of notes.recoveries()) notes.close(one);
	expect(JSON.stringify(FULL)).toBe(text);
});

it('the newest disabled dataflows and incidents are remembered, up to a bound', () => {
	const disabled = Array.from({ length: 10_001 }, (_, count) => `disabled ${count}`);
	const notes = new FlowNotes({ ...emptyFlowMemory(NOW), disabled });
	for (let count = 0; count < 5_001; count++) notes.openSilence(`silent ${count}`, NOW + count);
	const memory = notes.memory(false);
	expect(memory.disabled).toEqual(disabled.slice(1));
	expect(Object.keys(memory.incidents)).toHaveLength(5_000);
	expect(memory.incidents).not.toHaveProperty(['silent 0']);
	expect(memory.incidents['silent 5000']).toEqual({ silentSince: NOW + 5_000 });
});

describe('Of the successful runs of a dataflow,', () => {
	const kept = (notes: FlowNotes) => (notes.memory(true).good.flow ?? []).map(({ id }) => id);

	it('the five newest are remembered, each once, oldest first, however often and in any order they are read', () => {
		const hours = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 });
		fc.assert(
			fc.property(hours, (read) => {
				const notes = notesOf(...read.map((hour) => run(`run ${hour}`, hour, 'success')));
				const newest = [...new Set(read)].sort((a, b) => a - b).slice(-5);
				expect(kept(notes)).toEqual(newest.map((hour) => `run ${hour}`));
			}),
		);
	});

	it.each([
		['success', 0, true],
		['success', 1, true],
		['partialSuccess', 1, true],
		// It may end a silence.
		['failed', 1, true],
		['failed', 0, false],
	])('a run with the status %s and %s written records counts: %s', (status, written, counts) => {
		const notes = notesOf(run('one', 1, status, written));
		expect(kept(notes)).toEqual(counts ? ['one'] : []);
		expect([...notes.read.keys()]).toEqual(counts ? ['one'] : []);
	});

	it('only those of dataflows with an incident are remembered once everything was read', () => {
		const notes = notesOf(run('a', 1, 'success'), run('b', 1, 'success', 1, 'other'));
		notes.openFailure(run('bad', 2, 'failed', 0));
		expect(Object.keys(notes.memory(false).good)).toEqual(['flow']);
		expect(Object.keys(notes.memory(true).good)).toEqual(['flow', 'other']);
	});
});

it.each([
	['written records', 'success', 1, true],
	['records of a failed run', 'failed', 1, true],
	['no records', 'success', 0, false],
	['a failed run', 'failed', 0, false],
])('a silence begins again with %s', (_what, status, written, begins) => {
	const { data } = notesOf(run('one', 1, status, written));
	expect([...data]).toEqual(begins ? [['flow', NOW + HOUR]] : []);
});

it('a silence begins with the latest records, in any order', () => {
	const { data } = notesOf(run('b', 5, 'success'), run('a', 4, 'success'));
	expect(data.get('flow')).toBe(NOW + 5 * HOUR);
});

it('a run of no dataflow changes nothing', () => {
	const notes = notesOf();
	const orphan = { ...run('one', 1, 'success'), flowId: undefined };
	notes.take(orphan, NOW + HOUR);
	notes.openFailure({ ...orphan, metrics: { statusSummary: { status: 'failed' } } });
	expect(notes.memory(true)).toStrictEqual(emptyFlowMemory(NOW));
	expect(notes.read.size).toBe(0);
});

it.each<[what: string, runs: Array<ReturnType<typeof run>>, ended: string[]]>([
	['nothing', [], []],
	['a success of before', [run('before', 1, 'success')], []],
	['another failure', [run('again', 3, 'failed', 0)], []],
	['a success after it', [run('after', 3, 'success', 0)], ['after']],
	['the first of two, in any order', [run('b', 5, 'success'), run('a', 4, 'success')], ['a']],
	['a success created in the same millisecond', [run('same', 2, 'success')], []],
	['a success in part', [run('part', 3, 'partialSuccess')], ['part']],
	['a success of another dataflow', [run('other', 3, 'success', 1, 'other')], []],
])('a failure is ended by %s', (_what, runs, ended) => {
	const notes = notesOf(...runs);
	notes.openFailure(run('bad', 2, 'failed', 0));
	expect(notes.recoveries().map(({ run: { id } }) => id)).toEqual(ended);
});

it('a failure that goes on began with its first run, and only a success after its last run ends it', () => {
	const notes = notesOf(run('between', 3, 'success'));
	notes.openFailure(run('first', 2, 'failed', 0));
	notes.openFailure(run('last', 4, 'failed', 0));
	// An older failure that is reported late does not move it.
	notes.openFailure(run('late', 1, 'failed', 0));
	expect(notes.recoveries()).toEqual([]);
	notes.take(run('after', 5, 'success'), NOW + 10 * HOUR);
	expect(notes.recoveries()).toMatchObject([{ run: { id: 'after' }, since: NOW + 2 * HOUR }]);
});

it.each<[what: string, one: ReturnType<typeof run>, isEnded: boolean]>([
	['records of before', run('before', 1, 'success'), false],
	['the records with which it began', run('last', 2, 'success'), false],
	['records after it', run('after', 3, 'success'), true],
	['records of a failed run', run('bad', 3, 'failed', 1), true],
	['records of another dataflow', run('other', 3, 'success', 1, 'other'), false],
])('a silence is ended by %s: %#', (_what, one, isEnded) => {
	const notes = notesOf(one);
	notes.openSilence('flow', NOW + 2 * HOUR);
	expect(notes.recoveries().map(({ run: { id } }) => id)).toEqual(isEnded ? [one.id] : []);
});

describe('If a dataflow failed and received no records,', () => {
	const bothOf = (...runs: Array<ReturnType<typeof run>>) => {
		const notes = notesOf(...runs);
		notes.openSilence('flow', NOW + HOUR);
		notes.openFailure(run('bad', 2, 'failed', 0));
		return notes.recoveries().map(({ run: { id }, since }) => [id, since]);
	};

	it.each<[what: string, runs: Array<ReturnType<typeof run>>, by: string | undefined]>([
		['nothing', [], undefined],
		['a success without records', [run('empty', 3, 'success', 0)], undefined],
		['records of a failed run', [run('part', 3, 'failed', 1)], undefined],
		['a success with records', [run('full', 3, 'success', 1)], 'full'],
		[
			'the second of two runs, which brings records',
			[run('empty', 3, 'success', 0), run('full', 4, 'success', 1)],
			'full',
		],
		[
			'the second of two runs, which is a success',
			[run('part', 3, 'failed', 1), run('empty', 4, 'success', 0)],
			'empty',
		],
	])('both are ended by %s', (_what, runs, by) => {
		expect(bothOf(...runs)).toEqual(by === undefined ? [] : [[by, NOW + HOUR]]);
	});
});

it('recoveries are in the order of the runs that ended the incidents, and each is closed alone', () => {
	const notes = notesOf(run('b', 5, 'success', 1, 'first'), run('a', 4, 'success', 1, 'second'));
	notes.openSilence('first', NOW + HOUR);
	notes.openFailure(run('bad', 2, 'failed', 0, 'second'));
	const ended = () => notes.recoveries().map(({ flowId }) => flowId);
	expect(ended()).toEqual(['second', 'first']);
	const [one] = notes.recoveries();
	if (one) notes.close(one);
	expect(ended()).toEqual(['first']);
	// The run that ended it opens and ends nothing more when it is read again.
	notes.take(run('a', 4, 'success', 1, 'second'), NOW + 10 * HOUR);
	expect(ended()).toEqual(['first']);
});

it('an incident of which nothing is known ends nothing', () => {
	const notes = new FlowNotes({ ...emptyFlowMemory(NOW), incidents: { flow: {} } });
	notes.take(run('one', 3, 'success'), NOW + 10 * HOUR);
	expect(notes.recoveries()).toEqual([]);
});

it('a silence is ended by records, and not by a run that finds nothing', () => {
	const notes = notesOf(run('empty', 3, 'success', 0));
	notes.openSilence('flow', NOW + HOUR);
	expect(notes.recoveries()).toEqual([]);
	notes.take(run('full', 4, 'success'), NOW + 10 * HOUR);
	expect(notes.recoveries()).toMatchObject([{ flowId: 'flow', since: NOW + HOUR }]);
});

it('a run dated in the future does not put off a silence', () => {
	const notes = new FlowNotes(emptyFlowMemory(NOW));
	notes.take(run('odd', 500, 'success'), NOW + HOUR);
	expect(notes.data.get('flow')).toBe(NOW + HOUR);
	notes.listed = NOW + 3 * HOUR;
	expect(notes.isAnyDue(2 * HOUR, NOW + 2.9 * HOUR)).toBe(false);
	expect(notes.isAnyDue(2 * HOUR, NOW + 3.1 * HOUR)).toBe(true);
});
