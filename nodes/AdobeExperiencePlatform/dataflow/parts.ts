import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../adobe/apiClient';
import { createOnce, type Creation } from '../adobe/entity/create';
import { deleteEntity } from '../adobe/entity/action';
import { byProperty, type Entity } from '../adobe/entity/kind';
import { entitiesNamed, listEntities } from '../adobe/entity/read';
import {
	DATAFLOW,
	SOURCE_CONNECTION,
	TARGET_CONNECTION,
	type SourceConnection,
	type TargetConnection,
} from './dataflow';
import type { DataflowPlan } from './plan';
import { readingOf } from './sourceFile';
import { schemaContentType } from '../dataset/dataset';
import { asFailure, Failure } from '../adobe/errors/failure';
import { BOUNDS } from '../adobe/waits';

/** The connection spec of the data lake, which every target connection has (contract.md (g)). */
const DATA_LAKE_SPEC = {
	id: 'c604ff05-7f1a-43c0-8e18-33bf874cb11c',
	version: '1.0',
} as const;

type PartKind = typeof SOURCE_CONNECTION | typeof TARGET_CONNECTION;

interface PartCreation<T extends Entity> extends Creation<T> {
	kind: PartKind;
}

/** The description marks parts that this node created. Only these are reused or removed. */
function partDescription(dataflow: string): string {
	return `Part of the dataflow "${dataflow}", created by n8n`;
}

export function sourceCreation({ name, source }: DataflowPlan): PartCreation<SourceConnection> {
	const { data, params, baseConnectionId, connectionSpec } = source;
	const body = { baseConnectionId, data, params, connectionSpec };
	return partCreation(
		SOURCE_CONNECTION,
		name,
		body,
		(found) =>
			found.baseConnectionId === baseConnectionId &&
			sameMembers(params, found.params) &&
			data.format === found.data?.format &&
			sameMembers(readingOf(data), readingOf(found.data)),
	);
}

export function targetCreation({ name, dataset }: DataflowPlan): PartCreation<TargetConnection> {
	const schema = { id: dataset.schemaId, version: schemaContentType(dataset) };
	const params = { dataSetId: dataset.id };
	const body = { data: { schema }, params, connectionSpec: DATA_LAKE_SPEC };
	return partCreation(
		TARGET_CONNECTION,
		name,
		body,
		(found) => found.params?.dataSetId === dataset.id && sameMembers(schema, found.data?.schema),
	);
}

function partCreation<T extends Entity>(
	kind: PartKind,
	dataflow: string,
	body: IDataObject,
	looksLike: (found: T) => boolean,
): PartCreation<T> {
	const name = `${dataflow} (${kind === SOURCE_CONNECTION ? 'source' : 'target'})`;
	const description = partDescription(dataflow);
	return {
		kind,
		name,
		body: { name, description, ...body },
		looksLike: (found) => found.description === description && looksLike(found),
		// A part contains no secrets, so an existing one that looks the same can be used.
		useFound: async ({ id }) => ({ id }),
	};
}

function sameMembers(wanted: IDataObject, found: Record<string, unknown> = {}): boolean {
	return Object.entries(wanted).every(([name, value]) => found[name] === value);
}

/**
 * Whether any dataflow uses a part.
 * @param deleted a dataflow that was just deleted, and that lists may still show for a few seconds
 */
async function isUsed(
	client: ApiClient,
	kind: PartKind,
	id: string,
	deleted?: string,
): Promise<boolean> {
	// contract.md, which dataflows use this
	const list = kind === SOURCE_CONNECTION ? 'sourceConnectionIds[]' : 'targetConnectionIds[]';
	const filters = [byProperty(list, id)];
	const size = deleted === undefined ? 1 : 2;
	for await (const { id: found } of listEntities(client, DATAFLOW, filters, size)) {
		if (found && found !== deleted) return true;
	}
	return false;
}

/**
 * Removes a part unless a dataflow uses it.
 * @param deleted see {@link isUsed}
 */
export async function removeUnusedPart(
	client: ApiClient,
	kind: PartKind,
	id: string,
	deleted?: string,
): Promise<boolean> {
	if (await isUsed(client, kind, id, deleted)) return false;
	await deleteEntity(client, kind, id);
	return true;
}

/** The parts that an item has created so far, to remove them if a later step fails. */
export class CreatedParts {
	private readonly made: Array<{ kind: PartKind; id: string }> = [];

