/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test, never part of the published package */
import type { IDataObject } from 'n8n-workflow';
import {
	batchesOf,
	getFailedRecordsOfRun,
	simplifiedRecord,
} from '../../../nodes/AdobeExperiencePlatform/run/failedRecords';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, clientOf, fakeClient, fakeService } from '../fakeExecution';

const DATA = 'https://x/data/foundation/export/batches';
const batch = (...ids: string[]) => ({ reference: { type: 'Batch', ids } });
const files = (...data: object[]) => answer(200, { data });
const runOf = (...ids: string[]) =>
	answer(200, { items: [{ id: '1', activities: [{ targetInfo: [batch(...ids)] }] }] });

describe('The batches of a run', () => {
	it.each<[where: string, run: object, batches: string[]]>([
		['a list of targets', { activities: [{}, { targetInfo: [batch('01B')] }] }, ['01B']],
		[
			'several batches of a target',
			{ activities: [{ targetInfo: [batch('1', '2')] }] },
			['1', '2'],
		],
		[
			'several targets and activities, each once',
			{ activities: [{ targetInfo: [batch('1'), batch('2')] }, { targetInfo: batch('1') }] },
			['1', '2'],
		],
		['the other spelling', { activites: [{ targetInfo: [batch('01B')] }] }, ['01B']],
		[
			'one target',
			{ activities: [{ targetInfo: { references: [{ type: 'batch', id: '01B' }] } }] },
			['01B'],
		],
		[
			'addresses of files',
			{
				metrics: { manifest: { failedRecords: `${DATA}/01B/meta?path=row_errors` } },
				activites: [
					{ fileSummary: { extensions: { manifest: { fileInfo: `${DATA}/02B/meta` } } } },
				],
			},
			['01B', '02B'],
		],
		[
			'nowhere',
			{ activities: [{ targetInfo: [{ reference: { type: 'AdfRunId', ids: ['a'] } }] }] },
			[],
		],
		[
			'a target without IDs',
			{ activities: [{ targetInfo: [{ reference: { type: 'batch' } }] }] },
			[],
		],
	])('come from %s', (_where, run, batches) =>
		expect(batchesOf({ id: '1', ...run })).toEqual(batches),
	);
});

describe('Failed records', () => {
	it('of all batches of a run are read', async () => {
		const { client, calls } = fakeClient(
			runOf('01B', '02B'),
			files({ name: 'a.json' }),
			answer(200, '{"x":1}\n'),
			files({ name: 'a.json' }),
			answer(200, '{"x":2}\n'),
		);
		const { records } = await getFailedRecordsOfRun(client, '1', 50);
		expect(records).toMatchObject([{ record: { x: 1 } }, { record: { x: 2 } }]);
		expect(calls.map(({ path }) => path.split('/').at(-2))).toEqual([
			'runs',
			...['01B', '01B', '02B', '02B'],
		]);
	});

	it('of a batch without files do not hide those of the next', async () => {
		const { client } = fakeClient(
			runOf('01B', '02B'),
			answer(404),
			files({ name: 'a.json' }),
			answer(200, '{"x":2}'),
		);
		expect((await getFailedRecordsOfRun(client, '1', 50)).records).toMatchObject([
			{ record: { x: 2 } },
		]);
	});

	it.each<[entry: object, path: string]>([
		[{ name: 'a b.json' }, 'row_errors/a b.json'],
		[{ name: 'row_errors/a.json' }, 'row_errors/a.json'],
		[
			{
				name: 'a.json',
				_links: { self: { href: `${DATA}/1/meta?path=row_errors%2Fsub%2Fa%2B.json` } },
			},
			'row_errors/sub/a+.json',
		],
		[
			{ name: 'a.json', _links: { self: { href: `${DATA}/1/meta?path=%E0%A4%A` } } },
			'row_errors/a.json',
		],
		[
			{ name: 'a.json', _links: { self: { href: 'https://elsewhere/x?path=other' } } },
			'row_errors/a.json',
		],
	])('of the file %j are asked for as %s', async (entry, path) => {
		const { client, calls } = fakeClient(runOf('1'), files(entry), answer(200, ''));
		await getFailedRecordsOfRun(client, '1', 1);
		expect(calls.at(-1)?.query).toEqual([['path', path]]);
		expect(calls.at(-1)?.path).toBe('/data/foundation/export/batches/1/meta');
	});

	it.each([{}, { name: '' }, { name: 7 }, 'a.json'])(
		'of an entry without a name are not asked for: %j',
		async (entry) => {
			const listed = answer(200, { data: [entry, { name: 'b.json' }] });
			const { client, calls } = fakeClient(runOf('1'), listed, answer(200, '{"x":1}'));
			expect((await getFailedRecordsOfRun(client, '1', 9)).records).toMatchObject([
				{ record: { x: 1 } },
			]);
			expect(calls.slice(2).map(({ query }) => query)).toEqual([[['path', 'row_errors/b.json']]]);
		},
	);

	it('end if the service always returns the same page', async () => {
		const same = Array.from({ length: 100 }, (_, index) => ({ name: `${index}.json` }));
		const { http, calls } = fakeService((asked) => {
			if (asked.length === 1) return runOf('1');
			return asked.at(-1)?.readPieces ? answer(200, '') : files(...same);
		});
		await getFailedRecordsOfRun(clientOf(http).client, '1', 1);
		expect(calls).toHaveLength(1 + 1 + 100 + 1);
	});
});

