import type { IBinaryData, IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import {
	readFile,
	readItem,
	readUpload,
} from '../../../nodes/AdobeExperiencePlatform/dataset/uploadDraft';
import { calendarOf } from '../../../nodes/AdobeExperiencePlatform/dataset/records/convert';
import { marksOf } from '../../../nodes/AdobeExperiencePlatform/dataset/upload.operation';
import { ItemParameters } from '../../../nodes/AdobeExperiencePlatform/node/itemParameters';

/** Parameters of an item. The name of a file is the name of its field. */
function parametersOf(parameters: INodeParameters): ItemParameters {
	const context = {
		isToolExecution: () => false,
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			parameters[name] ?? fallback,
		helpers: {
			assertBinaryData: (_item: number, field: string): IBinaryData => ({
				fileName: field,
				data: '',
				mimeType: '',
			}),
		},
	} as unknown as IExecuteFunctions;
	return new ItemParameters(context, 0, {}, { text: () => '' });
}

const items = { datasetId: 'd', inputType: 'items', mapping: 'automatic' };
const draftOf = (parameters: INodeParameters) =>
	readUpload(parametersOf({ ...items, ...parameters }));
const pair = { pair: [{ source: 'a', destination: 'b' }] };
const pairs = [{ source: 'a', destination: 'b' }];

describe('An upload', () => {
	it.each<[parameters: INodeParameters, draft: object]>([
		[
			{},
			{
				datasetId: 'd',
				mapping: { kind: 'automatic', pairs: [] },
				inputFormat: { format: 'json' },
				errorDiagnostics: true,
				maxWait: 30 * 60_000,
			},
		],
		[{ options: { errorDiagnostics: false } }, { errorDiagnostics: false }],
		[{ options: { errorDiagnostics: true } }, { errorDiagnostics: true }],
		[{ options: { maxWait: 0.5 } }, { maxWait: 30_000 }],
		[{ options: { wait: true, maxWait: 1 } }, { maxWait: 60_000 }],
		[{ options: { partialIngestionPercent: 5 } }, { partialIngestionPercent: 5 }],
		[{ mapping: 'pairs', mappings: pair }, { mapping: { kind: 'pairs', pairs } }],
		[{ mapping: 'automaticAndPairs', mappings: pair }, { mapping: { kind: 'automatic', pairs } }],
	])('of %j is planned as %j', (parameters, draft) =>
		expect(draftOf(parameters)).toMatchObject(draft),
	);

	it('keeps blanks around an item field under Choose Columns, as in a pair', () => {
		const fieldMapping = { mappingMode: 'defineBelow', value: { b: ' a ' } };
		const blanks = [{ source: ' a ', destination: 'b' }];
		expect(draftOf({ mapping: 'fields', fieldMapping })).toMatchObject({
			mapping: { pairs: blanks },
		});
		expect(draftOf({ mapping: 'pairs', mappings: { pair: blanks } })).toMatchObject({
			mapping: { pairs: blanks },
		});
	});

	it('is not waited for if Wait Until Finished is off', () => {
		expect(draftOf({ options: { wait: false } })).not.toHaveProperty('maxWait');
	});

	it.each<[format: string, inputFormat: object]>([
		['jsonLines', { format: 'json' }],
		['json', { format: 'json', isMultiLineJson: true }],
		['parquet', { format: 'parquet' }],
	])('of files with %s sends the format %j, and maps nothing', (format, inputFormat) => {
		const draft = draftOf({ inputType: 'binary', format });
		expect(draft.inputFormat).toEqual(inputFormat);
		expect(draft).not.toHaveProperty('mapping');
	});

	it.each<[parameters: INodeParameters, words: string]>([
		[{ mapping: 'pairs' }, 'Pairs is empty'],
		[{ mapping: 'automaticAndPairs' }, 'Pairs is empty'],
		[{ options: { maxWait: 0 } }, 'Max Wait must be greater than 0'],
		[{ options: { maxWait: -1 } }, 'Max Wait must be greater than 0'],
		[{ options: { wait: false, maxWait: 'soon' } }, 'Max Wait is not a number'],
	])('with %j is refused', (parameters, words) => expect(() => draftOf(parameters)).toThrow(words));
});

it('An expression in Choose Columns is evaluated once for each item: n8n takes as long for it as for a request', () => {
	const fieldMapping = { value: { total: '={{ $json.a + 1 }}', name: '={{ $json.a }}' } };
	const parameters: INodeParameters = { ...items, mapping: 'fields', fieldMapping };
	const evaluateExpression = jest.fn(() => 2);
	const context = {
		isToolExecution: () => false,
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			parameters[name] ?? fallback,
		evaluateExpression,
	} as unknown as IExecuteFunctions;
	const item = new ItemParameters(context, 0, { a: 1 }, { text: () => '' });
	expect(readItem(item, readUpload(item))).toEqual({ a: 1, '{{ $json.a + 1 }}': 2 });
	expect(evaluateExpression).toHaveBeenCalledTimes(1);
});

describe('A file', () => {
	it.each([
		[{}, 'data'],
		[{ binaryPropertyName: ' ' }, 'data'],
		[{ binaryPropertyName: 'rows.jsonl' }, 'rows.jsonl'],
		[{ binaryPropertyName: 'rows.csv.json' }, 'rows.csv.json'],
	])('is taken from the field that %j names', (parameters, fileName) =>
		expect(readFile(parametersOf(parameters)).fileName).toBe(fileName),
	);

	it.each(['a.csv', 'a.XLSX', 'a.xls', 'a.json.gz'])('such as %s is refused', (name) =>
		expect(() => readFile(parametersOf({ binaryPropertyName: name }))).toThrow(
			`Files like "${name}" cannot be uploaded as they are`,
		),
	);
});

describe('A point in time', () => {
	const { instant, day } = calendarOf('Europe/Berlin');
	it.each<[value: unknown, time: string | undefined]>([
		['2026-07-01T12:00:00.5Z', '2026-07-01T12:00:00.500Z'],
		['2026-07-01T12:00:00.123456Z', '2026-07-01T12:00:00.123Z'],
		[1_782_900_000_123, '2026-07-01T10:00:00.123Z'],
		['0100-01-01T00:00:00Z', '0100-01-01T00:00:00.000Z'],
		['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
		['0000-12-31T00:00:00Z', undefined],
		['0001-01-01T00:00:00+02:00', undefined],
		[253_402_300_800_000, undefined],
		['9999-12-31T23:59:59-02:00', undefined],
		['', undefined],
		['tomorrow', undefined],
		[[], undefined],
	])('of %j is %s', (value, time) => {
		const found = instant(value);
		expect(found === undefined ? undefined : new Date(found).toISOString()).toBe(time);
	});

	it.each([
		['2026-02-03T22:59:59Z', '2026-02-03'],
		['2026-02-03T23:00:00Z', '2026-02-04'],
		['0099-06-01T12:00:00Z', '0099-06-01'],
	])('%s is the day %s of the workflow', (time, wanted) =>
		expect(day(Date.parse(time))).toBe(wanted),
	);
});

describe('The marks of an upload', () => {
	const marks = marksOf('run 1', 'd', ['a', 'b'], 'r');
	it.each<[what: string, other: typeof marks, sameUpload: boolean, sameData: boolean]>([
		['of the same', marksOf('run 1', 'd', ['a', 'b'], 's'), true, true],
		['of another execution', marksOf('run 2', 'd', ['a', 'b'], 'r'), false, true],
		['of another dataset', marksOf('run 1', 'e', ['a', 'b'], 'r'), false, false],
		['of other data', marksOf('run 1', 'd', ['a', 'c'], 'r'), false, false],
		['of data that is cut otherwise', marksOf('run 1', 'd', ['ab', ''], 'r'), false, false],
	])('%s', (_what, other, sameUpload, sameData) => {
		expect(other.upload === marks.upload).toBe(sameUpload);
		expect(other.data === marks.data).toBe(sameData);
	});
});
