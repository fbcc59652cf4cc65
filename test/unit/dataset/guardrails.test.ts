import { guardrailHints } from '../../../nodes/AdobeExperiencePlatform/dataset/batch/batch';
import { fakeClient } from '../fakeExecution';

type UploadedBatch = Parameters<typeof guardrailHints>[1];

const HOUR = 3_600_000;
const GB = 1024 ** 3;

/** Hints for one more batch, after others that were created this many hours ago. */
function hints(
	hoursAgo: number[],
	more: Partial<UploadedBatch> = {},
	client = fakeClient().client,
) {
	const now = client.execution.serviceTime;
	const others = hoursAgo.map((hours, index) => ({
		id: String(index),
		created: now - hours * HOUR + 1_000,
	}));
	return guardrailHints(client, {
		datasetName: 'Stores',
		isForProfile: false,
		bytes: 1_000,
		others,
		...more,
	});
}

const times = (count: number, hours: number) => Array<number>(count).fill(hours);

describe('Many batches of one dataset', () => {
	it.each<[what: string, hoursAgo: number[], more: Partial<UploadedBatch>, words: RegExp[]]>([
		['a few', times(9, 0.5), {}, []],
		['more than 10 small ones an hour', times(10, 0.5), {}, [/^More than 10 batches .* "Stores"/]],
		['large ones', times(10, 0.5), { bytes: 2 * 1024 ** 2 }, []],
		['older ones', times(50, 2), {}, []],
		['90 a day for Profile', times(89, 20), { isForProfile: true }, []],
		['more for Profile', times(90, 20), { isForProfile: true }, [/^More than 90 batches/]],
		['more, but not for Profile', times(90, 20), {}, []],
		['more for Profile, but not within a day', times(90, 25), { isForProfile: true }, []],
		[
			'more for Profile, all within an hour',
			times(90, 0),
			{ isForProfile: true },
			[/more than 90/i],
		],
	])('%s', (_what, hoursAgo, more, words) => {
		expect(hints(hoursAgo, more)).toEqual(words.map((one) => expect.stringMatching(one) as string));
	});

	it('get the same words, however many there are', () => {
		expect(hints(times(20, 0.5))).toEqual(hints(times(30, 0.5)));
	});

	it('may show no time', () => {
		const others = Array.from({ length: 100 }, (_, index) => ({ id: String(index) }));
		expect(hints([], { others, isForProfile: true })).toEqual([]);
	});
});

it('More than 20 GB an hour earn a hint, counted over all uploads of the process', () => {
	const { client } = fakeClient();
	expect(hints([], { bytes: 11 * GB }, client)).toEqual([]);
	expect(hints([], { bytes: 8 * GB }, client)).toEqual([]);
	expect(hints([], { bytes: GB }, client)).toEqual([expect.stringMatching(/^More than 20 GB/)]);
	const later = client.execution.serviceTime + HOUR;
	jest.spyOn(client.execution, 'serviceTime', 'get').mockReturnValue(later + 1);
	expect(hints([], { bytes: 1 }, client)).toEqual([]);
});
