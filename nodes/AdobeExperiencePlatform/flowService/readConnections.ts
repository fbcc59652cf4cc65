import { NOT_FOUND } from './advice';
import { Failure } from './failure';
import type { Connection } from './connection';
import { byName, onlyS3 } from './filters';
import type { Call } from './http';
import { asRecord } from './json';
import { isPage, nextQuery, pageItems } from './paging';
import type { ItemScope } from './run';
import type { Sender } from './sender';

/** Page size; the service takes at most 100 (contract.md (i)). */
export const LARGEST_PAGE = 100;

export function connectionPath(id: string): string {
	return `/connections/${encodeURIComponent(id)}`;
}

/**
 * `GET /connections/{id}`: the service answers `{ items: [one] }`; a bare object is taken too
 * (contract.md (j) 7).
 */
export async function getConnection(
	sender: Sender,
	id: string,
	item: ItemScope,
): Promise<Connection> {
	const call: Call = { method: 'GET', path: connectionPath(id), isAnswer: isOneOrNone };
	const { body } = sender.answerOf(await sender.repeat(call, item), item);
	const [connection] = connectionsIn(body);
	if (!connection) throw new Failure(NOT_FOUND.what, NOT_FOUND.mend);
	return connection as Connection;
}

function connectionsIn(body: unknown): unknown[] {
	return pageItems(body) ?? [body];
}

/** Anything but one connection or an empty list does not say whether there is one. */
function isOneOrNone(body: unknown): boolean {
	const found = connectionsIn(body);
	return found.length === 0 || typeof asRecord(found[0]).id === 'string';
}

export type Query = NonNullable<Call['query']>;

interface ConnectionPage {
	connections: Connection[];
	/** Query of the next page; undefined on the last. */
	next?: Query;
}

/**
 * One page of `GET /connections` (contract.md (i)).
 * @param page the query of this page
 * @param filters go along with the next page too, where its link leaves them out
 */
async function readPage(
	sender: Sender,
	page: Query,
	filters: Query,
	item: ItemScope,
): Promise<ConnectionPage> {
	const call: Call = { method: 'GET', path: '/connections', query: page, isAnswer: isPage };
	const { body } = sender.answerOf(await sender.repeat(call, item), item);
	return {
		connections: pageItems(body) as Connection[],
		next: nextQuery(body, filters),
	};
}

export function firstPage(filters: Query, pageSize = LARGEST_PAGE): Query {
	return [...filters, ['limit', String(pageSize)]];
}

/**
 * Page after page of `GET /connections`, never the same one twice.
 * @param start the query of the first page to read
 * @param filters see {@link readPage}
 */
export async function* listPages(
	sender: Sender,
	start: Query,
	filters: Query,
	item: ItemScope,
): AsyncGenerator<ConnectionPage> {
	const seen = new Set<string>();
	for (let query: Query | undefined = start; query; ) {
		seen.add(JSON.stringify(query));
		const { connections, next }: ConnectionPage = await readPage(sender, query, filters, item);
		const isCircle = next !== undefined && seen.has(JSON.stringify(next));
		// Whoever has enough by then does not hear of the circle.
		yield { connections, next: isCircle ? undefined : next };
		if (isCircle) {
			throw new Failure(
				'The service goes in a circle when it lists connections',
				'It gave the same next page twice. Try again later, or use a filter.',
			);
		}
		query = next;
	}
}

/** All connections that pass the filters, newest first as the service has it, page by page. */
export async function* listConnections(
	sender: Sender,
	filters: Query,
	item: ItemScope,
	pageSize = LARGEST_PAGE,
): AsyncGenerator<Connection> {
	const first = firstPage(filters, pageSize);
	for await (const { connections } of listPages(sender, first, first, item)) yield* connections;
}

/** The S3 base connections of exactly that name. */
export async function connectionsNamed(
	sender: Sender,
	name: string,
	item: ItemScope,
): Promise<Connection[]> {
	const filter = byName(name);
	const found: Connection[] = [];
	for await (const connection of listConnections(
		sender,
		filter ? [onlyS3, filter] : [onlyS3],
		item,
	)) {
		if (connection.name === name) found.push(connection);
	}
	return found;
}
