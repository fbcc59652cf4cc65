import {
	emptyFlowMemory,
	FlowNotes,
	MOST_FLOWS,
	readFlowMemory,
} from '../../../nodes/AdobeExperiencePlatform/trigger/flowMemory';
import { emptyMemory, readMemory } from '../../../nodes/AdobeExperiencePlatform/trigger/runMemory';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-06-01T00:00:00Z');

function run(id: string, hour: number, status: string, outputRecordCount = 1, flowId = 'flow') {
	const at = NOW + hour * HOUR;
	const durationSummary = { startedAtUTC: at, completedAtUTC: at };
	const recordSummary = { inputRecordCount: outputRecordCount, outputRecordCount };
	const metrics = { durationSummary, recordSummary, statusSummary: { status } };
	return { id, flowId, createdAt: at, metrics };
}

function notesOf(...runs: Array<ReturnType<typeof run>>): FlowNotes {
	const notes = new FlowNotes(emptyFlowMemory(NOW));
	for (const one of runs) notes.take(one, NOW + 1_000 * HOUR);
	return notes;
}

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

it.each<[what: string, runs: Array<ReturnType<typeof run>>, ended: string[]]>([
	['nothing', [], []],
	['a success of before', [run('before', 1, 'success')], []],
	['another failure', [run('again', 3, 'failed', 0)], []],
	['a success after it', [run('after', 3, 'success', 0)], ['after']],
	['the first of two, in any order', [run('b', 5, 'success'), run('a', 4, 'success')], ['a']],
	['a success in part', [run('part', 3, 'partialSuccess')], ['part']],
	['a success of another dataflow', [run('other', 3, 'success', 1, 'other')], []],
])('a failure is ended by %s', (_what, runs, ended) => {
	const notes = notesOf(...runs);
	notes.openFailure(run('bad', 2, 'failed', 0));
	expect(notes.recoveries().map(({ run: { id } }) => id)).toEqual(ended);
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

it('what a whole list does not show is forgotten, its incident only after a week', () => {
	const notes = notesOf(run('one', 1, 'success'));
	notes.openSilence('flow', NOW + HOUR);
	notes.forgetAbsent(new Set(), 2 * HOUR, NOW + 4 * HOUR);
	expect([notes.data.has('flow'), notes.isSilent('flow')]).toEqual([false, true]);
	notes.forgetAbsent(new Set(), 2 * HOUR, NOW + 8 * 24 * HOUR);
	expect(notes.isSilent('flow')).toBe(false);
});
