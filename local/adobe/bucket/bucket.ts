import { readParquet } from './parquet';
import {
	detectFormat,
	type FileContent,
	type FileFormat,
	type FileRows,
	readContent,
	UnreadableFile,
} from './readRows';

/** Name of the bucket when a connection does not name one. */
export const DEFAULT_BUCKET = 'acme-landing';

/** A file of the made-up bucket. */
export interface BucketFile extends FileContent {
	/** below the bucket (and the folder, where a connection names one), without a leading slash */
	path: string;
	/** epoch milliseconds; which files a run takes goes by it (contract.md (g)) */
	lastModified: number;
}

/** A file or folder as explore shows it (contract.md (f)). */
export interface BucketEntry {
	type: 'file' | 'folder';
	name: string;
	path: string;
	canPreview: boolean;
	canFetchSchema: boolean;
}

/** What a source connection reads: a file, a folder, or a pattern with `*` (contract.md (g)). */
export interface Selection {
	/** below the bucket, as `BucketFile.path`; a folder with or without a slash at the end */
	path: string;
	type: 'file' | 'folder';
	/** folders inside of the folder too */
	recursive?: boolean;
}

/** A file ready to be put in: Parquet is decoded here, once. */
export async function bucketFile(
	path: string,
	content: Buffer | string,
	lastModified: number,
): Promise<BucketFile> {
	const bytes = Buffer.from(content);
	const parquet = bytes.subarray(0, 4).toString('latin1') === 'PAR1';
	return { path, bytes, lastModified, ...(parquet && { parquetRows: await readParquet(bytes) }) };
}

/** `*` stands for anything but a slash. */
function patternOf(path: string): RegExp {
	const parts = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('[^/]*')}$`);
}

/** Everything in the bucket. It is the same for every connection, whatever its bucket is called. */
export class Bucket {
	private readonly files: Map<string, BucketFile>;

	constructor(files: readonly BucketFile[]) {
		this.files = new Map(files.map((file) => [file.path, file]));
	}

	/** Adds a file, or replaces the one at its path. */
	put(file: BucketFile): void {
		this.files.set(file.path, file);
	}

	get(path: string): BucketFile | undefined {
		return this.files.get(path);
	}

	/** The files that a source connection reads, in the order of the bucket. */
	select({ path, type, recursive = false }: Selection): BucketFile[] {
		const all = [...this.files.values()];
		if (path.includes('*')) return all.filter((file) => patternOf(path).test(file.path));
		if (type === 'file') return all.filter((file) => file.path === path);
		const folder = path === '' || path.endsWith('/') ? path : `${path}/`;
		return all.filter(
			(file) =>
				file.path.startsWith(folder) &&
				(recursive || !file.path.slice(folder.length).includes('/')),
		);
	}

	/**
	 * The rows of the file at a path, read with these properties; they must not be changed.
	 * @throws UnreadableFile when there is no such file, or it holds something else
	 */
	readRows(path: string, format: FileFormat): FileRows {
		const file = this.files.get(path);
		if (!file) throw new UnreadableFile('The specified key does not exist');
		return readContent(file, format);
	}

	/**
	 * What lies directly in a folder: folders first, then files; paths start with the bucket, folders end with a slash.
	 * @param prefix `/bucket/` or `/bucket/folder/`, where the tree hangs
	 * @param folder below the prefix, empty or ending with a slash
	 * @returns `undefined` when there is no such folder
	 */
	list(prefix: string, folder: string): BucketEntry[] | undefined {
		const inside = [...this.files.values()].filter((file) => file.path.startsWith(folder));
		if (inside.length === 0) return undefined;
		const folders = new Set<string>();
		const files: BucketEntry[] = [];
		for (const file of inside) {
			const [name = '', ...deeper] = file.path.slice(folder.length).split('/');
			if (deeper.length > 0) {
				folders.add(name);
				continue;
			}
			const readable = detectFormat(file) !== undefined;
			const path = prefix + file.path;
			files.push({ type: 'file', name, path, canPreview: readable, canFetchSchema: readable });
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
}
