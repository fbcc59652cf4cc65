import type { Connection } from './connection';
import { Failure } from './failure';
import { onlyS3 } from './filters';
import { firstPage, listPages, type Query } from './readConnections';
import type { ItemScope } from './run';
import type { Sender } from './sender';

/** More than a pick box shows without scrolling. */
const BOX_FULL = 30;
/** Whoever waits for the box sees nothing meanwhile; n8n goes on by the token where the box has room. */
const MOST_PAGES = 20;

/** What a pick box asks for. */
export interface BoxSearch {
	search?: string;
	/** Where the page before ended. */
	token?: string;
}

export interface BoxPage {
	connections: Connection[];
	/** For the page that follows; undefined where this is the last. */
	nextToken?: string;
}

/**
 * Some S3 connections for a pick box: those whose name holds `search`, in any letter case. The
 * service compares whole texts only (contract.md (i)), so parts of names are looked for here,
 * page after page until the box is full: a short list cannot be scrolled for more.
 */
export async function boxPage(
	sender: Sender,
	{ search, token }: BoxSearch,
	item: ItemScope,
): Promise<BoxPage> {
	const first = firstPage([onlyS3]);
	const start = token ? queryOf(token) : first;
	const wanted = search?.toLowerCase() ?? '';
	const found: Connection[] = [];
	let pages = 0;
	for await (const { connections, next } of listPages(sender, start, first, item)) {
		found.push(...connections.filter(({ name }) => (name ?? '').toLowerCase().includes(wanted)));
		if (next && (found.length >= BOX_FULL || ++pages === MOST_PAGES)) {
			return { connections: found, nextToken: JSON.stringify(next) };
		}
	}
	return { connections: found };
}

/** The token is this file's own, but comes back by way of the browser. */
function queryOf(token: string): Query {
	try {
		const query: unknown = JSON.parse(token);
		if (isQuery(query)) return query;
	} catch {
		// No JSON, so no token of this file either.
	}
	throw new Failure('The list of connections cannot be continued', 'Open the list again.');
}

function isQuery(value: unknown): value is Query {
	return (
		Array.isArray(value) &&
		value.every(
			(pair: unknown) =>
				Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === 'string'),
		)
	);
}
