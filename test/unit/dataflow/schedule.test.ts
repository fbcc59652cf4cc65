import {
	readSchedule,
	readScheduleChange,
	scheduleParams,
	type Schedule,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/schedule';
import { dataflowPatch } from '../../../nodes/AdobeExperiencePlatform/dataflow/update.operation';
import {
	fitsWildcard,
	splitWildcard,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/sourceFile';

const noon = Date.parse('2026-11-24T12:00:00Z');
const later = noon / 1000 + 3_600;

describe('A schedule', () => {
	it.each<[input: Schedule, schedule: object]>([
		[{ frequency: 'once' }, { frequency: 'once' }],
		[
			{ frequency: 'day', interval: 2 },
			{ frequency: 'day', interval: 2 },
		],
		[
			{ frequency: 'minute', interval: 15, backfill: false },
			{ frequency: 'minute', interval: 15, backfill: false },
		],
		[
			{ frequency: 'once', startTime: later * 1000 + 999 },
			{ frequency: 'once', startTime: later },
		],
	])('%j is read', (input, schedule) => {
		expect(readSchedule(input)).toEqual(schedule);
	});

	it.each<[input: Schedule, words: RegExp]>([
		[{ frequency: 'once', backfill: true }, /^Backfill/],
		[{ frequency: 'minute', interval: 14 }, /below 15 minutes/],
		[{ frequency: 'hour', interval: 0 }, /^Interval must be a whole number/],
		[{ frequency: 'week', interval: 1.5 }, /^Interval must be a whole number/],
		[{ frequency: 'day' }, /^Interval must be a whole number/],
	])('%j is refused', (input, words) => {
		expect(() => readSchedule(input)).toThrow(words);
	});

	it('that starts now gets a time a little ahead of the service’s clock', () => {
		expect(scheduleParams({ frequency: 'once' }, noon)).toEqual({
			frequency: 'once',
			startTime: noon / 1000 + 10,
		});
		expect(scheduleParams({ frequency: 'once', startTime: later }, noon).startTime).toBe(later);
	});
});

describe('A change of a schedule', () => {
	it('touches only what is given', () => {
		expect(readScheduleChange({}, noon)).toEqual({});
		expect(readScheduleChange({ interval: '3' }, noon)).toEqual({ interval: 3 });
		expect(readScheduleChange({ schedule: 'day', startTime: later * 1000 }, noon)).toEqual({
			frequency: 'day',
			startTime: later,
		});
	});

	it.each([
		[{ schedule: 'yearly' }, /^Invalid value for Schedule/],
		[{ schedule: 'once', interval: '3' }, /^Interval is not possible with the schedule Once/],
		[{ schedule: 'minute', interval: '3' }, /below 15 minutes/],
		[{ interval: 'x' }, /^Interval must be a whole number/],
		[{ startTime: noon }, /^Start Time has passed/],
	])('%j is refused', (input, words) => {
		expect(() => readScheduleChange(input, noon)).toThrow(words);
	});

	it('is patched member by member, and backfill only if it differs', () => {
		const flow = { id: '1', scheduleParams: { frequency: 'day', interval: '2', startTime: '5' } };
		expect(dataflowPatch({ frequency: 'day', interval: 2 }, flow)).toEqual([]);
		expect(
			dataflowPatch({ frequency: 'week', interval: 2, startTime: 6, backfill: true }, flow),
		).toEqual([
			{ op: 'add', path: '/scheduleParams/frequency', value: 'week' },
			{ op: 'add', path: '/scheduleParams/startTime', value: 6 },
		]);
		expect(dataflowPatch({ frequency: 'day', interval: 2, backfill: false }, flow)).toEqual([
			{ op: 'add', path: '/scheduleParams/backfill', value: false },
		]);
		expect(dataflowPatch({ frequency: 'once' }, { id: '1' })).toHaveLength(1);
		expect(dataflowPatch({ frequency: 'once' }, flow).at(-1)).toEqual({
			op: 'remove',
			path: '/scheduleParams/interval',
		});
	});

	it('is patched blindly if the dataflow was not read', () => {
		expect(dataflowPatch({ name: 'n', frequency: 'day', description: undefined })).toEqual([
			{ op: 'replace', path: '/name', value: 'n' },
			{ op: 'add', path: '/scheduleParams/frequency', value: 'day' },
		]);
		expect(dataflowPatch({ frequency: 'once' }).map(({ op, path }) => [op, path])).toEqual([
			['add', '/scheduleParams/frequency'],
			['add', '/scheduleParams/interval'],
			['remove', '/scheduleParams/interval'],
			['add', '/scheduleParams/backfill'],
			['remove', '/scheduleParams/backfill'],
		]);
	});
});

describe('A path with a wildcard', () => {
	it.each([
		['/b/daily/*.csv', '/b/daily', ['a.csv'], ['a.csv.gz', 'b.json']],
		['/b/*premium*.csv', '/b', ['my premium x.csv'], ['basic.csv']],
		['/b/x.y*', '/b', ['x.yz'], ['xay']],
		['/b/daily', '/b/daily', ['any', '.any'], []],
		['*.csv', '', ['a.csv'], ['a']],
	])('%s is the folder %s', (path, folder, fits, others) => {
		const split = splitWildcard(path);
		expect(split.folder).toBe(folder);
		for (const name of fits) expect(fitsWildcard(name, split.pattern)).toBe(true);
		for (const name of others) expect(fitsWildcard(name, split.pattern)).toBe(false);
	});
});
