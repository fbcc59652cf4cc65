import type { IDataObject } from 'n8n-workflow';
import type { ApiClient, Call, Sent } from '../apiClient';
import { BOUNDS } from '../bounds';
import { asFailure, Failure } from '../errors/failure';
import { asRecord } from '../json';
import { withLock } from '../concurrency';
import { isSuccess, backoff } from '../outcome';
import { etagOf } from './etag';
import { nameOf, type Entity, type EntityKind, type Written, pageItems } from './kind';
import { entitiesNamed } from './read';
import { deleteOwnDuplicate, keepOldest, several, withOwn } from './duplicates';

/** What a create asks for, and how its result is recognised where the answer was lost. */
export interface Creation<T extends Entity> {
	kind: EntityKind;
	/** Not unique to the service; what an unclear create is looked for by. */
	name: string;
	/** A function where it depends on when it leaves. */
	body?: IDataObject | (() => IDataObject);
	/** Where it is asked for, if not at the collection. */
	request?: Pick<Call, 'path' | 'query'>;
	/** Finds what may be its own; by the name where this is left out. */
	find?(): Promise<T[]>;
	/** Whether an entity of that name says in everything visible what the body says. */
	looksLike(found: T): boolean;
	/**
	 * Makes an entity that was found in place of the answer exactly what was asked for: it may be
	 * another writer's of the same name and place, with other secrets.
	 */
	useFound(found: T): Promise<Written>;
	/**
	 * There is to be one of this name, and other processes may want the same one. Then what is found
	 * may be theirs while the own one still comes: it is waited for, and only the oldest stays.
	 */
	isOnly?: boolean;
}

const MOST_IDS = 10_000;

/** Entities that this process has handed out, by service: nobody else's create may adopt them. */
const handedOut = new Set<string>();

function keyOf({ http }: ApiClient, id: string): string {
	return `${http.platformUrl} ${id}`;
}

function handOut(client: ApiClient, id: string): void {
	handedOut.add(keyOf(client, id));
	if (handedOut.size > MOST_IDS) handedOut.delete(handedOut.values().next().value as string);
}

/**
 * Does work while no other item of this process, in whatever execution, creates an entity of that
 * name in that sandbox: whose entity an unclear create finds is known only once the others have theirs.
 */
export async function withNameLock<R>(
	{ http, execution }: ApiClient,
	{ path }: EntityKind,
	name: string,
	work: () => Promise<R>,
): Promise<R> {
	return await withLock(
		JSON.stringify([http.platformUrl, http.sandbox, path, name]),
		execution,
		work,
	);
}

/**
 * Creates one entity: one POST, retried only where it surely did not happen. Where that is unclear it
 * looks for an entity of its own, for as long as one may still appear, before it asks again: names
 * are not unique, and a second POST would make a second entity (contract.md (c)).
 */
export async function createOnce<T extends Entity>(
	client: ApiClient,
	creation: Creation<T>,
): Promise<Written> {
	const { kind, name } = creation;
	return await withNameLock(client, kind, name, async () => await createLocked(client, creation));
}

/** {@link createOnce} for a caller that holds the lock of the name. */
export async function createLocked<T extends Entity>(
	client: ApiClient,
	creation: Creation<T>,
): Promise<Written> {
	const { execution, item } = client;
	const { kind, name, body } = creation;
	const write = { how: 'created', what: nameOf(kind, name) } as const;
	const call: Call = {
		method: 'POST',
		path: kind.path,
		...creation.request,
		body,
		noun: kind.noun,
		write,
		isAnswer: (answer) => createdIn(answer) !== undefined,
	};
	let since: number | undefined;
	for (let round = 1; ; round++) {
		const sent = await client.sendUntilUnclear(call);
		since ??= sent.unclearSince;
		const created = readCreated(sent);
		if (created) {
			handOut(client, created.id);
			item.noteChange(created.id, 'created');
			const own = { ...created, name };
			return since === undefined ? own : await dropDuplicate(client, creation, own, since, write);
		}
		const failure = client.failure(sent.outcome, kind.noun, Math.max(sent.tries, round));
		if (since === undefined) throw failure;
		const mayGoOn = sent.unclear && client.mayGoOn(round, 0);
		const until = mayGoOn || !execution.isImpatient ? (sent.unclearUntil ?? 0) : 0;
		const own = await lookForOwn(client, creation, since, until, failure);
		if (own) {
			execution.stats.found++;
			return await claim(client, creation, own, write);
		}
		if (!mayGoOn) {
			if (sent.unclear) execution.noteExhausted();
			throw failure.with(`No ${kind.noun} was found that this item could have created.`);
		}
		item.settle(write);
		execution.stats.retried++;
	}
}

