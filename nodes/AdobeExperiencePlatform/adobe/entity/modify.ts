import type { IDataObject } from 'n8n-workflow';
import type { ApiClient, Sent } from '../apiClient';
import { BOUNDS, waitUntil } from '../waits';
import { asFailure, Failure } from '../errors/failure';
import type { UnclearWrite } from '../execution';
import { asRecord } from '../json';
import { hasStatus, isSuccess, type Answer } from '../outcome';
import { isBusy } from './action';
import { etagOf, entityPath, type Entity, type EntityKind, type Written } from './kind';
import type { EtagReader } from './etags';
import { getEntity } from './read';

/** An operation of a JSON Patch (RFC 6902) that the service accepts (contract.md (c)). */
export type PatchOperation =
	| { op: 'add' | 'replace'; path: string; value: unknown }
	| { op: 'remove'; path: string };

/**
 * Adobe refuses a `remove` if the member is not there (1455-400), and may hide a member that is.
 * After an `add`, the member is certainly there.
 * @param value one that the member may have
 */
export function removeForCertain(path: string, value: unknown = 'removed'): PatchOperation[] {
	return [
		{ op: 'add', path, value },
		{ op: 'remove', path },
	];
}

/**
 * An update fails after this many successful responses without any trace of a change. With three, a service that loses
 * one response in five got there once in several hundred thousand updates.
 */
const WRITES_WITHOUT_EFFECT = 5;

/**
 * Decides what to write, before each write. It can refuse an entity that has changed in the meantime. `current`
 * has only ID and etag if nothing was read, and after an own write also `fixedOf` of its kind.
 * @param first the entity as it was before the first write
 * @throws Failure to write nothing
 */
export type Change<T extends Entity> = (current: T, first: T) => readonly PatchOperation[];

export interface ModifyOptions {
	/** The user's own etag: nothing is read before the write, and no other etag is used. */
	etag?: string;
	/** Reads many entities at once, and keeps the etags of own writes. */
	etags?: EtagReader;
}

/**
 * Changes an entity by one PATCH with If-Match (contract.md (c)). Without the user's etag, the
 * current one is read first, and again after each conflict.
 * @param target the ID, or the entity if it was just read
 */
export async function modify<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	target: string | T,
	change: Change<T>,
	{ etag, etags }: ModifyOptions = {},
): Promise<Written> {
	const known = typeof target === 'string' ? undefined : target;
	const id = typeof target === 'string' ? target : target.id;
	const modification = new Modification<T>(client, kind, id, change);
	if (!etag) return await modification.writeOverConflicts(known, etags);
	const written = await modification.writeUnder(etag, known);
	etags?.store(written);
	return written;
}

/** The change of one entity. */
class Modification<T extends Entity> {
	private readonly write: UnclearWrite;

	constructor(
		private readonly client: ApiClient,
		private readonly kind: EntityKind,
		private readonly id: string,
		private readonly change: Change<T>,
	) {
		this.write = { how: 'updated', what: `the ${kind.noun} ${id}` };
	}

	/** With the user's own etag, a conflict is theirs to decide. */
	async writeUnder(etag: string, known: T | undefined): Promise<Written> {
		let before: Entity = { id: this.id, etag };
		const seen = known ?? (before as T);
		const operations = this.change(seen, seen);
		for (let writes = 1; ; writes++) {
			const sent = await this.send(operations, etag);
			if (isSuccess(sent.outcome)) {
				const confirmed = await this.confirm(sent.outcome, before, writes);
				if (confirmed.written) return confirmed.written;
				before = confirmed.current;
				continue;
			}
			if (hasStatus(sent.outcome, 412) && sent.unclear) throw await this.conflictAfterUnclear();
			throw this.client.failure(sent);
		}
	}

	async writeOverConflicts(known: T | undefined, etags?: EtagReader): Promise<Written> {
		const { execution } = this.client;
		let current = known ?? ((await etags?.take(this.client, this.id)) as T | undefined);
		let first: T | undefined;
		let conflicts = 0;
		let successes = 0;
		const busyUntil = execution.timer.now() + BOUNDS.initializing;
		for (;;) {
			const { entity, etag } = await this.readUntilReady(current);
			current = undefined;
			first ??= entity;
			const sent = await this.send(this.change(entity, first), etag);
			if (isSuccess(sent.outcome)) {
				const { written } = await this.confirm(sent.outcome, entity, ++successes);
				if (written) {
					etags?.store(written, entity);
					return written;
				}
			} else if (hasStatus(sent.outcome, 412)) {
				if (++conflicts > BOUNDS.conflictWrites) throw this.tooManyConflicts(sent);
				execution.stats.conflicts++;
			} else if (!isBusy(this.kind, sent.outcome) || execution.timer.now() >= busyUntil) {
				throw this.client.failure(sent);
			} else {
				await execution.wait(BOUNDS.firstWait);
			}
			await execution.wait(execution.timer.random() * BOUNDS.conflictWait * Math.max(conflicts, 1));
		}
	}

