import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { DATAFLOW, isIngestion } from '../flowService/dataflow';
import { searchEntities } from './searchEntities';

/** The list of dataflows that ingest data: by name with their state, newest first, loaded as the user scrolls. */
export async function searchDataflows(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const noFact = () => undefined;
	return await searchEntities(this, DATAFLOW, filter, paginationToken, noFact, isIngestion);
}