describe('A large file of failed records', () => {
	/** A file of 70 MB that is created while it is read. Counts how much of it is read. */
	function bigFile(breaksAt = Infinity) {
		const row = `{"record":"${'x'.repeat(600)}","_errors":[]}\n`;
		const piece = Buffer.from(row.repeat(100));
		const taken = { bytes: 0, streams: 0, isClosed: false };
		async function* stream() {
			taken.streams++;
			try {
				for (let made = 0; made < 70_000_000; made += piece.length) {
					if (made >= breaksAt && taken.streams === 1) throw new Error('socket hang up');
					await Promise.resolve();
					taken.bytes += piece.length;
					yield piece;
				}
			} finally {
				taken.isClosed = true;
			}
		}
		const body = { [Symbol.asyncIterator]: stream };
		return { taken, piece, answer: { ...answer(200), body } as Outcome };
	}

	it('is read only as far as the limit asks for, and closed then', async () => {
		const { taken, piece, answer: big } = bigFile();
		const { client } = fakeClient(runOf('1'), files({ name: 'a.json' }), big);
		expect((await getFailedRecordsOfRun(client, '1', 50)).records).toHaveLength(50);
		expect(taken).toEqual({ bytes: piece.length, streams: 1, isClosed: true });
	});

	it('is read again if the connection breaks', async () => {
		const { taken, piece, answer: big } = bigFile(200_000);
		const { client } = fakeClient(runOf('1'), files({ name: 'a.json' }), big);
		const { records } = await getFailedRecordsOfRun(client, '1', 1000);
		expect(records).toHaveLength(1000);
		expect(taken.streams).toBe(2);
		expect(taken.bytes).toBeLessThanOrEqual(20 * piece.length);
	});

	it('is read in slices that let others go first', async () => {
		const { piece, answer: big } = bigFile();
		const now = jest.spyOn(Date, 'now');
		let time = 1_000_000;
		// Each look at the clock takes a millisecond, so a slice ends after 20 records.
		now.mockImplementation(() => time++);
		let others = 0;
		const timer = setInterval(() => others++, 0);
		try {
			const { client } = fakeClient(runOf('1'), files({ name: 'a.json' }), big);
			await getFailedRecordsOfRun(client, '1', 400);
		} finally {
			clearInterval(timer);
			now.mockRestore();
		}
		expect(piece.length).toBeGreaterThan(60_000);
		expect(others).toBeGreaterThan(10);
	});
});

describe('A failed record as a row', () => {
	const error = (message: string, code = 'C') => ({ code, message });

	it.each<[what: string, record: object, errors: object[], row: object]>([
		[
			'has the reason and a column for each field',
			{ id: '7', age: 'old' },
			[error('age is no number')],
			{ reason: 'age is no number', id: '7', age: 'old' },
		],
		[
			'has fields within others by their path, and lists as they are',
			{ person: { name: { first: 'A' }, tags: ['x'] }, empty: {} },
			[error('m')],
			{ reason: 'm', 'person.name.first': 'A', 'person.tags': ['x'], empty: {} },
		],
		[
			'says each reason once, and the code if there are no words',
			{ id: 1 },
			[error('m'), error('m'), error('', 'DCVS-1')],
			{ reason: 'm; DCVS-1', id: 1 },
		],
		[
			'keeps a field of the same name',
			{ reason: 'own' },
			[],
			{ reason: '', 'record.reason': 'own' },
		],
	])('%s', (_what, record, errors, row) => {
		const simplified = simplifiedRecord({ record, errors, file: 'f' } as IDataObject);
		expect(simplified).toEqual(row);
		expect(Object.keys(simplified)[0]).toBe('reason');
	});
});