	mappingSetId = '';

	/** @returns the ID of a new part, or of an orphaned one that looks the same */
	async create<T extends Entity>(
		client: ApiClient,
		creation: PartCreation<T>,
		orphans?: OrphanedParts,
	): Promise<string> {
		const { id } = (await orphans?.find(client, creation)) ?? (await createOnce(client, creation));
		this.add(creation.kind, id);
		return id;
	}

	add(kind: PartKind, id: string): void {
		this.made.push({ kind, id });
	}

	/** Keeps the parts, since the dataflow may still appear and need them. The failure names them. */
	keep(failure: Failure): Failure {
		const parts = this.made.map(({ kind, id }) => `${kind.noun} ${id}`);
		return failure.with(
			`If the dataflow does not appear, its parts remain: ${parts.join(', ')}. Running this item again with Create or Update uses them.`,
		);
	}

	/**
	 * Removes the parts. The failure says so, and names what could not be deleted. Mapping sets cannot be deleted
	 * (contract.md, mapping sets).
	 */
	async removeAll(client: ApiClient, failure: Failure): Promise<Failure> {
		const left: string[] = [];
		const used: string[] = [];
		let isAnyDeleted = false;
		for (const { kind, id } of this.made.reverse()) {
			const removed = await removeUnusedPart(client, kind, id).catch(asFailure);
			if (removed instanceof Failure) left.push(`the ${kind.noun} ${id} (${removed.message})`);
			else if (!removed) used.push(`the ${kind.noun} ${id}`);
			else {
				client.item.dropChange(id);
				isAnyDeleted = true;
			}
		}
		const notes = [
			isAnyDeleted && 'The parts that this item had created were deleted.',
			used.length > 0 && `Not deleted, since a dataflow uses it: ${used.join(', ')}.`,
			left.length > 0 &&
				`Could not be deleted: ${left.join(', ')}. No dataflow uses it. Delete it, or run this item again with Create or Update, which uses it.`,
			this.mappingSetId &&
				`The mapping set ${this.mappingSetId} remains unused, since Adobe cannot delete mapping sets.`,
		].filter(Boolean);
		return notes.length > 0 ? failure.with(notes.join(' ')) : failure;
	}
}

interface Orphan {
	kind: PartKind;
	part: Entity;
}

/** After this many item budgets, the item that created a part has ended. */
const SURELY_OVER = 2;

/** Parts of earlier tries that the dataflow does not use. */
export class OrphanedParts {
	private readonly found: Orphan[] = [];

	/** @param dataflow its name */
	constructor(private readonly dataflow: string) {}

	/** @returns a part that looks as wanted and can be used; others are noted */
	async find<T extends Entity>(
		client: ApiClient,
		{ kind, name, looksLike }: PartCreation<T>,
	): Promise<T | undefined> {
		let own: T | undefined;
		for (const part of await entitiesNamed<T>(client, kind, name)) {
			if (part.description !== partDescription(this.dataflow)) continue;
			const isWanted = !own && looksLike(part) && !(await isUsed(client, kind, part.id));
			if (isWanted) own = part;
			else this.found.push({ kind, part });
		}
		return own;
	}

	/**
	 * Removes parts that no dataflow uses. A part that is younger than an item may take stays, since another
	 * execution may be about to use it. A hint names what stays. It is no failure, since the dataflow was created.
	 */
	async remove(client: ApiClient): Promise<void> {
		for (const orphan of this.found) {
			const { kind, part } = orphan;
			const why = await removeOrphan(client, orphan).catch(
				async (error: unknown) => (await asFailure(error)).message,
			);
			if (why === undefined) continue;
			client.execution.hints.add(
				`An earlier try left the ${kind.noun} ${part.id}, which no dataflow uses. It was not removed: ${why}. Delete it if nothing else needs it.`,
			);
		}
	}
}

/** @returns why an unused part stays */
async function removeOrphan(
	client: ApiClient,
	{ kind, part: { id, createdAt } }: Orphan,
): Promise<string | undefined> {
	if (await isUsed(client, kind, id)) return undefined;
	const { clock, timer } = client.execution;
	const age = clock.noEarlierThan(timer.now()) - (createdAt ?? Infinity);
	if (age <= SURELY_OVER * BOUNDS.itemBudget) {
		return 'it is new, and another execution may be about to use it';
	}
	await deleteEntity(client, kind, id);
	return undefined;
}
