import type { IDataObject } from 'n8n-workflow';
import type { ApiClient, Call, Sent } from '../apiClient';
import { BOUNDS } from '../bounds';
import { asFailure, Failure } from '../errors/failure';
import { asRecord } from '../json';
import { hasStatus, isSuccess, type Answer } from '../outcome';
import { isBusy } from './action';
import { etagOf, type EtagReader } from './etag';
import { entityPath, type Entity, type EntityKind, type Written } from './kind';
import { getEntity } from './read';

/** One operation of a JSON Patch (RFC 6902); the service takes these three (contract.md (c)). */
export type PatchOperation =
	| { op: 'add' | 'replace'; path: string; value: unknown }
	| { op: 'remove'; path: string };

/**
 * `remove` is refused where the member is not there (1455-400), and whether it is there cannot
 * always be seen, since the service may hide it. After an `add` it is there for certain.
 * @param value one that the member may have
 */
export function removeForCertain(path: string, value: unknown = 'removed'): PatchOperation[] {
	return [
		{ op: 'add', path, value },
		{ op: 'remove', path },
	];
}

/**
 * So often an update is written that a success without a readable answer leaves without any trace. With
 * three, a service that loses one call in five met it by chance once in some hundred thousand updates.
 */
const WRITES_WITHOUT_EFFECT = 5;

export interface UpdateOptions<T extends Entity> {
	/** The user's own etag: then it is the only one, and nothing is read before the write. */
	etag?: string;
	/** The entity as it was just read: saves the first read. */
	known?: T;
	/** Where the etags of many entities are read at once. */
	etags?: EtagReader;
	/**
	 * Whether the patch is for an entity like this one: asked before the first write. Of what this run
	 * has written before, no more is known than `fixedOf` of its kind.
	 * @throws Failure where it is not
	 */
	fits?(entity: T): void;
	/**
	 * Whether the patch fits only what was there at first: asked before each further write.
	 * @throws Failure where it does not fit any more
	 */
	stillFits?(first: T, current: T): void;
}

/**
 * Changes an entity by one PATCH with If-Match (contract.md (c)). Without an etag it reads the
 * current one first, and again after each conflict.
 */
export async function updateUnderEtag<T extends Entity>(
	client: ApiClient,
	kind: EntityKind,
	id: string,
	operations: PatchOperation[],
	options: UpdateOptions<T> = {},
): Promise<Written> {
	const update = new Update<T>(client, kind, id, operations);
	if (!options.etag) return await update.writeOverConflicts(options);
	const written = await update.writeOnce(options.etag);
	options.etags?.store(written);
	return written;
}

/** The update of one entity. */
class Update<T extends Entity> {
	private readonly call: Call;

	private readonly write: NonNullable<Call['write']>;

	constructor(
		private readonly client: ApiClient,
		private readonly kind: EntityKind,
		private readonly id: string,
		operations: PatchOperation[],
	) {
		const { noun } = kind;
		this.write = { how: 'updated', what: `the ${noun} ${id}` };
		this.call = {
			method: 'PATCH',
			path: entityPath(kind, id),
			noun,
			write: this.write,
			body: operations as unknown as IDataObject[],
		};
	}

	/** With the user's own etag: a conflict is the user's to decide. */
	async writeOnce(etag: string): Promise<Written> {
		let before: Entity = { id: this.id, etag };
		for (let writes = 1; ; writes++) {
			const sent = await this.send(etag);
			if (isSuccess(sent.outcome)) {
				const confirmed = await this.confirm(sent.outcome, before, writes);
				if (confirmed.written) return confirmed.written;
				before = confirmed.current;
				continue;
			}
			if (hasStatus(sent.outcome, 412) && sent.unclear) throw await this.conflictAfterUnclear();
			throw this.failure(sent);
		}
	}

