/** A file of the made-up bucket. */
export interface BucketFile {
	/** below the bucket (and the folder, where a connection names one), without a leading slash */
	path: string;
	kind: 'delimited' | 'json' | 'parquet' | 'binary';
	delimiter?: string;
	compression?: string;
	columns: Array<{ name: string; type: 'string' | 'integer' | 'number' | 'boolean' }>;
	rows: Array<Array<string | number | boolean>>;
}

/** Name of the bucket when a connection does not name one. */
export const DEFAULT_BUCKET = 'acme-landing';

const customers: Pick<BucketFile, 'columns' | 'rows'> = {
	columns: [
		{ name: 'Id', type: 'string' },
		{ name: 'FirstName', type: 'string' },
		{ name: 'LastName', type: 'string' },
		{ name: 'Email', type: 'string' },
	],
	rows: [
		['12345', 'Richard', 'Roe', 'richard@example.com'],
		['12346', 'Jane', 'Doe', 'jane@example.com'],
		['12347', 'Amara', 'Okafor', 'amara@example.com'],
	],
};

const orders: Pick<BucketFile, 'columns' | 'rows'> = {
	columns: [
		{ name: 'orderId', type: 'string' },
		{ name: 'customerId', type: 'string' },
		{ name: 'quantity', type: 'integer' },
		{ name: 'total', type: 'number' },
		{ name: 'paid', type: 'boolean' },
	],
	rows: [
		['A-1001', '12345', 2, 59.9, true],
		['A-1002', '12346', 1, 12.5, false],
	],
};

/** Everything in the bucket. It is the same for every connection, whatever its bucket is called. */
export const bucketFiles: BucketFile[] = [
	{ path: 'accounts.csv', kind: 'delimited', delimiter: ',', ...customers },
	{ path: 'customers/customers.csv', kind: 'delimited', delimiter: ',', ...customers },
	{ path: 'customers/customers pipe.txt', kind: 'delimited', delimiter: '|', ...customers },
	{
		path: 'customers/archive/customers-2025.csv.gz',
		kind: 'delimited',
		delimiter: ',',
		compression: 'gzip',
		...customers,
	},
	{ path: 'orders/orders.json', kind: 'json', ...orders },
	{ path: 'orders/2026/06/orders.parquet', kind: 'parquet', ...orders },
	{ path: 'assets/logo.bin', kind: 'binary', columns: [], rows: [] },
];

export interface BucketEntry {
	type: 'file' | 'folder';
	name: string;
	path: string;
	canPreview: boolean;
	canFetchSchema: boolean;
}

/**
 * What lies directly in a folder: folders first, then files; paths start with the bucket, folders end with a slash.
 * @param prefix `/bucket/` or `/bucket/folder/`, where the tree hangs
 * @param folder below the prefix, empty or ending with a slash
 * @returns `undefined` when there is no such folder
 */
export function listFolder(prefix: string, folder: string): BucketEntry[] | undefined {
	const inside = bucketFiles.filter((file) => file.path.startsWith(folder));
	if (inside.length === 0) return undefined;
	const folders = new Set<string>();
	const files: BucketEntry[] = [];
	for (const file of inside) {
		const [name = '', ...deeper] = file.path.slice(folder.length).split('/');
		if (deeper.length > 0) {
			folders.add(name);
			continue;
		}
		const readable = file.kind !== 'binary';
		files.push({
			type: 'file',
			name,
			path: prefix + file.path,
			canPreview: readable,
			canFetchSchema: readable,
		});
	}
	const folderEntries = [...folders].map(
		(name): BucketEntry => ({
			type: 'folder',
			name,
			path: `${prefix}${folder}${name}/`,
			canPreview: false,
			canFetchSchema: false,
		}),
	);
	return [...folderEntries, ...files];
}