	/** The change is noted at once, since it stands even if something fails after the PATCH. */
	private async send(operations: readonly PatchOperation[], etag: string): Promise<Sent> {
		const sent = await this.client.send({
			method: 'PATCH',
			path: entityPath(this.kind, this.id),
			noun: this.kind.noun,
			write: this.write,
			body: operations as unknown as IDataObject[],
			ifMatch: etag,
		});
		if (isSuccess(sent.outcome)) this.client.item.noteChange(this.id, 'updated');
		return sent;
	}

	/**
	 * What a success has written. Adobe says that an etag changes with each update. If it stays the same,
	 * an etag in the response or a new `updatedAt` still shows that the update was written. Otherwise
	 * something else has answered, and writing again under the same etag is safe. If `updatedAt` is still
	 * the same after several writes, nothing is written at all.
	 * @param before the entity before the write, as far as known
	 * @param writes successes so far
	 * @returns what was written, or the current entity if it has to be written again
	 */
	private async confirm(
		{ body }: Answer,
		before: Entity,
		writes: number,
	): Promise<{ written: Written } | { written?: undefined; current: Entity }> {
		const answered = etagOf(asRecord(body));
		if (answered !== undefined) return { written: this.written(answered, before) };
		const current = await this.read().catch(asFailure);
		if (current instanceof Failure) return { written: this.written(undefined, before) };
		const etag = etagOf(current);
		const isKnown = typeof before.updatedAt === 'number' && typeof current.updatedAt === 'number';
		const isNew = etag !== etagOf(before) || (isKnown && before.updatedAt !== current.updatedAt);
		const isLast = writes === WRITES_WITHOUT_EFFECT;
		if (!isNew && isKnown && isLast) {
			this.client.item.dropChange(this.id);
			throw this.noEffect(String(etag));
		}
		if (isNew || isLast) return { written: this.written(etag, before, current.name) };
		this.client.execution.stats.retried++;
		return { current };
	}

	private written(etag: string | undefined, before: Entity, name = before.name): Written {
		if (etag === etagOf(before)) this.client.execution.stats.unconfirmed++;
		return { id: this.id, etag, name };
	}

	private async read(): Promise<T> {
		return await getEntity<T>(this.client, this.kind, this.id);
	}

	/**
	 * Reads until the entity has an etag and takes changes: a new connection shows no etag while it is
	 * `initializing` (contract.md (c)), and a dataflow may be busy with the last change.
	 * @param known the entity as it was just read
	 */
	private async readUntilReady(known: T | undefined): Promise<{ entity: T; etag: string }> {
		let entity = known;
		return await waitUntil(this.client, {
			limit: BOUNDS.initializing,
			pause: BOUNDS.firstWait,
			look: async (count) => {
				if (!entity || count > 0) entity = await this.read();
				const etag = etagOf(entity);
				const isBusy = this.kind.busyStates?.includes(entity.state ?? '') ?? false;
				return etag === undefined || isBusy ? undefined : { entity, etag };
			},
			tooLong: () => {
				throw new Failure(
					`The ${this.kind.noun} is not ready for updates yet`,
					`Its state is still ${entity?.state ?? 'unknown'} after ${BOUNDS.initializing / 1000} seconds. Run this item again when its state is enabled.`,
				);
			},
		});
	}

	private async conflictAfterUnclear(): Promise<Failure> {
		this.client.item.settle(this.write);
		const current = await this.read().catch(asFailure);
		const shown =
			current instanceof Failure
				? `could not be read (${current.message})`
				: `is ${etagOf(current) ?? 'not shown'}`;
		return new Failure(
			'The update may have been applied',
			`An earlier attempt got no response, and the etag no longer matches: either that attempt was carried out, or somebody else changed the ${this.kind.noun}. Its current etag ${shown}. Check it, or run this item again with that etag.`,
			'412',
		);
	}

	private noEffect(etag: string): Failure {
		return new Failure(
			`The update got a successful response, but the ${this.kind.noun} did not change`,
			`After ${WRITES_WITHOUT_EFFECT} writes, its etag was still ${etag} and the time of its last update was the same. Check that no proxy answers in place of Adobe, and read the ${this.kind.noun} with Get before you run this item again.`,
		);
	}

	private tooManyConflicts(sent: Sent): Failure {
		return new Failure(
			`Somebody else keeps changing this ${this.kind.noun}`,
			`The node read the etag again and wrote ${BOUNDS.conflictWrites + 1} times, and each time it had changed in between. Check what else updates it. ${this.client.failure(sent).description}`,
			'412',
		);
	}
}
