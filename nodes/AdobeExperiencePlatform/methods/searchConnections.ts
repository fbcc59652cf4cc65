import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { BASE_CONNECTION, sourceOf, type Connection } from '../flowService/baseConnection';
import { searchEntities } from './searchEntities';

/** The list of base connections: by name with their source, newest first, loaded as the user scrolls. */
export async function searchConnections(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const sourceLabel = ({ connectionSpec }: Connection) => sourceOf(connectionSpec?.id)?.label;
	return await searchEntities(this, BASE_CONNECTION, filter, paginationToken, sourceLabel);
}
