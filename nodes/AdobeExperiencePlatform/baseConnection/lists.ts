import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { BASE_CONNECTION, type Connection } from './connection';
import { sourceOf } from './sources';
import { mayHoldData } from '../file/format';
import { CONNECTION, chosen, listFor, searchEntities, toChooseFirst } from '../node/lists';
import { listFolder, type BucketEntry } from './explore';
import { storagePath } from './sources/bucket';

/** Base connections with their source, newest first. */
export async function searchConnections(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const sourceLabel = ({ connectionSpec }: Connection) => sourceOf(connectionSpec?.id)?.label;
	return await searchEntities(this, BASE_CONNECTION, filter, paginationToken, sourceLabel);
}

/** More than a list shows without scrolling. */
const FULL_LIST = 30;
/** Folders read for one page of the list, so that the user does not wait long. */
const MOST_FOLDERS = 12;

/**
 * The files of the chosen connection, or its folders if Path Type is Folder. It goes one level deeper as the
 * user scrolls, since n8n keeps a list until another parameter changes. Files that cannot be ingested are left
 * out. A typed text is searched for in names, and a slash in it leads to a folder.
 */
export async function searchPaths(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const first = toChooseFirst(this, CONNECTION);
	if (first) return { results: [first] };
	const id = chosen(this, 'connectionId', 'connection', 'files');
	const wanted = this.getNodeParameter('pathType', 'file') === 'folder' ? 'folder' : 'file';
	const given = filter?.trim() ?? '';
	const typed = storagePath(given) ?? given;
	const end = typed.lastIndexOf('/') + 1;
	const search = typed.slice(end).toLowerCase();
	const folders = foldersOf(paginationToken) ?? [typed.slice(0, end)];
	return await listFor(this, ['paths', id, wanted, search, folders], async (client) => {
		const found: BucketEntry[] = [];
		for (let read = 0; read < MOST_FOLDERS && found.length < FULL_LIST; read++) {
			const folder = folders.shift();
			if (folder === undefined) break;
			const entries = (await listFolder(client, id, folder)).sort(byName);
			found.push(
				...entries.filter(
					({ type, name }) =>
						type === wanted &&
						name.toLowerCase().includes(search) &&
						(type === 'folder' || mayHoldData(name)),
				),
			);
			folders.push(...entries.filter(({ type }) => type === 'folder').map(({ path }) => path));
		}
		return {
			results: found.map(({ path }) => ({ name: path.replace(/^\/+/, ''), value: path })),
			...(folders.length > 0 && { paginationToken: JSON.stringify(folders) }),
		};
	});
}

/** The token comes back from the browser. */
function foldersOf(token: unknown): string[] | undefined {
	if (typeof token !== 'string') return undefined;
	try {
		const folders: unknown = JSON.parse(token);
		return Array.isArray(folders) ? folders.map(String) : undefined;
	} catch {
		// The list starts again.
		return undefined;
	}
}

function byName(a: BucketEntry, b: BucketEntry): number {
	return a.name < b.name ? -1 : 1;
}
