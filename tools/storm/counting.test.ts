import { countLeaked } from '../../test/support/leaks';
import type { KeySet } from '../../test/support/madeUp';
import { askedCreates, askedUpdates, askedUpserts, type AskedUpdate } from './asked';
import { itemEndings, type ItemEnding } from './endings';
import { isBad } from './report';
import { tallyRuns } from './runs';
import { secretsOf } from './secrets';
import { tallyCreates, tallyUpdates, tallyUpserts } from './tally';

function stored(id: string, name: string, { s3AccessKey, s3SecretKey, s3SessionToken }: KeySet) {
	const params = { s3AccessKey, s3SecretKey, s3SessionToken };
	return { id, name, etag: `"${id}"`, auth: { specName: 'Access Key', params } };
}

function reported(id: string): ItemEnding {
	return { id, etag: `"${id}"` };
}

describe('Counting a storm of creates', () => {
	const asked = askedCreates(20, 1);
	const connections = asked.map((wanted, index) => stored(`id${index}`, wanted.name, wanted));
	const endings = connections.map(({ id }) => reported(id));
	const clean = {
		asked: 20,
		succeeded: 20,
		failed: 0,
		exist: 20,
		doubled: 0,
		orphaned: 0,
		lost: 0,
	};
	const first = connections[0] as (typeof connections)[number];

	it('finds nothing where nothing is wrong, names that were asked for twice included', () => {
		expect(new Set(asked.map(({ name }) => name)).size).toBe(18);
		expect(tallyCreates(asked, endings, connections)).toEqual(clean);
	});

	it('finds a connection that was made twice', () => {
		const twin = { ...first, id: 'twin' };
		expect(tallyCreates(asked, endings, [...connections, twin])).toEqual({
			...clean,
			exist: 21,
			doubled: 1,
			orphaned: 1,
		});
	});

	it('finds a connection of a failed item that nobody knows of', () => {
		const failed = [{ error: 'Gone' }, ...endings.slice(1)];
		expect(tallyCreates(asked, failed, connections)).toEqual({
			...clean,
			succeeded: 19,
			failed: 1,
			orphaned: 1,
		});
	});

	it('finds a connection that is reported and not there', () => {
		expect(tallyCreates(asked, endings, connections.slice(1)).lost).toBe(1);
	});

	it('finds a connection that is reported for two items', () => {
		const shared = [reported(connections[1]?.id ?? ''), ...endings.slice(1)];
		expect(tallyCreates(asked, shared, connections)).toMatchObject({ lost: 2, orphaned: 1 });
	});

	it("finds another item's keys in a connection, and an outdated etag", () => {
		const wrongKeys = stored(first.id, first.name, asked[1] as KeySet);
		const wrongEtag = { ...first, etag: '"newer"' };
		for (const wrong of [wrongKeys, wrongEtag]) {
			const changed = [wrong, ...connections.slice(1)];
			expect(tallyCreates(asked, endings, changed).lost).toBe(1);
		}
	});
});

describe('Counting a storm of two executions that want the same names', () => {
	const asked = [askedUpserts(4, 1), askedUpserts(4, 2)] as const;
	const [first, second] = asked;
	const held = first.map((wanted, index) =>
		stored(`id${index}`, wanted.name, second[index] as KeySet),
	);
	const endings = held.map(({ id }) => reported(id));
	const tally = (connections = held, said = endings) =>
		tallyUpserts(
			[
				{ asked: first, endings },
				{ asked: second, endings: said },
			],
			connections,
		);

	it('finds nothing where each name has one connection with the whole set of either', () => {
		expect(tally()).toEqual({
			asked: 8,
			succeeded: 8,
			failed: 0,
			exist: 4,
			doubled: 0,
			orphaned: 0,
			lost: 0,
		});
	});

	it('finds a second one of a name, whether or not anybody knows of it', () => {
		const twin = stored('twin', first[0]?.name ?? '', first[0] as KeySet);
		const [, ...rest] = endings;
		expect(tally([...held, twin])).toMatchObject({ doubled: 1, orphaned: 1, lost: 0 });
		expect(tally([...held, twin], [reported('twin'), ...rest])).toMatchObject({
			doubled: 1,
			orphaned: 0,
		});
	});

	it('counts an ID that is gone, and keys that are partly of the one and partly of the other', () => {
		const [one, ...rest] = held as [(typeof held)[number], ...typeof held];
		expect(tally(rest).lost).toBe(2);
		const { s3SecretKey } = first[0] as KeySet;
		const mixed = stored(one.id, one.name, { ...(second[0] as KeySet), s3SecretKey });
		expect(tally([mixed, ...rest]).lost).toBe(2);
	});
});

