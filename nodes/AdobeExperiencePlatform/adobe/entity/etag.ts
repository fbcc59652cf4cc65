import type { ApiClient } from '../apiClient';
import { asFailure, Failure } from '../errors/failure';
import { byIds, type Entity, type EntityKind, type Written } from './kind';
import { LARGEST_PAGE, listEntities } from './read';

/**
 * An etag as the service wants it in `If-Match`: verbatim, inner quotes included (contract.md (c);
 * without them it answers 412). What a user typed or copied without quotes, or with the backslashes
 * of a JSON text, is repaired; the form of the rest is opaque and stays.
 * @returns '' for an empty etag
 */
export function normalizeEtag(etag: string): string {
	const bare = etag.replace(/^[\s"\\]+|[\s"\\]+$/g, '');
	return bare === '' ? '' : `"${bare}"`;
}

/**
 * The etag of an entity as the service shows it: `etag` and `version` are equal, and both are
 * absent while a connection is `initializing` (contract.md (c)).
 */
export function etagOf(entity: { etag?: unknown; version?: unknown }): string | undefined {
	for (const value of [entity.etag, entity.version]) {
		if (typeof value === 'string' && value !== '') return value;
	}
	return undefined;
}

/** IDs that mean nothing else within a filter. */
const PLAIN_ID = /^[\w-]+$/;

/**
 * Reads the entities that the items of a run are going to update, up to 100 in one request
 * (contract.md (i): a comma means "or"), instead of one by one. An etag from here may be stale by the
 * time it is used: If-Match guards the write, and a conflict costs one single read.
 */
export class EtagReader {
	/** Announced and not read yet, in the order of the items. */
	private readonly announced = new Set<string>();

	private readonly reading = new Map<string, Promise<Entity | undefined>>();

	/** After own writes: the etag that the next item of the same entity needs. */
	private readonly written = new Map<string, Entity>();

	/** The service does not take the filter, or not one so long: everything is read one by one. */
	private isRefused = false;

	constructor(private readonly kind: EntityKind) {}

	/** Says that an item of this run is going to need the etag of an entity. */
	announce(id: string): void {
		if (PLAIN_ID.test(id)) this.announced.add(id);
	}

	/**
	 * The entity as a batch or an own write showed it last, at most once for each.
	 * @param whole whether more than the etag is needed, so that an own write does not tell enough
	 * @returns undefined where it must be read by itself
	 */
	async take(client: ApiClient, id: string, whole: boolean): Promise<Entity | undefined> {
		const own = this.written.get(id);
		if (own) {
			this.written.delete(id);
			return whole ? undefined : own;
		}
		if (this.announced.has(id) && !this.isRefused) this.readBatch(client, id);
		const reading = this.reading.get(id);
		this.reading.delete(id);
		return await reading;
	}

	/**
	 * Remembers the etag of an own write for the next item, which has to read by itself where what it
	 * asks for is not known.
	 * @param before the entity as it was read before the write
	 */
	store({ id, etag, name }: Written, before?: Entity): void {
		const { fixedOf } = this.kind;
		if (etag === undefined || (fixedOf && !before)) return;
		this.written.set(id, { ...(before && fixedOf?.(before)), id, etag, name });
	}

	private readBatch(client: ApiClient, first: string): void {
		this.announced.delete(first);
		const ids = [first];
		for (const id of this.announced) {
			if (ids.length === LARGEST_PAGE) break;
			this.announced.delete(id);
			ids.push(id);
		}
		// A single one is read as well by itself, and shows more clearly what is wrong.
		if (ids.length === 1) return;
		const batch = this.entitiesById(client, ids);
		for (const id of ids) {
			const entity = batch.then((found) => found.get(id));
			// Items that a cancelled run never begins do not ask for theirs.
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
