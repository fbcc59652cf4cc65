import type { ApiClient } from '../apiClient';
import { asFailure } from '../errors/failure';
import type { Execution } from '../execution';
import type { Entity, EntityKind, Written } from './kind';
import { entitiesById, LARGEST_PAGE } from './read';

/** IDs without a sign that has a meaning in a filter. */
const PLAIN_ID = /^[\w-]+$/;

/** By execution, and by scope and path within it. */
const etagReaders = new WeakMap<Execution, Map<string, EtagReader>>();

/** The etags that the items of an execution need in one sandbox, read together. */
export function etagsOf({ execution, http }: ApiClient, kind: EntityKind): EtagReader {
	const readers = etagReaders.get(execution) ?? new Map<string, EtagReader>();
	etagReaders.set(execution, readers);
	const key = JSON.stringify([http.scope, kind.path]);
	const reader = readers.get(key) ?? new EtagReader(kind);
	readers.set(key, reader);
	return reader;
}

/**
 * Reads the entities that the items of an execution will update, up to 100 in one request
 * (contract.md (i): a comma means "or"). An etag may be outdated when it is used. Then If-Match prevents the
 * write, and the conflict costs one more read.
 */
export class EtagReader {
	/** Not read yet, in the order of the items. */
	private readonly announced = new Set<string>();

	private readonly reading = new Map<string, Promise<Entity | undefined>>();

	/** Entities after own writes, for the next item of the same entity. */
	private readonly written = new Map<string, Entity>();

	/** The service refuses the filter or its length, so everything is read one by one. */
	private isRefused = false;

	constructor(private readonly kind: EntityKind) {}

	/** Says that an item of this execution will need the etag of an entity. */
	announce(id: string): void {
		if (PLAIN_ID.test(id)) this.announced.add(id);
	}

	/**
	 * The entity as an own write or a batch showed it last, at most once for each. After an own write, it
	 * has only what is in `Written` and `fixedOf`.
	 * @returns undefined if it must be read on its own
	 */
	async take(client: ApiClient, id: string): Promise<Entity | undefined> {
		const own = this.written.get(id);
		this.written.delete(id);
		return own ?? (await this.takeRead(client, id));
	}

	/** {@link take}, for those who need the whole entity. */
	async takeWhole(client: ApiClient, id: string): Promise<Entity | undefined> {
		const isWritten = this.written.delete(id);
		return isWritten ? undefined : await this.takeRead(client, id);
	}

	/**
	 * Keeps the etag of an own write for the next item.
	 * @param before the entity before the write. Without it, the next item reads if `fixedOf` is needed
	 */
	store({ id, etag, name }: Written, before?: Entity): void {
		const { fixedOf } = this.kind;
		if (etag === undefined || (fixedOf && !before)) return;
		this.written.set(id, { ...(before && fixedOf?.(before)), id, etag, name });
	}

	private async takeRead(client: ApiClient, id: string): Promise<Entity | undefined> {
		if (this.announced.has(id) && !this.isRefused) this.readBatch(client, id);
		const reading = this.reading.get(id);
		this.reading.delete(id);
		return await reading;
	}

	private readBatch(client: ApiClient, first: string): void {
		this.announced.delete(first);
		const ids = [first];
		for (const id of this.announced) {
			if (ids.length === LARGEST_PAGE) break;
			this.announced.delete(id);
			ids.push(id);
		}
		// A single one is better read on its own: its errors are clearer.
		if (ids.length === 1) return;
		const batch = entitiesById(client, this.kind, ids).catch(async (error: unknown) => {
			await asFailure(error);
			this.isRefused = true;
			return new Map<string, Entity>();
		});
		for (const id of ids) {
			const entity = batch.then((found) => found.get(id));
			// Items that a canceled execution never starts do not ask for theirs.
			entity.catch(() => {});
			this.reading.set(id, entity);
		}
	}
}
