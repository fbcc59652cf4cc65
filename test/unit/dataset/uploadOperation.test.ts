import { SIZES } from '../../../nodes/AdobeExperiencePlatform/dataset/batch/upload';
import { operation } from '../../../nodes/AdobeExperiencePlatform/dataset/upload.operation';
import type { ItemParameters } from '../../../nodes/AdobeExperiencePlatform/node/itemParameters';
import { answer } from '../fakeExecution';
import { fakeImport } from './fakeImport';

const real = { ...SIZES };
afterEach(() => Object.assign(SIZES, real));

const read = {
	dataset: [answer(200, { d: { name: 'Stores', schemaRef: { id: 's' } } })],
	schema: [answer(200, { properties: { id: { type: 'string' }, age: { type: 'integer' } } })],
};

/** Uploads these items, as items 7 and following of the input. */
async function uploadOf(parameters: object, parts: object[], refuse = jest.fn(), replies = {}) {
	const fake = fakeImport({ ...read, ...replies });
	const { shared } = operation.prepare({
		id: () => 'd',
		choice: (name: string) => ({ inputType: 'items', mapping: 'automatic' })[name],
		option: () => undefined,
		settings: () => ({ timeout: 60 }),
		fields: {},
		timeZone: 'UTC',
		executionKey: 'run 1',
		...parameters,
	} as unknown as ItemParameters);
	const given = parts.map((part, index) => ({ item: index + 7, part }));
	const outputs = await shared?.run(given, fake.client, refuse);
	const files = fake.calls.flatMap(({ content }) => (content ? [content] : []));
	const bodies = await Promise.all(files.map(async ({ open }) => String(await open())));
	return { fake, outputs, bodies, refused: refuse.mock.calls };
}

const fieldsOf = (...items: object[]) => items.map((fields) => ({ fields }));

describe('Items', () => {
	it('become JSON lines in files of a limited size', async () => {
		Object.assign(SIZES, { records: 24 });
		const { outputs, bodies, fake } = await uploadOf(
			{},
			fieldsOf({ id: 'a' }, { id: 'b' }, { id: 'longer than a file' }, { id: 'c' }),
		);
		expect(bodies).toEqual([
			'{"id":"a"}\n{"id":"b"}\n',
			'{"id":"longer than a file"}\n',
			'{"id":"c"}\n',
		]);
		expect(fake.sent().filter((purpose) => purpose.startsWith('PUT'))).toEqual([
			'PUT 00001.json',
			'PUT 00002.json',
			'PUT 00003.json',
		]);
		expect(outputs).toMatchObject([{ recordsSent: 4, bytes: bodies.join('').length }]);
	});

	it('that do not fit are refused each by its place, with their number', async () => {
		const refuse = jest.fn();
		const { refused, bodies } = await uploadOf(
			{},
			fieldsOf({ age: 'old' }, { age: 1 }, { age: 'young' }),
			refuse,
		);
		expect(refused).toMatchObject([
			[
				7,
				{
					description: expect.stringMatching(/ 2 of 3 items do not fit\.$/) as string,
				},
			],
			[9, { message: expect.stringMatching(/"young"/) as string }],
		]);
		expect(bodies).toEqual(['{"age":1}\n']);
	});

	const sized = (bytes: number) => ({ id: 'ü'.repeat((bytes - '{"id":""}'.length) / 2) });
	const dataset = (...enabled: string[]) => [
		answer(200, {
			d: { name: 'Stores', schemaRef: { id: 's' }, tags: { unifiedProfile: enabled } },
		}),
	];
	const schema = (...required: string[]) => [
		answer(200, {
			required,
			properties: { id: { type: 'string' }, timestamp: { type: 'string' } },
		}),
	];
	it.each<[string, object, object[], RegExp[]]>([
		[
			'events for Profile of more than 10 KB',
			{ dataset: dataset('enabled:true'), schema: schema('timestamp') },
			[10_241, 10_239].map((bytes) => ({
				...sized(bytes - ',"timestamp":"x"'.length),
				timestamp: 'x',
			})),
			[/^1 of 2 records for the dataset "Stores" are larger than 10 KB\. .* such events\./],
		],
		[
			'records for Profile of more than 100 KB',
			{ dataset: dataset('enabled:true') },
			[sized(102_401), sized(102_399), sized(10_241)],
			[/^1 of 3 records for the dataset "Stores" are larger than 100 KB\. .* such records\./],
		],
		['large records of the lake', { dataset: dataset() }, [sized(102_401)], []],
	])('are hinted at: %s', async (_what, replies, items, hints) => {
		const { fake } = await uploadOf({}, fieldsOf(...items), jest.fn(), replies);
		expect([...fake.client.execution.hints]).toEqual(
			hints.map((hint) => expect.stringMatching(hint)),
		);
	});

	it('none of which fits make no batch', async () => {
		const { outputs, fake, refused } = await uploadOf({}, fieldsOf({ age: 'old' }));
		expect(outputs).toEqual([]);
		expect(refused).toHaveLength(1);
		expect(fake.sent().sort()).toEqual(['dataset', 'descriptors', 'schema']);
	});
});

describe('Files', () => {
	const fileOf = (text: string) => {
		const bytes = Buffer.from(text);
		return {
			fileName: 'a.parquet',
			size: async () => await Promise.resolve(bytes.length),
			open: async () => await Promise.resolve(bytes),
		};
	};
	const parameters = {
		choice: (name: string) => ({ inputType: 'binary', format: 'parquet' })[name],
		text: () => 'data',
		binary: () => fileOf('x'),
	};

	it('are sent as they are, and an empty one is refused', async () => {
		const { bodies, refused, outputs, fake } = await uploadOf(parameters, [
			{ file: fileOf('one') },
			{ file: fileOf('') },
			{ file: fileOf('three') },
		]);
		expect(bodies).toEqual(['one', 'three']);
		expect(refused).toMatchObject([[8, { message: 'The file is empty' }]]);
		expect(outputs).toMatchObject([{ recordsSent: null, bytes: 8 }]);
		expect(fake.sent()).not.toContain('schema');
		expect(fake.sent()).toContain('PUT 00002.parquet');
	});
});
