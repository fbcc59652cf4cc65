/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the test looks at the event loop from outside */
import { useLocalAdobe } from '../../support/adobe';
import { runNode } from '../../support/engine';
import { keySet, times, updateToken } from '../cases';

const local = useLocalAdobe();

const ITEMS = 10_000;

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

/** The longest time for which nothing else could run while `work` went on, in milliseconds. */
async function longestBlock(
	work: () => Promise<void>,
): Promise<{ longest: number; ticks: number }> {
	let longest = 0;
	let ticks = 0;
	let last = performance.now();
	const timer = setInterval(() => {
		const now = performance.now();
		longest = Math.max(longest, now - last);
		last = now;
		ticks++;
	}, 5);
	await work().finally(() => clearInterval(timer));
	return { longest, ticks };
}

describe('11. 10,000 items with real expressions', () => {
	// Times are compared with the time that reading all took on this machine, however busy it is.
	let readingMs = 0;

	it('are read in slices: others run in between, and nothing is sent where the last one is refused', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		const items = itemsOf((index) => (index === ITEMS - 1 ? ' ' : id));
		const { longest, ticks } = await longestBlock(async () => {
			const started = performance.now();
			const { error } = await runNode(local.credential(), { parameters, items });
			readingMs = performance.now() - started;
			expect(error?.context?.itemIndex).toBe(ITEMS - 1);
		});
		expect(adobe.journal).toEqual([]);
		// One slice would let nothing run before all were read.
		expect(ticks).toBeGreaterThan(10);
		expect(longest).toBeLessThan(readingMs / 2);
	}, 180_000);

	it('can be cancelled while they are read', async () => {
		const { adobe } = local;
		const { id } = adobe.seedConnection();
		const items = itemsOf(() => id);
		const started = performance.now();
		const cancelled = runNode(local.credential(), {
			parameters,
			items,
			onStart: (cancel) => void setTimeout(cancel, readingMs / 10),
		});
		await cancelled.catch(() => undefined);
		expect(performance.now() - started).toBeLessThan((readingMs * 2) / 3);
		expect(adobe.journal).toEqual([]);
	}, 60_000);
});
