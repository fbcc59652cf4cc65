import {
	type ILoadOptionsFunctions,
	NodeOperationError,
	type ResourceMapperField,
	type ResourceMapperFields,
	NodeApiError,
	type INodeListSearchResult,
} from 'n8n-workflow';
import { fingerprint, imsCredential } from '../../../credentials/ims';
import type { ApiClient } from '../adobe/apiClient';
import type { Entity, EntityKind, Query } from '../adobe/entity/kind';
import { firstPage, listPages } from '../adobe/entity/read';
import { Failure, Cancelled } from '../adobe/errors/failure';
import { ItemScope } from '../adobe/execution';
import { parsedJson } from '../adobe/json';
import { Session } from '../adobe/session';
import { BOUNDS } from '../adobe/waits';
import { combinedText, toNodeError } from './messages';

/** Lists that are being read. A form opens all its lists at once, and many of them show the same. */
const inFlight = new Map<string, Promise<unknown>>();

/**
 * Reads a list for a person who looks at it: gives up within {@link BOUNDS.list} and says why, whatever
 * is slow, dead or limited. Lists that show the same with the same credential share one reading.
 * @param key says what the list shows
 * @throws NodeApiError with what is wrong
 */
export async function listFor<T>(
	context: ILoadOptionsFunctions,
	key: readonly unknown[],
	read: (client: ApiClient) => Promise<T>,
): Promise<T> {
	try {
		const session = await Session.open(context, AbortSignal.timeout(BOUNDS.list));
		const sandboxName = String(context.getNodeParameter('options.sandboxName', '') ?? '').trim();
		const settings = { timeout: BOUNDS.list / 1000, sandboxName: sandboxName || undefined };
		const client = session.client(settings, new ItemScope());
		const credential = fingerprint(imsCredential(session.credential.data));
		const name = JSON.stringify([credential, client.http.scope, key]);
		let reading = inFlight.get(name) as Promise<T> | undefined;
		if (!reading) {
			reading = readInTime(client, read).finally(() => inFlight.delete(name));
			inFlight.set(name, reading);
		}
		return await reading;
	} catch (error) {
		// The editor shows only the message of a list.
		throw error instanceof Failure
			? toNodeError(context.getNode(), new Failure(combinedText(error), ''))
			: error;
	}
}

async function readInTime<T>(
	client: ApiClient,
	read: (client: ApiClient) => Promise<T>,
): Promise<T> {
	return await read(client).catch(async (error: unknown) =>
		error instanceof Cancelled
			? await Promise.reject(tooSlow(client.execution.whyRetried?.()))
			: await Promise.reject(error as Error),
	);
}

function tooSlow(last: Failure | undefined): Failure {
	const seconds = BOUNDS.list / 1000;
	return last
		? last.with(`This list was tried for ${seconds} seconds.`)
		: new Failure(
				`Adobe did not answer within ${seconds} seconds`,
				'Open the list again, or give the ID instead of choosing from the list.',
			);
}

/** A field that a list depends on: its name, its label, and what is chosen in it. */
type Before = readonly [name: string, label: string, noun: string];

export const CONNECTION: Before = ['connectionId', 'Connection', 'connection'];

export const DATASET: Before = ['datasetId', 'Dataset', 'dataset'];

/**
 * The one entry of a list that cannot show anything yet: what to choose first. n8n shows the message of an error only
 * to somebody who hovers over the field.
 * @returns undefined if everything is chosen
 */
export function toChooseFirst(
	context: ILoadOptionsFunctions,
	...fields: Before[]
): { name: string; value: string; description: string } | undefined {
	const missing = fields.find(([name]) => valueOf(context, name) === '');
	if (!missing) return undefined;
	const [, label, noun] = missing;
	return {
		name: `First choose the ${noun} in the field ${label}`,
		value: '',
		description: `If the ${noun} comes from the node before, execute the previous nodes first`,
	};
}

function valueOf(context: ILoadOptionsFunctions, name: string): string {
	const value = context.getNodeParameter(name, '', { extractValue: true });
	return typeof value === 'string' ? value.trim() : '';
}

/**
 * What the user has chosen before, which a list depends on.
 * @param noun what it is, as the label calls it
 * @param shows what the list shows of it
 * @throws NodeOperationError that says what to choose first
 */
