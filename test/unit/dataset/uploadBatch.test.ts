import type { ContentBody } from '../../../nodes/AdobeExperiencePlatform/adobe/content';
import { Cancelled } from '../../../nodes/AdobeExperiencePlatform/adobe/errors/failure';
import {
	SIZES,
	uploadBatch,
	type Upload,
} from '../../../nodes/AdobeExperiencePlatform/dataset/batch/upload';
import { answer, broken } from '../fakeExecution';
import { fakeImport } from './fakeImport';

const real = { ...SIZES };
afterEach(() => Object.assign(SIZES, real));

const bytes = Buffer.from('0123456789');
const file = { name: '00001.json', size: 10, open: async () => await Promise.resolve(bytes) };
const upload: Upload = {
	datasetId: 'd',
	inputFormat: { format: 'json' },
	errorDiagnostics: true,
	upload: 'u',
	data: 'x',
	externalId: 'e',
	files: [file],
	datasetName: 'Stores',
	isForProfile: false,
	recordsSent: 2,
};
const refused = answer(400, { message: 'No' });
const tooSoon = answer(429, {}, { 'retry-after': '3600' });

type Fake = ReturnType<typeof fakeImport>;
type Problem = Error & { description?: string };
const failureOf = async ({ client }: Fake, more: Partial<Upload> = {}): Promise<Problem> =>
	await uploadBatch(client, { ...upload, ...more }).then(
		() => new Error('none'),
		(error: Problem) => error,
	);

it('A batch is created, filled, completed and looked at', async () => {
	const fake = fakeImport();
	expect(await uploadBatch(fake.client, upload)).toMatchObject({
		batchId: fake.batchId(),
		status: 'success',
	});
	expect(fake.sent()).toEqual(['list', 'create', 'PUT 00001.json', 'COMPLETE', 'look']);
});

describe('A file that cannot be sent', () => {
	it.each<[what: string, replies: Parameters<typeof fakeImport>[0], sent: string[], words: RegExp]>(
		[
			[
				'leaves no batch',
				{ 'PUT 00001.json': [refused] },
				['ABORT'],
				/The batch was aborted, and nothing was written to the dataset\.$/,
			],
			[
				'leaves a batch that is named if it cannot be aborted',
				{ 'PUT 00001.json': [refused], ABORT: [refused] },
				['ABORT'],
				/The batch batch\d+ was created and could not be aborted/,
			],
			[
				'leaves a batch that is named if nothing more may be sent',
				{ 'PUT 00001.json': [tooSoon] },
				[],
				/The batch batch\d+ was created and could not be aborted/,
			],
		],
	)('%s', async (_what, replies, sent, words) => {
		const fake = fakeImport(replies);
		const { description } = await failureOf(fake);
		expect(description).toMatch(words);
		expect(fake.sent()).toEqual(['list', 'create', 'PUT 00001.json', ...sent]);
	});

	it('since the execution was canceled, ends at once', async () => {
		const controller = new AbortController();
		const put = () => {
			controller.abort();
			return answer(200);
		};
		const fake = fakeImport({ 'PUT 00001.json': [put] }, controller.signal);
		expect(await failureOf(fake)).toBeInstanceOf(Cancelled);
		expect(fake.sent()).toEqual(['list', 'create', 'PUT 00001.json']);
	});

	it.each([
		['leaves no batch', {}],
		['is reported as it is, also if the batch cannot be aborted', { ABORT: [refused] }],
	])('since it cannot be read, %s', async (_what, replies) => {
		Object.assign(SIZES, { whole: 1 });
		const problem = new Error('The file is gone');
		const open = async () => await Promise.reject(problem);
		const fake = fakeImport(replies);
		expect(await failureOf(fake, { files: [{ ...file, open }] })).toBe(problem);
		expect(fake.sent()).toEqual(['list', 'create', 'INITIALIZE 00001.json', 'ABORT']);
	});
});

describe('A batch that cannot be completed', () => {
	it('is named and not aborted, since it may be complete', async () => {
		const fake = fakeImport({ COMPLETE: [refused] });
		const { description } = await failureOf(fake);
		expect(description).toMatch(new RegExp(`Batch ID: ${fake.batchId()}\\.$`));
		expect(fake.sent()).not.toContain('ABORT');
	});

	it('since the execution was canceled, ends at once', async () => {
		const controller = new AbortController();
		const complete = () => {
			controller.abort();
			return answer(200);
		};
		const fake = fakeImport({ COMPLETE: [complete] }, controller.signal);
		expect(await failureOf(fake)).toBeInstanceOf(Cancelled);
		expect(fake.sent().at(-1)).toBe('COMPLETE');
	});
});

