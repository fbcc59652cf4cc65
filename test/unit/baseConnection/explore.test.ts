import { exploreConnection } from '../../../nodes/AdobeExperiencePlatform/baseConnection/explore.operation';
import { answer, fakeClient } from '../fakeExecution';

/** A Flow Service that gives one answer. */
const client = (body: unknown) => fakeClient(answer(200, body)).client;

const file = {
	objectType: 'file',
	object: '/bucket/account.csv',
	file: { fileType: 'delimited', compressionType: '', columnDelimiter: '', encoding: '' },
} as const;

const columns = [
	{ name: 'Id', type: 'String' },
	{ name: 'FirstName', type: 'String' },
];
const rows = [
	{ Id: '12345', FirstName: 'Richard' },
	{ Id: '12346', FirstName: 'Jane' },
];

describe('A file comes out of exploring', () => {
	it.each([
		['as its rows from the newer shape', { format: 'flat', schema: { columns }, data: rows }, rows],
		['as its columns from the older shape', columns, columns],
		['as its rows from a list of items', { items: rows }, rows],
		['as values if the rows have no columns', ['a', 1], [{ value: 'a' }, { value: 1 }]],
		['as nothing from an answer of another shape', { data: 'none' }, []],
		['as nothing from an empty file', { format: 'flat', schema: { columns }, data: [] }, []],
	])('%s', async (_case, body, items) => {
		expect(await exploreConnection(client(body), 'id', file)).toEqual(items);
	});
});

describe('Rows that n8n would take for failed items', () => {
	const explored = async (data: object[]) => await exploreConnection(client({ data }), 'id', file);

	it.each([[[{ error: 'E1' }, { error: 'E2' }]], [[{ error: 'E1', message: 'm', stack: 's' }]]])(
		'are numbered: %j',
		async (data) =>
			expect(await explored(data)).toEqual(
				data.map((row, index) => ({ ...row, rowNumber: index + 1 })),
			),
	);

	it.each([[[{ error: 'E1', code: 1 }]], [[{ message: 'm' }]]])(
		'are left alone with any other column: %j',
		async (data) => expect(await explored(data)).toEqual(data),
	);
});

describe('An entry of a folder comes out of exploring', () => {
	it('with its type in lower case, which older answers capitalize', async () => {
		const body = [
			{ type: 'File', name: 'account.csv' },
			{ type: 'folder', name: 'in' },
		];
		const target = { objectType: 'folder', object: '/bucket/' } as const;
		const entries = await exploreConnection(client(body), 'id', target);
		expect(entries.map(({ type }) => type)).toEqual(['file', 'folder']);
	});
});
