import type { ApiClient } from '../apiClient';
import { asFailure, Failure } from '../errors/failure';
import { byIds, type Entity, type EntityKind, type Written } from './kind';
import { LARGEST_PAGE, listEntities } from './read';

/**
 * An etag for `If-Match`: verbatim, including its inner quotes, since the service answers 412 without them
 * (contract.md (c)). Missing quotes and the backslashes of a JSON text are repaired.
 * @returns '' for an empty etag
 */
export function normalizeEtag(etag: string): string {
	const bare = etag.replace(/^[\s"\\]+|[\s"\\]+$/g, '');
	return bare === '' ? '' : `"${bare}"`;
}

/** `etag` and `version` are equal, and both are absent while a connection is `initializing` (contract.md (c)). */
export function etagOf(entity: { etag?: unknown; version?: unknown }): string | undefined {
	for (const value of [entity.etag, entity.version]) {
		if (typeof value === 'string' && value !== '') return value;
	}
	return undefined;
}

/** IDs without a sign that has a meaning in a filter. */
const PLAIN_ID = /^[\w-]+$/;

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
		const batch = this.entitiesById(client, ids);
		for (const id of ids) {
			const entity = batch.then((found) => found.get(id));
			// Items that a canceled execution never starts do not ask for theirs.
			entity.catch(() => {});
			this.reading.set(id, entity);
		}
	}

	private async entitiesById(client: ApiClient, ids: string[]): Promise<Map<string, Entity>> {
		const found = new Map<string, Entity>();
		const read = async () => {
			for await (const entity of listEntities(client, this.kind, [byIds(ids)])) {
				found.set(entity.id, entity);
			}
		};
		const failed = await read().catch(asFailure);
		if (failed instanceof Failure) this.isRefused = true;
		return found;
	}
}
