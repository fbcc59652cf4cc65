import {
	coverage,
	identityNotes,
	mappingProblems,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/checks';
import {
	formOf,
	valueHints,
	valueNotes,
} from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/fit';
import { OF_FILE, OF_ITEMS } from '../../../nodes/AdobeExperiencePlatform/dataflow/mapping/fields';
import type { FileColumn } from '../../../nodes/AdobeExperiencePlatform/file/preview';
import type { Identity, SchemaField } from '../../../nodes/AdobeExperiencePlatform/dataset/dataset';
import { dataset } from './fakePlan';

const hintsOfValues = (...mapping: Parameters<typeof valueNotes>) =>
	valueHints(valueNotes(...mapping));

const column = (path: string, values?: unknown[]): FileColumn => ({
	path,
	label: path,
	type: 'string',
	...(values && { cells: values.map((value, index) => ({ row: index + 1, value })) }),
});
const field = (path: string, more: Partial<SchemaField> = {}): SchemaField => ({
	path,
	type: 'string',
	required: false,
	...more,
});

describe('The format of a date that Adobe does not recognize', () => {
	it.each<[text: string, form: string | undefined]>([
		['31/12/2026', 'dd/MM/yyyy'],
		['31/1/2026', 'dd/M/yyyy'],
		['12/31/2026', 'MM/dd/yyyy'],
		['1-31-2026', 'M-dd-yyyy'],
		['1.2.2026', 'd.M.yyyy'],
		['01.02.2026', 'dd.MM.yyyy'],
		['1.12.2026 9:05', 'd.MM.yyyy H:mm'],
		['31.12.2026 10:15', 'dd.MM.yyyy HH:mm'],
		['31.12.2026 10:15:30', 'dd.MM.yyyy HH:mm:ss'],
		['12/31/2026 1:15:30', 'MM/dd/yyyy H:mm:ss'],
		// It is unclear which is the day and which the month.
		['1/2/2026', undefined],
		['12-12-2026', undefined],
		// No such day or month.
		['32/1/2026', undefined],
		['13.13.2026', undefined],
		['1/32/2026', undefined],
		// Something else.
		['31/12-2026', undefined],
		['31/12/26', undefined],
		['soon', undefined],
	])('%s is %s', (text, form) => expect(formOf(text)).toBe(form));
});

describe('Values of a preview', () => {
	it('beyond five that a field takes are not listed', () => {
		const hintsFor = (values: string[]) =>
			hintsOfValues(
				[{ source: 'a', destination: 'x' }],
				[column('a', ['other'])],
				[field('x', { values })],
			).join();
		expect(hintsFor(['1', '2', '3', '4', '5'])).toMatch(/accepts only: 1, 2, 3, 4, 5\.$/);
		expect(hintsFor(['1', '2', '3', '4', '5', '6'])).toMatch(/accepts only: 1, 2, 3, 4, 5, …\.$/);
	});

	it('that are not known earn no hint', () => {
		const pairs = [{ source: 'a', destination: 'x' }];
		expect(hintsOfValues(pairs, [column('a')], [field('x', { type: 'number' })])).toEqual([]);
	});
});

describe('What to do about a required time', () => {
	const advice = (columns: FileColumn[], words = OF_FILE, path = 'timestamp') =>
		mappingProblems([], [field(path, { type: 'date-time', required: true })], columns, words)[0]
			?.description;
	const OR = `${OF_FILE.fill} Or choose Mapping > Automatic and Pairs and add a calculated field:`;

	it.each<[what: string, columns: FileColumn[], expression: string]>([
		['is the time of the run without a column', [], 'now()'],
		['is the time of the run without values', [column('a'), column('b', [])], 'now()'],
		['passes over a column that is not of texts', [column('a', [5, null])], 'now()'],
		['passes over texts that are no dates', [column('a', ['x', 'y'])], 'now()'],
		['takes the first column of dates', [column('a'), column('b', ['2026-12-31'])], 'date(b)'],
		[
			'names the form that one of the values shows',
			[column('a', ['1/2/2026', '31/12/2026'])],
			'date(a, "dd/MM/yyyy")',
		],
		['passes over a column of dates and more', [column('a', ['31/12/2026', 'x'])], 'now()'],
		['takes digits alone for no date', [column('a', ['20261231'])], 'now()'],
	])('%s', (_what, columns, expression) => {
		expect(advice(columns)).toBe(`${OR} ${expression} into timestamp.`);
	});

	it('is no calculated field for items', () => {
		expect(advice([column('a', ['2026-12-31'])], OF_ITEMS)).toBe(OF_ITEMS.fill);
	});
});

describe('A hint on what identifies records', () => {
	const profile = { ...dataset, isProfileEnabled: true };
	const of = (...found: Array<[path: string, isPrimary: boolean]>): Identity[] =>
		found.map(([path, isPrimary]) => ({ path, isPrimary, namespace: 'Email' }));
	const pairs = [{ source: 'a', destination: 'mail' }];
	const map = [field('identityMap', { type: 'map' })];

	it.each<
		[
			what: string,
			data: typeof profile | typeof dataset,
			fields: SchemaField[] | undefined,
			identities: Identity[] | undefined,
			hint: RegExp | undefined,
		]
	>([
		['is none if it is mapped', profile, [], of(['mail', true]), undefined],
		[
			'names the primary identity, which Profile needs',
			profile,
			[],
			of(['id', true], ['mail', false]),
			/^No column is mapped to "id", .* Profile skips such records\./,
		],
		[
			'names the primary identity, which tells records apart',
			dataset,
			[],
			of(['id', true]),
			/^No column is mapped to "id", .*: records cannot be distinguished by it\./,
		],
		['is none without Profile', dataset, map, of(), undefined],
		[
			'names the map of identities if there is one',
			profile,
			map,
			of(['id', false]),
			/to "identityMap" or to a primary identity/,
		],
		[
			'names the map of identities by what is in it',
			profile,
			[field('identityMap.Email')],
			undefined,
			/to "identityMap" or to a primary identity/,
		],
		['is none if the schema has no identity', profile, [field('mail')], of(), undefined],
		[
			'says that the identities could not be read',
			profile,
			[field('identityMapping')],
			undefined,
			/its primary identity could not be read/,
		],
		[
			'says that neither fields nor identities could be read',
			profile,
			undefined,
			undefined,
			/its primary identity could not be read/,
		],
	])('%s', (_what, data, fields, identities, hint) => {
		expect(identityNotes(pairs, data, fields, identities).map(({ text }) => text)).toEqual(
			hint ? [expect.stringMatching(hint)] : [],
		);
	});

	it('is none if an identity is mapped into the map', () => {
		const mapped = [{ source: 'a', destination: 'identityMap.Email[0].id' }];
		expect(identityNotes(mapped, profile, map, undefined)).toEqual([]);
	});
});

describe('What a mapping covers', () => {
	const pairs = [
		{ source: 'a', destination: 'x' },
		{ source: 'gone', destination: 'y' },
		{ source: 'text', destination: 'z', isConstant: true as const },
	];

	it('is compared with the columns of the file', () => {
		expect(coverage(pairs, [column('a'), column('b')])).toEqual({
			mapped: ['a'],
			unmapped: ['b'],
			lacking: ['gone'],
		});
	});

	it('is all of it if the columns are not known', () => {
		expect(coverage(pairs, [])).toEqual({ mapped: ['a', 'gone'], unmapped: [], lacking: [] });
	});
});