export function chosen(
	context: ILoadOptionsFunctions,
	name: string,
	noun: string,
	shows: string,
): string {
	const text = valueOf(context, name);
	if (text !== '') return text;
	throw new NodeOperationError(
		context.getNode(),
		`Choose the ${noun} first: the list shows its ${shows}. If the ${noun} comes from the node before, execute the previous nodes first.`,
		{ level: 'warning' },
	);
}

/**
 * The rows of a resource mapper. If they cannot be read, those of the workflow stay, and with them what was chosen;
 * n8n would show nothing for an error, so what went wrong is the notice.
 */
export async function mapperFields(
	context: ILoadOptionsFunctions,
	read: () => Promise<ResourceMapperField[]>,
): Promise<ResourceMapperFields> {
	try {
		return { fields: await read() };
	} catch (error) {
		const known = context.getNodeParameter('fieldMapping.schema', [], { rawExpressions: true });
		return {
			fields: Array.isArray(known) ? (known as ResourceMapperField[]) : [],
			emptyFieldsNotice: `${noticeOf(error)} Then open this node again.`,
		};
	}
}

/** n8n shows a notice as HTML. */
function noticeOf(error: unknown): string {
	if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) {
		return 'The fields could not be read. Check connection, path and dataset.';
	}
	const { message, description } = error;
	const text = `${message.replace(/[.]$/, '')}. ${description ?? ''}`.trim();
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * A list of entities: by name with their state, newest first, loaded as the user scrolls.
 * @param factOf what else tells an entity from others
 * @param passes which entities the list shows
 */
export async function searchEntities<T extends Entity>(
	context: ILoadOptionsFunctions,
	kind: EntityKind,
	filter: string | undefined,
	paginationToken: unknown,
	factOf: (entity: T) => string | undefined,
	passes?: (entity: T) => boolean,
): Promise<INodeListSearchResult> {
	const search = {
		search: filter?.trim(),
		token: typeof paginationToken === 'string' ? paginationToken : undefined,
	};
	return await listFor(context, [kind.path, search], async (client) => {
		const { entities, nextToken } = await searchPage<T>(client, kind, search, passes);
		return {
			results: entities.map((entity) => ({
				name: entryOf(entity, entities, factOf(entity)),
				value: entity.id,
			})),
			paginationToken: nextToken,
		};
	});
}

/** Name, what else is told, and state; where names are equal, the beginning of the ID tells them apart. */
function entryOf({ id, name, state }: Entity, all: Entity[], fact: string | undefined): string {
	const isOnly = all.filter((other) => other.name === name).length === 1;
	const facts = [fact, !isOnly && id.slice(0, 8), state !== 'enabled' && state].filter(Boolean);
	const suffix = facts.length > 0 ? ` (${facts.join(', ')})` : '';
	return `${name || 'Without a name'}${suffix}`;
}

/** More than a list shows without scrolling. */
export const FULL_LIST = 30;

/** The user sees nothing meanwhile, and n8n loads more by the token if the list has room. */
export const MOST_PAGES = 20;

interface ListSearch {
	search?: string;
	/** From the page before. */
	token?: string;
}

interface ListPage<T> {
	entities: T[];
	/** Undefined on the last page. */
	nextToken?: string;
}

/**
 * Entities with `search` in their name, in any letter case, for a searchable list. The service compares whole
 * texts only (contract.md (i)), so this searches page after page until the list is full: a short list cannot be
 * scrolled.
 */
export async function searchPage<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	{ search, token }: ListSearch,
	passes: (entity: T) => boolean = () => true,
): Promise<ListPage<T>> {
	const first = firstPage(kind, []);
	const start = token ? queryOf(token) : first;
	const wanted = search?.toLowerCase() ?? '';
	const found: T[] = [];
	let pages = 0;
	for await (const { entities, next } of listPages<T>(client, kind, start, first)) {
		found.push(
			...entities.filter(
				(entity) => (entity.name ?? '').toLowerCase().includes(wanted) && passes(entity),
			),
		);
		if (next && (found.length >= FULL_LIST || ++pages === MOST_PAGES)) {
			return { entities: found, nextToken: JSON.stringify(next) };
		}
	}
	return { entities: found };
}

/** The query in a token that comes back from the browser. */
export function queryOf(token: string): Query {
	const query = parsedJson(token);
	if (isQuery(query)) return query;
	throw new Failure('The list cannot be continued', 'Open the list again.');
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
