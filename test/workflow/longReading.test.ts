/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the test runs something else beside the node */
import { useLocalAdobe } from '../support/adobe';
import { runNode } from '../support/engine';
import { keySet, times, updateToken } from './cases';

const local = useLocalAdobe();

const ITEMS = 1_000;
/** A slice lasts 20 ms, and each look at the clock takes one. */
const LONGEST_SLICE = 20;

/** As a user would write them: a lookup, a text, a date and a condition for each item. */
const parameters = updateToken('={{ $json.id.trim() }}', {
	s3AccessKey: '={{ $json.keys.filter(({ kind }) => kind === "access")[0].value }}',
	s3SecretKey:
		'={{ $json.keys.find(({ kind }) => kind === "secret").value.split("").reverse().reverse().join("") }}',
	s3SessionToken: '={{ $json.keys.length > 2 ? $json.keys.at(-1).value : "" }}',
	options: {
		expiration: '={{ DateTime.fromISO($json.end).plus({ minutes: $itemIndex % 60 }).toISO() }}',
	},
});

function itemsOf(ids: (index: number) => string) {
	const { s3AccessKey, s3SecretKey, s3SessionToken } = keySet(1);
	return times(ITEMS, (index) => ({
		id: ids(index),
		end: '2099-01-01T00:00:00.000Z',
		keys: [
			{ kind: 'access', value: s3AccessKey },
			{ kind: 'secret', value: s3SecretKey },
			{ kind: 'token', value: s3SessionToken },
		],
	}));
}

/**
 * A clock that each look moves on by a millisecond, so that work takes as long here as on any machine.
 * The node looks once for each item that it reads.
 */
function countLooks(): () => number {
	const { now } = Date;
	let looks = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => now() + ++looks);
	return () => looks;
}

/** How often the clock was looked at between two turns of something else, while `work` went on. */
async function looksBetweenTurns(looks: () => number, work: () => Promise<void>) {
	const between: number[] = [];
	let last = looks();
	const timer = setInterval(() => {
		between.push(looks() - last);
		last = looks();
	}, 1);
	await work().finally(() => clearInterval(timer));
	return between;
}

describe('Many items with real expressions', () => {
	let looksOfAll = 0;
	afterEach(() => jest.restoreAllMocks());

	it('are read in slices: others run in between, and nothing is sent if the last one is refused', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		const items = itemsOf((index) => (index === ITEMS - 1 ? ' ' : id));
		const looks = countLooks();
		const between = await looksBetweenTurns(looks, async () => {
			const { error } = await runNode(local.credential(), { parameters, items });
			expect(error?.context?.itemIndex).toBe(ITEMS - 1);
		});
		looksOfAll = looks();
		expect(adobe.journal).toEqual([]);
		expect(looksOfAll).toBeGreaterThanOrEqual(ITEMS);
		expect(Math.max(...between)).toBeLessThan(2 * LONGEST_SLICE);
	});

	it('can be cancelled while they are read', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		const looks = countLooks();
		const cancelled = runNode(local.credential(), {
			parameters,
			items: itemsOf(() => id),
			onStart: (cancel) => void setTimeout(cancel, 5),
		});
		await cancelled.catch(() => undefined);
		expect(looks()).toBeLessThan(looksOfAll / 2);
		expect(adobe.journal).toEqual([]);
	});
});
