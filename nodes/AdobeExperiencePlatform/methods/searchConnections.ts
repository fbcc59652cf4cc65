import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError } from '../actions/errors';
import { asFailure, Failure, FlowService, ItemScope } from '../flowService';
import type { Connection } from '../flowService/connection';

const TIMEOUT_SECONDS = 30;

/**
 * The list behind the connection picker: S3 base connections by name with their state, newest
 * first. Pages are loaded as the user scrolls.
 */
export async function searchConnections(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: unknown,
): Promise<INodeListSearchResult> {
	const page = await loadPage(this, filter, paginationToken).catch(asFailure);
	if (page instanceof Failure) throw toNodeError(this.getNode(), page);
	return page;
}

async function loadPage(
	context: ILoadOptionsFunctions,
	filter: string | undefined,
	paginationToken: unknown,
): Promise<INodeListSearchResult> {
	const service = await FlowService.open(context);
	const sandboxName = String(context.getNodeParameter('options.sandboxName', '') ?? '').trim();
	const page = await service.page(
		{
			search: filter?.trim(),
			token: typeof paginationToken === 'string' ? paginationToken : undefined,
		},
		{ timeout: TIMEOUT_SECONDS, sandboxName: sandboxName || undefined },
		new ItemScope(),
	);
	return {
		results: page.connections.map((connection) => ({
			name: entryOf(connection, page.connections),
			value: connection.id,
		})),
		paginationToken: page.nextToken,
	};
}

/** Name and state; where names are equal, the beginning of the ID tells them apart. */
function entryOf({ id, name, state }: Connection, all: Connection[]): string {
	const isOnly = all.filter((other) => other.name === name).length === 1;
	const facts = [!isOnly && id.slice(0, 8), state !== 'enabled' && state].filter(Boolean);
	const suffix = facts.length > 0 ? ` (${facts.join(', ')})` : '';
	return `${name || 'Without a name'}${suffix}`;
}