describe('A large file goes in parts', () => {
	beforeEach(() => void Object.assign(SIZES, { whole: 5, part: 5 }));
	const PATCH = 'PATCH 00001.json';
	const HEAD = 'HEAD 00001.json';
	const ranges = ({ calls }: Fake) =>
		calls.flatMap(({ content }) => (content?.range === undefined ? [] : [content.range]));
	const stream = (...pieces: string[]) =>
		(async function* () {
			for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece));
		})() as unknown as ContentBody;

	it.each<[what: string, body: () => ContentBody, wanted: string[]]>([
		['from memory', () => bytes, ['bytes 0-4', 'bytes 5-9']],
		['of a stream', () => stream('0123456789'), ['bytes 0-4', 'bytes 5-9']],
		['of a stream in small pieces', () => stream('01', '2345', '6'), ['bytes 0-4', 'bytes 5-6']],
	])('%s, without an empty one', async (_what, body, wanted) => {
		const open = async () => await Promise.resolve(body());
		const fake = fakeImport();
		await uploadBatch(fake.client, { ...upload, files: [{ ...file, open }] });
		expect(ranges(fake)).toEqual(wanted);
		expect(fake.sent().slice(2, -1)).toEqual([
			'INITIALIZE 00001.json',
			PATCH,
			PATCH,
			'COMPLETE 00001.json',
			'COMPLETE',
		]);
	});

	it.each<[what: string, headers: Record<string, string>, wanted: string[]]>([
		['not sent again if it has arrived', { range: 'bytes=0-4' }, ['bytes 0-4', 'bytes 5-9']],
		['sent again if only a part has', { range: '0-3' }, ['bytes 0-4', 'bytes 0-4', 'bytes 5-9']],
		['sent again if nothing has', {}, ['bytes 0-4', 'bytes 0-4', 'bytes 5-9']],
	])('each, after a lost answer, %s', async (_what, headers, wanted) => {
		const fake = fakeImport({ [PATCH]: [broken, answer(200)], [HEAD]: [answer(200, '', headers)] });
		await uploadBatch(fake.client, upload);
		expect(ranges(fake)).toEqual(wanted);
		expect(fake.sent().filter((purpose) => purpose === HEAD)).toHaveLength(1);
	});

	it('none of which is sent again after a refusal', async () => {
		const fake = fakeImport({ [PATCH]: [answer(200), refused] });
		expect(await failureOf(fake)).toMatchObject({ httpCode: '400' });
		expect(fake.sent().slice(2)).toEqual(['INITIALIZE 00001.json', PATCH, PATCH, 'ABORT']);
	});
});

describe('A batch that went well', () => {
	const metrics = { inputRecordCount: 2, outputRecordCount: 2, failedRecordCount: 0 };
	it.each<[what: string, batch: object, more: Partial<Upload>, hints: RegExp[]]>([
		['is nothing to talk about', { metrics }, {}, []],
		['says no numbers', {}, {}, []],
		['counts what was not counted before', { metrics }, { recordsSent: null }, []],
		['shows other numbers', { metrics }, { recordsSent: 3 }, [/read 2 records .* 3 were sent/]],
		[
			'shows fewer files',
			{ metrics: { inputFileCount: 1 } },
			{ files: [file, { ...file, name: '00002.json' }] },
			[/read 1 files .* 2 were sent/],
		],
		['shows all files', { metrics: { inputFileCount: 1 } }, {}, []],
		[
			'left records out',
			{ metrics: { ...metrics, outputRecordCount: 1 } },
			{},
			[/^1 records .* neither written nor refused/],
		],
		[
			'refused records',
			{ metrics: { ...metrics, outputRecordCount: 1, failedRecordCount: 1 } },
			{},
			[],
		],
		['does not say what it wrote', { metrics: { inputRecordCount: 2 } }, {}, []],
		[
			'does not say what it refused',
			{ metrics: { inputRecordCount: 2, outputRecordCount: 1 } },
			{},
			[/^1 records/],
		],
		[
			'does not show its percentage',
			{ metrics },
			{ partialIngestionPercent: 5 },
			[/does not show Partial Ingestion Percent/],
		],
		[
			'shows its percentage',
			{ metrics, tags: { acp_partialIngestionPercent: ['5'] } },
			{ partialIngestionPercent: 5 },
			[],
		],
	])('%s', async (_what, batch, more, hints) => {
		const look = (id: string) => answer(200, { [id]: { status: 'success', ...batch } });
		const { client, run } = fakeImport({ look: [look] });
		await uploadBatch(client, { ...upload, ...more });
		expect([...run.hints]).toEqual(hints.map((one) => expect.stringMatching(one) as string));
	});
});
