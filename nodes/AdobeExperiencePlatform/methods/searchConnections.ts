import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError } from '../actions/errors';
import { Failure, FlowService, ItemScope } from '../flowService';

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
	const page = await loadPage(this, filter, paginationToken).catch((error: unknown) =>
		error instanceof Failure ? toNodeError(this.getNode(), error) : (error as Error),
	);
	if (page instanceof Error) throw page;
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
		results: page.connections.map(({ id, name, state }) => ({
			name: `${name || 'Without a name'}${state && state !== 'enabled' ? ` (${state})` : ''}`,
			value: id,
		})),
		paginationToken: page.nextToken,
	};
}
