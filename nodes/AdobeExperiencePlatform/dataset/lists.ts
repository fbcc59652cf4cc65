import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listDatasets, type Dataset } from './dataset';
import { listFor } from '../node/listFor';

/** More than a list shows without scrolling. */
const FULL_LIST = 30;
const MOST_PAGES = 20;

/** The list of datasets that have a schema, by name, loaded as the user scrolls. */
export async function searchDatasets(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const search = filter?.trim().toLowerCase() ?? '';
	return await listFor(this, ['datasets', search, paginationToken], async (client) => {
		const found: Dataset[] = [];
		let next: number | undefined = Number(paginationToken ?? 0) || 0;
		for (let pages = 0; next !== undefined && pages < MOST_PAGES; pages++) {
			const page = await listDatasets(client, next);
			found.push(
				...page.datasets.filter(
					({ name, schemaId }) => schemaId !== '' && name.toLowerCase().includes(search),
				),
			);
			next = page.next;
			if (found.length >= FULL_LIST) break;
		}
		return {
			results: found.map(({ id, name }) => ({ name, value: id })),
			...(next !== undefined && { paginationToken: String(next) }),
		};
	});
}
