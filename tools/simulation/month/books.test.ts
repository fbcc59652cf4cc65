import { counted, countedFiles } from './books';

describe('Books of a month', () => {
	it('counts what came once, too often, and never', () => {
		expect(counted(['a', 'b', 'c'], ['a', 'b', 'b', 'foreign'])).toEqual({
			once: 1,
			tooOften: ['b', 'foreign'],
			never: ['c'],
		});
	});

	const at = (time: string) => Date.parse(`2027-01-01T${time}:00.000Z`);
	const file = {
		flowId: 'flow-id',
		path: '/acme-landing/nightly/1.json',
		lastModified: at('10:30'),
		runIds: ['first', 'second'],
	};
	const runs = [
		{ id: 'failed', flowId: 'flow-id', window: { start: at('10:00'), end: at('11:00') } },
		{ id: 'earlier', flowId: 'flow-id', window: { start: at('09:00'), end: at('10:00') } },
		{ id: 'foreign', flowId: 'another', window: { start: at('10:00'), end: at('11:00') } },
	];
	const between = (name: string, start: string, end: string) =>
		`Files changed between 2027-01-01T${start}:00.000Z and 2027-01-01T${end}:00.000Z may be ingested twice: Adobe does not show which of them earlier runs of the dataflow "${name}" took (last: first). To leave them out, set Window Start.`;
	const ofRun = (id: string) =>
		`Files of the dataflow run ${id} may be ingested twice: Adobe does not show whether the run first (created 2027-01-01T10:31:00.000Z) has ingested them as well.`;

	it.each([
		['no hint', [], false],
		['one that names its dataflow and time', [between('nightly', '10:00', '11:00')], true],
		['one that names another dataflow', [between('daily', '10:00', '11:00')], false],
		['one that names another time', [between('nightly', '11:00', '12:00')], false],
		['one that names no time', ['The files of "nightly" may be ingested twice'], false],
		['one that names the failed run for the file', [ofRun('failed')], true],
		['one that names a run for earlier files', [ofRun('earlier')], false],
		['one that names a run of another dataflow', [ofRun('foreign')], false],
		['one of two', [ofRun('earlier'), ofRun('failed')], true],
		['one about something else', ['Run failed was started again for "nightly"'], false],
	])('asks of a file that came twice for a hint that names it: %s', (_what, hints, isNamed) => {
		const dataflows = [
			{ id: 'flow-id', name: 'nightly' },
			{ id: 'another', name: 'daily' },
		];
		const { named, withoutHint } = countedFiles([file.path], [file], { hints, dataflows, runs });
		expect({ named, withoutHint }).toEqual(
			isNamed ? { named: [file.path], withoutHint: [] } : { named: [], withoutHint: [file.path] },
		);
	});
});