function readCreated({ outcome }: Sent): { id: string; etag?: string } | undefined {
	if (!isSuccess(outcome)) return undefined;
	return createdIn(outcome.body);
}

/** The answer is `{ id, etag }`, for runs also `{ items: [{ id, etag }] }` (contract.md (j) 18). */
function createdIn(body: unknown): { id: string; etag?: string } | undefined {
	const entity = asRecord(pageItems(body)?.[0] ?? body);
	return typeof entity.id === 'string' ? { id: entity.id, etag: etagOf(entity) } : undefined;
}

type Write = NonNullable<Call['write']>;

async function claim<T extends Entity>(
	client: ApiClient,
	creation: Creation<T>,
	found: T,
	write: Write,
): Promise<Written> {
	handOut(client, found.id);
	client.item.settle(write);
	client.item.noteChange(found.id, 'created');
	return { ...(await creation.useFound(found)), name: creation.name };
}

/**
 * Looks for the entity that an unclear create left behind, again and again until it cannot come any more.
 * @param until local epoch milliseconds; one look is made in any case
 */
async function lookForOwn<T extends Entity>(
	client: ApiClient,
	creation: Creation<T>,
	since: number,
	until: number,
	failure: Failure,
): Promise<T | undefined> {
	const { execution } = client;
	for (let look = 1; ; look++) {
		const left = until - execution.timer.now();
		const wait = backoff(look, execution.timer.random());
		// Nothing that is found before can be taken for the own one, so one look does.
		const pause = creation.isOnly ? left : Math.min(wait, left);
		await execution.wait(left > 0 ? pause : Math.min(wait, BOUNDS.firstWait));
		const own = await ownOf(client, creation, since).catch(asFailure);
		if (own instanceof Failure) {
			throw failure.with(
				`Listing ${creation.kind.nouns ?? `${creation.kind.noun}s`} failed too (${own.message}).`,
			);
		}
		const [first, ...more] = own;
		if (first && creation.isOnly) return await keepOldest(client, creation.kind, own, failure);
		if (more.length > 0) throw several(failure, creation.kind, own);
		if (first) return first;
		if (execution.timer.now() >= until) return undefined;
	}
}

/** Entities that an unclear try of this item, sent at `since` or later, can have created. */
async function ownOf<T extends Entity>(
	client: ApiClient,
	{ kind, name, looksLike, find }: Creation<T>,
	since: number,
): Promise<T[]> {
	const named = await (find?.() ?? entitiesNamed<T>(client, kind, name));
	const earliest = client.execution.clock.noEarlierThan(since) - BOUNDS.clockSkew;
	return named.filter(
		(found) =>
			looksLike(found) &&
			!handedOut.has(keyOf(client, found.id)) &&
			typeof found.createdAt === 'number' &&
			found.createdAt >= earliest,
	);
}

/**
 * After an unclear try a later one succeeded: both may have been carried out. Then the one whose ID
 * the answer told, which is surely this item's, goes, and the other is used.
 */
async function dropDuplicate<T extends Entity>(
	client: ApiClient,
	creation: Creation<T>,
	own: Written,
	since: number,
	write: Write,
): Promise<Written> {
	const { kind, name } = creation;
	const others = await ownOf(client, creation, since).catch(asFailure);
	client.item.settle(write);
	if (others instanceof Failure) {
		client.execution.hints.add(
			`An answer to the creation of ${nameOf(kind, name)} was lost, and whether there are two of it could not be checked (${others.message}). Used: ${own.id}.`,
		);
		return own;
	}
	const [other, ...more] = others;
	if (!other) return own;
	const failure = new Failure('An answer was lost', '');
	if (creation.isOnly) {
		const all = await withOwn(client, kind, others, own.id);
		const oldest = await keepOldest(client, kind, all, failure);
		return oldest.id === own.id ? own : await claim(client, creation, oldest, write);
	}
	if (more.length > 0) throw several(failure, kind, [own, ...others]);
	await deleteOwnDuplicate(client, kind, own.id, other.id);
	return await claim(client, creation, other, write);
}
