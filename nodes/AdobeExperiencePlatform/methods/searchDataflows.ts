import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { DATAFLOW } from '../flowService/dataflow';
import { searchEntities } from './searchEntities';

/** The list of dataflows: by name with their state, newest first, loaded as the user scrolls. */
export async function searchDataflows(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	return await searchEntities(this, DATAFLOW, filter, paginationToken);
}