	async writeOverConflicts({ known, etags, fits, stillFits }: UpdateOptions<T>): Promise<Written> {
		const { execution } = this.client;
		let current: Entity | undefined =
			known ?? (await etags?.take(this.client, this.id, stillFits !== undefined));
		let first: T | undefined;
		let conflicts = 0;
		let successes = 0;
		const busyUntil = execution.timer.now() + BOUNDS.initializing;
		for (;;) {
			const { entity, etag } = await this.readUntilReady(current);
			current = undefined;
			if (first) stillFits?.(first, entity);
			else fits?.(entity);
			first ??= entity;
			const sent = await this.send(etag);
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
				throw this.failure(sent);
			} else {
				await execution.wait(BOUNDS.firstWait);
			}
			await execution.wait(execution.timer.random() * BOUNDS.conflictWait * Math.max(conflicts, 1));
		}
	}

	/** The change is noted at once: whatever fails after the PATCH, it stands. */
	private async send(etag: string): Promise<Sent> {
		const sent = await this.client.send({ ...this.call, ifMatch: etag });
		if (isSuccess(sent.outcome)) this.client.item.noteChange(this.id, 'updated');
		return sent;
	}

	/**
	 * What a success has written. Adobe says that an etag changes with each update; where it stays, the
	 * service's own answer or a new `updatedAt` still tells that it was written. Otherwise something else
	 * has answered with a success, and writing again under the same etag is safe: an `updatedAt` that is
	 * still the same after several writes tells that nothing is written at all.
	 * @param before the entity as it was, as far as known
	 * @param writes how often it was answered as a success so far
	 * @returns what was written, or the entity as it is where it has to be written again
	 */
	private async confirm(
		{ body }: Answer,
		before: Entity,
		writes: number,
	): Promise<{ written: Written } | { written?: undefined; current: Entity }> {
		const told = etagOf(asRecord(body));
		if (told !== undefined) return { written: this.written(told, before) };
		const current = await this.read().catch(asFailure);
		if (current instanceof Failure) return { written: this.written(undefined, before) };
		const etag = etagOf(current);
		const isKnown = typeof before.updatedAt === 'number' && typeof current.updatedAt === 'number';
		const isNew = etag !== etagOf(before) || (isKnown && before.updatedAt !== current.updatedAt);
		const isLast = writes === WRITES_WITHOUT_EFFECT;
		if (!isNew && isKnown && isLast) {
			this.client.item.dropChange(this.id);
			throw this.noEffect(etag);
		}
		if (isNew || isLast) return { written: this.written(etag, before, current.name) };
		this.client.execution.stats.retried++;
		return { current };
	}

	private written(etag: string | undefined, before: Entity, name = before.name): Written {
		if (etag !== undefined && etag === etagOf(before)) this.client.execution.stats.unconfirmed++;
		return { id: this.id, etag, name };
	}

	private async read(): Promise<T> {
		return await getEntity<T>(this.client, this.kind, this.id);
	}

	/**
	 * Reads until there is an etag and the service takes changes: while a new connection is
	 * `initializing`, it shows none (contract.md (c)), and a dataflow may be busy with the last change.
	 * @param known what was read before
	 */
	private async readUntilReady(known: Entity | undefined): Promise<{ entity: T; etag: string }> {
		const { execution } = this.client;
		const until = execution.timer.now() + BOUNDS.initializing;
		for (let entity = known as T | undefined; ; entity = undefined) {
			entity ??= await this.read();
			const etag = etagOf(entity);
			const isBusy = this.kind.busyStates?.includes(entity.state ?? '') ?? false;
			if (etag !== undefined && !isBusy) return { entity, etag };
			if (execution.timer.now() >= until) {
				throw new Failure(
					`The ${this.kind.noun} is not ready for updates yet`,
					`Its state is still ${entity.state ?? 'unknown'} after ${BOUNDS.initializing / 1000} seconds. Run this item again when its state is enabled.`,
				);
			}
			await execution.wait(BOUNDS.firstWait);
		}
	}

	private failure({ outcome, tries }: Sent): Failure {
		return this.client.failure(outcome, this.kind.noun, tries);
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

	private noEffect(etag: string | undefined): Failure {
		return new Failure(
			`The update was answered as a success, but the ${this.kind.noun} stayed as it was`,
			`After ${WRITES_WITHOUT_EFFECT} writes its etag was still ${etag ?? 'not shown'} and the time of its last update the same: something other than Adobe may have answered. Check that no proxy answers in place of Adobe, and read it with Get before you run this item again.`,
		);
	}

	private tooManyConflicts(sent: Sent): Failure {
		return new Failure(
			`Somebody else keeps changing this ${this.kind.noun}`,
			`The node read the etag again and wrote ${BOUNDS.conflictWrites + 1} times, and each time it had changed in between. Check what else updates it. ${this.failure(sent).description}`,
			'412',
		);
	}
}
