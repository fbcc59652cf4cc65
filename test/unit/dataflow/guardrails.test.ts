import {
	scheduleHints,
	runsPerDay,
	scheduleText,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/schedule';
import { runLimitHint } from '../../../nodes/AdobeExperiencePlatform/run/explain';

const profile = { name: 'People', isProfileEnabled: true };
const lake = { name: 'Orders' };

it.each([
	['minute', 15, lake, [/^96 runs a day are planned/]],
	['minute', 16, lake, []],
	['minute', 15, profile, [/^96 runs a day/, /^96 runs a day .* "People"/]],
	['hour', 1, lake, []],
	['hour', 12, profile, [/^2 runs a day .* "People"/]],
	['day', 1, profile, []],
	['week', 1, profile, []],
	['once', undefined, profile, []],
] as const)('hints at a schedule of %s %s', (frequency, interval, dataset, expected) => {
	const hints = scheduleHints({ frequency, interval }, dataset);
	expect(hints).toEqual(expected.map((words) => expect.stringMatching(words)));
});

it.each([
	[{ frequency: 'minute', interval: '30' }, 48, 'every 30 minutes'],
	[{ frequency: 'HOUR', interval: 1 }, 24, 'every hour'],
	[{ frequency: 'week', interval: 1 }, 0.14, 'every week'],
	[{ frequency: 'once' }, 0, 'once'],
	[{ frequency: 'minute', interval: 0 }, 0, 'every 0 minutes'],
	[{}, 0, null],
])('plans %j', (scheduleParams, planned, text) => {
	expect(runsPerDay(scheduleParams)).toBe(planned);
	expect(scheduleText({ id: 'one', scheduleParams })).toBe(text);
});

const GB = 1024 ** 3;

it.each([
	[9_999, 99 * GB, undefined],
	[null, null, undefined],
	[10_000, null, /read 10,000 files, more than Adobe advises/],
	[25_001, GB, /read 25,001 files, more than Adobe accepts/],
	[1, 100 * GB, /read 100 GB, more than Adobe advises/],
	[10_000, 2_000 * GB, /read 10,000 files and 2,000 GB, more than Adobe accepts/],
])('names a run of %s files and %s bytes', (files, bytesRead, words) => {
	const hint = runLimitHint({ id: 'one', files, bytesRead }, null);
	if (words) expect(hint).toMatch(words);
	else expect(hint).toBeUndefined();
});
