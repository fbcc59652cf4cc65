import {
	emptyFlowMemory,
	type FlowMemory,
	FlowNotes,
} from '../../../nodes/AdobeExperiencePlatform/trigger/flowMemory';
import { HOUR, NOW, notesOf, run } from './flowNotes';

describe('Whether a list of dataflows has to be read', () => {
	const patience = 2 * HOUR;
	const isDue = ({ hours = 10, ...change }: Partial<FlowMemory> & { hours?: number }) => {
		const known = { ...emptyFlowMemory(NOW), listed: NOW + 10 * HOUR, ...change };
		return new FlowNotes(known).isAnyDue(patience, NOW + hours * HOUR);
	};

	it.each<[isDue: boolean, what: string, memory: Parameters<typeof isDue>[0]]>([
		[false, 'nothing is known and the list is fresh', {}],
		[false, 'the list is as old as a silence may be long', { hours: 12 }],
		[true, 'the list is older', { hours: 12.1 }],
		[true, 'the list was not read to its end', { next: [['start', 'x']] }],
		[false, 'the silence is exactly as long as it may be', { data: { flow: NOW + 8 * HOUR } }],
		[true, 'a silence is longer', { data: { flow: NOW + 7.9 * HOUR } }],
		[true, 'one silence of several is longer', { data: { a: NOW + 9 * HOUR, b: NOW } }],
		[false, 'the dataflow is disabled', { data: { flow: NOW }, disabled: ['flow'] }],
		[
			false,
			'the silence was reported',
			{ data: { flow: NOW }, incidents: { flow: { silentSince: NOW } } },
		],
		[
			true,
			'only a failure was reported',
			{ data: { flow: NOW }, incidents: { flow: { failed: { since: 1, lastCreatedAt: 1 } } } },
		],
	])('%s if %s', (is, _what, memory) => expect(isDue(memory)).toBe(is));
});

describe('A complete list of dataflows', () => {
	const WEEK = 7 * 24 * HOUR;
	const PATIENCE = 2 * HOUR;
	const after = (passed: number, shown: string[], patience: number) => {
		const notes = new FlowNotes({ ...emptyFlowMemory(NOW), data: { flow: NOW } });
		notes.openSilence('flow', NOW);
		notes.openFailure(run('bad', 0, 'failed', 0, 'failing'));
		notes.forgetAbsent(new Set(shown), patience, NOW + passed);
		const { data, incidents } = notes.memory(false);
		return [Object.keys(data), Object.keys(incidents)];
	};
	const all = [['flow'], ['flow', 'failing']];
	const incidents = [[], ['flow', 'failing']];
	const none = [[], []];

	it.each<[what: string, passed: number, shown: string[], patience: number, left: string[][]]>([
		['what it shows is kept', 10 * WEEK, ['flow', 'failing'], PATIENCE, all],
		['what received data lately is kept', PATIENCE, [], PATIENCE, all],
		['its data is forgotten first', PATIENCE + 1, [], PATIENCE, incidents],
		['its incidents are kept for a week', WEEK, [], PATIENCE, incidents],
		['then they are forgotten', WEEK + 1, [], PATIENCE, none],
		['or are kept for as long as a silence may be', 2 * WEEK, [], 2 * WEEK, all],
		['and forgotten after that', 2 * WEEK + 1, [], 2 * WEEK, none],
	])('forgets what is absent: %s', (_what, passed, shown, patience, left) => {
		expect(after(passed, shown, patience)).toEqual(left);
	});
});

it('what a whole list does not show is forgotten, its incident only after a week', () => {
	const notes = notesOf(run('one', 1, 'success'));
	notes.openSilence('flow', NOW + HOUR);
	notes.forgetAbsent(new Set(), 2 * HOUR, NOW + 4 * HOUR);
	expect([notes.data.has('flow'), notes.isSilent('flow')]).toEqual([false, true]);
	notes.forgetAbsent(new Set(), 2 * HOUR, NOW + 8 * 24 * HOUR);
	expect(notes.isSilent('flow')).toBe(false);
});