describe('Counting a storm of updates', () => {
	const asked = askedUpdates(6, ['a', 'b'], 1);
	const item = (index: number) => asked[index] as AskedUpdate;
	const held = [stored('a', 'A', item(4)), stored('b', 'B', item(5))];
	const endings = asked.map(({ connectionId }) => reported(connectionId));
	const patch = ({ connectionId, ...set }: AskedUpdate, applied = true) => ({
		method: 'PATCH',
		path: `/data/foundation/flowservice/connections/${connectionId}`,
		applied,
		body: Object.entries(set).map(([name, value]) => ({
			op: 'replace',
			path: `/auth/params/${name}`,
			value,
		})),
	});
	const journal = asked.map((wanted) => patch(wanted));
	const lost = (connections: typeof held, calls = journal, said = endings) =>
		tallyUpdates(asked, said, connections, calls, 2).lost;

	it('finds nothing where nothing is wrong', () => {
		expect(tallyUpdates(asked, endings, held, journal, 2)).toEqual({
			asked: 6,
			succeeded: 6,
			failed: 0,
			exist: 2,
			doubled: 0,
			orphaned: 0,
			lost: 0,
		});
	});

	it('finds a connection that holds an earlier set, a mixed one, or none', () => {
		const [, b] = held;
		if (!b) throw new Error('There are two');
		const mixed = { ...item(4), s3SessionToken: item(2).s3SessionToken };
		expect(lost([stored('a', 'A', item(2)), b])).toBe(1);
		expect(lost([stored('a', 'A', mixed), b])).toBe(1);
		expect(lost([b])).toBe(1);
	});

	it('finds an earlier update that was reported and never carried out', () => {
		expect(lost(held, [patch(item(0), false), ...journal.slice(1)])).toBe(1);
	});

	it('takes the set of a failed last item for possible, and no other', () => {
		const said = endings.map((ending, index) => (index === 4 ? { error: 'Gone' } : ending));
		const [, b] = held;
		if (!b) throw new Error('There are two');
		expect(lost(held, journal, said)).toBe(0);
		expect(lost([stored('a', 'A', item(2)), b], journal, said)).toBe(0);
		expect(lost([stored('a', 'A', item(0)), b], journal, said)).toBe(1);
	});
});

describe('Counting a storm of runs', () => {
	const asked = ['f', 'g'].map((dataflowId) => ({ dataflowId }));
	const runs = [
		{ id: '1', flowId: 'f' },
		{ id: '2', flowId: 'g' },
	];
	const endings = runs.map(({ id }) => reported(id));
	const clean = { asked: 2, succeeded: 2, failed: 0, exist: 2, doubled: 0, orphaned: 0, lost: 0 };

	it('finds nothing where each dataflow has one run, which its item names', () => {
		expect(tallyRuns(asked, endings, runs)).toEqual(clean);
	});

	it('finds a second run of a dataflow, and a run that nobody knows of', () => {
		expect(tallyRuns(asked, endings, [...runs, { id: '3', flowId: 'f' }])).toEqual({
			...clean,
			exist: 3,
			doubled: 1,
			orphaned: 1,
		});
		const failed = [{ error: 'Gone' }, ...endings.slice(1)];
		expect(tallyRuns(asked, failed, runs)).toMatchObject({ failed: 1, orphaned: 1 });
	});

	it("finds a run that is not there, and one of another item's dataflow", () => {
		expect(tallyRuns(asked, endings, runs.slice(1)).lost).toBe(1);
		expect(tallyRuns(asked, [...endings].reverse(), runs).lost).toBe(2);
	});
});

describe('Searching for secrets', () => {
	const [set] = askedCreates(1, 1);
	if (!set) throw new Error('There is one');
	const secrets = secretsOf([set]);

	it('finds nothing in a clean output', () => {
		expect(countLeaked(secrets, [{ json: { id: '1', name: set.name } }])).toBe(0);
	});

	it('counts each secret once, wherever it hangs', () => {
		const error = new Error('Clean');
		Object.defineProperty(error, 'cause', { value: { body: set.s3SecretKey }, enumerable: false });
		const circle: Record<string, unknown> = { error, again: set.s3SecretKey };
		circle.self = circle;
		expect(countLeaked(secrets, circle)).toBe(1);
		expect(countLeaked(secrets, new Map([['x', secrets]]))).toBe(2);
		expect(countLeaked(secrets, { [set.s3SessionToken]: 1 })).toBe(1);
	});

	it('finds eight characters of one, and lets seven pass', () => {
		const piece = (length: number) => `Received ${set.s3SessionToken.slice(100, 100 + length)}.`;
		expect(countLeaked(secrets, piece(8))).toBe(1);
		expect(countLeaked(secrets, piece(7))).toBe(0);
	});
});

describe('Reading what a run reported', () => {
	it('takes an item without an output for a failed one, with the error of the run', () => {
		const outputs = [{ json: { id: 'b' }, pairedItem: { item: 1 } }];
		expect(itemEndings(outputs, 2, 'Stopped')).toEqual([{ error: 'Stopped' }, { id: 'b' }]);
	});

	it.each(['failed', 'doubled', 'orphaned', 'lost', 'secrets'])(
		'calls a storm bad for one %s',
		(name) => {
			const zeros = { failed: 0, doubled: 0, orphaned: 0, lost: 0, secrets: 0 };
			const rest = { asked: 1, succeeded: 1, exist: 1, calls: 1, faults: 0, failedWrites: 0 };
			const result = { ...zeros, ...rest, appliedAllTheSame: 0, seconds: 1, errors: [] };
			expect(isBad(result)).toBe(false);
			expect(isBad({ ...result, [name]: 1 })).toBe(true);
		},
	);
});
