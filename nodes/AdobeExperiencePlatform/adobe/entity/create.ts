import type { IDataObject } from 'n8n-workflow';
import type { ApiClient, Call } from '../apiClient';
import { Failure, asFailure } from '../errors/failure';
import type { UnclearWrite } from '../execution';
import { asRecord, forgetOldest } from '../json';
import { isSuccess, backoff } from '../outcome';
import { BOUNDS } from '../waits';
import { type Entity, type EntityKind, type Written, nameOf, pageItems, etagOf } from './kind';
import { entitiesNamed } from './read';
import { withNameLock } from '../concurrency';
import { keepOldest, several, withOwn, deleteOwnDuplicate } from './upsert';

/** What to create, and how to recognize it after a lost response. */
export interface Creation<T extends Entity> {
	kind: EntityKind;
	/** Not unique. An unclear create is looked for by it. */
	name: string;
	/** A function if it depends on the time of sending. */
	body?: IDataObject | (() => IDataObject);
	/** Replaces the collection's path. */
	request?: Pick<Call, 'path' | 'query'>;
	/** Finds candidates for an unclear create. By name, by default. */
	find?(): Promise<T[]>;
	/** Whether everything that an entity shows is as the body wants it. */
	looksLike(found: T): boolean;
	/**
	 * Makes an entity that was found exactly what was requested. It may be another writer's, with the same name
	 * and visible fields but other secrets.
	 */
	useFound(found: T): Promise<Written>;
	/**
	 * Only one entity may have this name, and other processes may create it too. Then the one that was found may
	 * be theirs, so this waits until the own one has appeared, and keeps only the oldest.
	 */
	isOnly?: boolean;
}

const MOST_IDS = 10_000;

/**
 * Entities that items of this process have created or found, by scope. No other create may take them for its
 * own.
 */
const ownIds = new Set<string>();

function keyOf({ http }: ApiClient, id: string): string {
	return `${http.scope} ${id}`;
}

function noteOwn(client: ApiClient, id: string): void {
	ownIds.add(keyOf(client, id));
	forgetOldest(ownIds, MOST_IDS);
}

/**
 * Creates one entity by one POST, and retries it only if it was certainly not carried out. If that is unclear,
 * it looks for its entity for as long as it may appear, before another POST: names are not unique, and that
 * would create a second one (contract.md (c)).
 */
export async function createOnce<T extends Entity>(
	client: ApiClient,
	creation: Creation<T>,
): Promise<Written> {
	const { kind, name } = creation;
	return await withNameLock(client, kind, name, async () => await createLocked(client, creation));
}

/** {@link createOnce} for callers that hold the lock of the name. */
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
		const created = isSuccess(sent.outcome) ? createdIn(sent.outcome.body) : undefined;
		if (created) {
			noteOwn(client, created.id);
			item.noteChange(created.id, 'created');
			const own = { ...created, name };
			return since === undefined ? own : await dropDuplicate(client, creation, own, since, write);
		}
		const failure = client.failure({ ...sent, tries: Math.max(sent.tries, round) });
		if (since === undefined) throw failure;
		const mayGoOn = sent.unclear && client.mayGoOn(round, 0);
		const until = mayGoOn || !execution.isImpatient ? (sent.unclearUntil ?? 0) : 0;
		const own = await lookForOwn(client, creation, since, until, failure);
		if (own) {
			execution.stats.found++;
			return await useInstead(client, creation, own, write);
		}
		if (!mayGoOn) {
			if (sent.unclear) execution.noteExhausted();
			throw failure.with(`No ${kind.noun} was found that this item could have created.`);
		}
		item.settle(write);
		execution.stats.retried++;
	}
}

/** The response is `{ id, etag }`, or for runs also `{ items: [{ id, etag }] }` (contract.md (j) 18). */
function createdIn(body: unknown): { id: string; etag?: string } | undefined {
	const entity = asRecord(pageItems(body)?.[0] ?? body);
	return typeof entity.id === 'string' ? { id: entity.id, etag: etagOf(entity) } : undefined;
}

async function useInstead<T extends Entity>(
	client: ApiClient,
	creation: Creation<T>,
	found: T,
	write: UnclearWrite,
): Promise<Written> {
	noteOwn(client, found.id);
	client.item.settle(write);
	client.item.noteChange(found.id, 'created');
	return { ...(await creation.useFound(found)), name: creation.name };
}

/**
 * Looks for the entity of an unclear create until it cannot appear any more. This loop is its own: it starts
 * with a pause, which depends on the time left.
 * @param until local epoch milliseconds. It looks at least once
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
		// Before the end, it could not be distinguished from other writers' ones, so one look is enough.
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

/**
 * Entities that may come from an unclear try of this item.
 * @param since when the first such try was sent
 */
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
			!ownIds.has(keyOf(client, found.id)) &&
			typeof found.createdAt === 'number' &&
			found.createdAt >= earliest,
	);
}

/**
 * A try after an unclear one succeeded, so both may have been carried out. The one in the response is certainly
 * this item's, so it is deleted, and the other one is used.
 */
async function dropDuplicate<T extends Entity>(
	client: ApiClient,
	creation: Creation<T>,
	own: Written,
	since: number,
	write: UnclearWrite,
): Promise<Written> {
	const { kind, name } = creation;
	const others = await ownOf(client, creation, since).catch(asFailure);
	client.item.settle(write);
	if (others instanceof Failure) {
		client.execution.hints.add(
			`A response to the creation of ${nameOf(kind, name)} was lost, and the check for a duplicate failed (${others.message}). Used: ${own.id}.`,
		);
		return own;
	}
	const [other, ...more] = others;
	if (!other) return own;
	const failure = new Failure('An answer was lost', '');
	if (creation.isOnly) {
		const all = await withOwn(client, kind, others, own.id);
		const oldest = await keepOldest(client, kind, all, failure);
		return oldest.id === own.id ? own : await useInstead(client, creation, oldest, write);
	}
	if (more.length > 0) throw several(failure, kind, [own, ...others]);
	await deleteOwnDuplicate(client, kind, own.id, other.id);
	return await useInstead(client, creation, other, write);
}
