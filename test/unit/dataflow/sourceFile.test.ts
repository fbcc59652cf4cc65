import { readSourceFile } from '../../../nodes/AdobeExperiencePlatform/dataflow/sourceFile';
import type { Outcome } from '../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, clientOf, fakeService } from '../fakeExecution';

const format = { fileType: 'auto', compressionType: 'auto', columnDelimiter: 'auto' };
const choice = { connectionId: 'c', recursive: false, format };
const preview = answer(200, { schema: { columns: [{ name: 'id' }] }, data: [{ id: '1' }] });
const empty = answer(200, { schema: { columns: [] }, data: [] });

/** A folder with these files, in this order, and their previews. */
function folder(files: Record<string, Outcome>) {
	const { http, calls } = fakeService((all) => {
		const query = new Map(all[all.length - 1]?.query ?? []);
		const object = query.get('object') ?? '';
		if (query.get('objectType') === 'file') return files[object] ?? answer(404);
		return answer(
			200,
			Object.keys(files).map((path) => ({ type: 'file', name: path.split('/').at(-1), path })),
		);
	});
	const { client } = clientOf(http);
	const looked = () =>
		calls.flatMap(({ query }) => {
			const found = new Map(query ?? []);
			return found.get('objectType') === 'file' ? [found.get('object')] : [];
		});
	const read = async (path = '/b') =>
		await readSourceFile(client, { ...choice, path, pathType: 'folder' });
	return { client, calls, looked, read };
}

describe('A file whose name does not show its format', () => {
	it('is refused, and nothing is sent', async () => {
		const { client, calls } = folder({});
		await expect(
			readSourceFile(client, { ...choice, path: '/b/data', pathType: 'file' }),
		).rejects.toMatchObject({
			message: 'The type of the file "data" cannot be detected from its name',
			description: expect.stringMatching(/under Format\. Nothing was created\.$/) as string,
		});
		expect(calls).toEqual([]);
	});
});

describe('A name that the documentation of Adobe does not allow', () => {
	const hintsFor = async (path: string) => {
		const { client } = folder({ [path]: preview });
		return (await readSourceFile(client, { ...choice, path, pathType: 'file' })).hints;
	};

	it.each([
		['/b/orders 10:15.csv', 'contains :'],
		['/b/what?.csv', 'contains ?'],
		['/b/a|b/orders.csv', 'contains |'],
		['/b/a\\b.csv', 'contains \\'],
		['/b/a"b".csv', 'contains "'],
		[`/b/${'x'.repeat(252)}.csv`, 'has 256 characters'],
	])('earns a hint: %s', async (path, what) => {
		expect(await hintsFor(path)).toEqual([expect.stringContaining(` ${what}. Adobe's`)]);
	});

	it.each(['/b/ä & b (1).csv', `/b/${'x'.repeat(251)}.csv`])(
		'is not this one: %s',
		async (path) => {
			expect(await hintsFor(path)).toEqual([]);
		},
	);
});

describe('The file of a folder that shows the columns', () => {
	it('is the first by name', async () => {
		const { read, looked } = folder({ '/b/2.csv': preview, '/b/1.csv': preview });
		expect(await read()).toMatchObject({ found: { sampleFile: '/b/1.csv' }, hints: [] });
		expect(looked()).toEqual(['/b/1.csv']);
	});

	it.each<[what: string, outcome: Outcome]>([
		['is empty', empty],
		['is refused', answer(400)],
	])('is the next one if one %s', async (_what, outcome) => {
		const { read, looked } = folder({ '/b/1.csv': outcome, '/b/2.csv': preview });
		const { found, columns } = await read();
		expect(found.sampleFile).toBe('/b/2.csv');
		expect(columns.map(({ label }) => label)).toEqual(['id']);
		expect(looked()).toEqual(['/b/1.csv', '/b/2.csv']);
	});

	it('is not looked for any further if all files are refused alike', async () => {
		const { read, looked } = folder({ '/b/1.csv': answer(403), '/b/2.csv': preview });
		await expect(read()).rejects.toMatchObject({ httpCode: '403' });
		expect(looked()).toEqual(['/b/1.csv']);
	});

	it('is none if each is refused, and the first refusal says why', async () => {
		const { read, looked } = folder({ '/b/1.csv': answer(400), '/b/2.csv': answer(400) });
		await expect(read()).rejects.toMatchObject({
			message: '"/b/1.csv" could not be read with this connection',
			httpCode: '400',
		});
		expect(looked()).toEqual(['/b/1.csv', '/b/2.csv']);
	});

	it('is none if each is empty', async () => {
		const { read } = folder({ '/b/1.csv': empty, '/b/2.csv': empty });
		await expect(read()).rejects.toMatchObject({
			message: 'The files in "/b" are empty',
			description: expect.stringMatching(/^Files: \/b\/1\.csv, \/b\/2\.csv\./) as string,
		});
	});

	it('is none if there is no file of data', async () => {
		const { read, looked } = folder({ '/b/_SUCCESS': preview });
		await expect(read()).rejects.toThrow('No file in "/b" can be read');
		expect(looked()).toEqual([]);
	});

	it.each<[others: string[], words: RegExp | undefined]>([
		[[], undefined],
		[['/b/x.json'], /^The path also matches 1 file of another format \(\/b\/x\.json\)/],
		[
			['/b/x.json', '/b/y.parquet'],
			/^The path also matches 2 files of another format \(\/b\/x\.json\)/,
		],
	])('is not all that the path names: %j', async (others, words) => {
		const files = ['/b/1.csv', '/b/2.csv', '/b/3.csv', ...others];
		const { read } = folder(Object.fromEntries(files.map((path) => [path, preview])));
		expect((await read()).hints).toEqual(words ? [expect.stringMatching(words)] : []);
	});
});
