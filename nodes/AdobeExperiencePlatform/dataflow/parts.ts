import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../adobe/apiClient';
import { createOnce, type Creation } from '../adobe/entity/create';
import { deleteEntity } from '../adobe/entity/action';
import { byProperty, type Entity, type Written } from '../adobe/entity/kind';
import { entitiesNamed, listEntities } from '../adobe/entity/read';
import {
	DATA_LAKE_SPEC,
	DATAFLOW,
	SOURCE_CONNECTION,
	TARGET_CONNECTION,
	type SourceConnection,
	type TargetConnection,
} from './dataflow';
import type { DataflowPlan } from './plan';
import { readingOf } from './sourceFile';
import { asFailure, Failure } from '../adobe/errors/failure';
import { BOUNDS } from '../adobe/bounds';

/** The parts of a dataflow that nothing else uses. */
type PartKind = typeof SOURCE_CONNECTION | typeof TARGET_CONNECTION;

/** How a part is created. */
export interface PartCreation<T extends Entity> extends Creation<T> {
	kind: PartKind;
}

/** How this node marks what it makes for a dataflow: only such parts are used or removed later on. */
function partDescription(dataflow: string): string {
	return `Part of the dataflow "${dataflow}", created by n8n`;
}

/** Which property of a dataflow names its parts of a kind (contract.md, which dataflows use this). */
function usedBy(kind: PartKind): string {
	return kind === SOURCE_CONNECTION ? 'sourceConnectionIds[]' : 'targetConnectionIds[]';
}

/** The source connection of a dataflow (contract.md (g)). */
export function sourceCreation(plan: DataflowPlan): PartCreation<SourceConnection> {
	const { name, source } = plan;
	const { data, params, baseConnectionId, connectionSpec } = source;
	const partName = `${name} (source)`;
	return {
		kind: SOURCE_CONNECTION,
		name: partName,
		body: {
			name: partName,
			description: partDescription(name),
			baseConnectionId,
			data,
			params,
			connectionSpec,
		},
		looksLike: (found) =>
			found.description === partDescription(name) &&
			found.baseConnectionId === baseConnectionId &&
			sameMembers(params, found.params) &&
			data.format === found.data?.format &&
			sameMembers(readingOf(data), readingOf(found.data)),
		useFound: written,
	};
}

/** The target connection of a dataflow (contract.md (g)). */
export function targetCreation({
	name,
	dataset,
	schemaVersion,
}: DataflowPlan): PartCreation<TargetConnection> {
	const partName = `${name} (target)`;
	const data = { schema: { id: dataset.schemaId, version: schemaVersion } };
	return {
		kind: TARGET_CONNECTION,
		name: partName,
		body: {
			name: partName,
			description: partDescription(name),
			data,
			params: { dataSetId: dataset.id },
			connectionSpec: { ...DATA_LAKE_SPEC },
		},
		looksLike: (found) =>
			found.description === partDescription(name) &&
			found.params?.dataSetId === dataset.id &&
			sameMembers(data.schema, found.data?.schema),
		useFound: written,
	};
}

/** Nothing secret is in a part: one that looks like what was asked for is what was asked for. */
async function written({ id, etag, name }: Entity): Promise<Written> {
	return { id, etag, name };
}

function sameMembers(wanted: IDataObject, found: Record<string, unknown> = {}): boolean {
	return Object.entries(wanted).every(([name, value]) => found[name] === value);
}

/**
 * A part for a dataflow that there may have been a try of before: what an earlier try left behind is
 * used where it looks like what is asked for.
 * @param dataflow its name
 * @param noteLeftover is told of each other part that a try of this dataflow may have made
 */
export async function findOrCreatePart<T extends Entity>(
	client: ApiClient,
	creation: PartCreation<T>,
	dataflow: string,
	noteLeftover: (kind: PartKind, part: T) => void,
): Promise<Written> {
	const { kind, name } = creation;
	let own: T | undefined;
	for (const found of await entitiesNamed<T>(client, kind, name)) {
		if (found.description !== partDescription(dataflow)) continue;
		const isWanted = !own && creation.looksLike(found) && !(await isUsed(client, kind, found.id));
		if (isWanted) own = found;
		else noteLeftover(kind, found);
	}
	return own ? await creation.useFound(own) : await createOnce(client, creation);
}

/**
 * Whether any dataflow uses a part.
 * @param deleted a dataflow that was deleted just now: lists may show it for some more seconds
 */
async function isUsed(
	client: ApiClient,
	kind: PartKind,
	id: string,
	deleted?: string,
): Promise<boolean> {
	const filter = byProperty(usedBy(kind), id);
	const size = deleted === undefined ? 1 : 2;
	for await (const { id: found } of listEntities(client, DATAFLOW, filter ? [filter] : [], size)) {
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

/** What an item has made of a dataflow so far, to be taken back where the rest fails. */
export class CreatedParts {
	private readonly made: Array<{ kind: PartKind; id: string }> = [];

	mappingSetId = '';

	add(kind: PartKind, id: string): void {
		this.made.push({ kind, id });
	}

	/** Leaves what was made where a dataflow that may still come needs it, and names it. */
	keep(failure: Failure): Failure {
		const parts = this.made.map(({ kind, id }) => `${kind.noun} ${id}`);
		return failure.with(
			`If it does not appear, its parts are left: ${parts.join(', ')}. Running this item again with Create or Update uses them.`,
		);
	}

	/**
	 * Deletes what was made and says so with the failure; names what could not be deleted. Mapping sets
	 * have no delete (contract.md, mapping sets).
	 */
	async takeBack(client: ApiClient, failure: Failure): Promise<Failure> {
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
		const told = [
			isAnyDeleted && 'What this item had created was deleted again.',
			used.length > 0 && `Not deleted, since a dataflow uses it: ${used.join(', ')}.`,
			left.length > 0 &&
				`Could not be deleted: ${left.join(', ')}. No dataflow uses it; delete it, or run this item again with Create or Update, which uses it.`,
			this.mappingSetId &&
				`The mapping set ${this.mappingSetId} stays, since Adobe offers no way to delete one; nothing uses it.`,
		].filter(Boolean);
		return told.length > 0 ? failure.with(told.join(' ')) : failure;
	}
}

interface Leftover {
	kind: PartKind;
	part: Entity;
}

/** So many budgets after a part was made, the item that made it is no longer at work. */
const SURELY_OVER = 2;

/** Parts that earlier tries of a dataflow have made, and that it does not use now that it is there. */
export class OrphanedParts {
	private readonly found: Leftover[] = [];

	add(kind: PartKind, part: Entity): void {
		this.found.push({ kind, part });
	}

	/**
	 * Removes those that no dataflow uses. What is younger than an item may take can be another
	 * execution's that is still at work: it stays. Whatever stays is named, and is no failure: the
	 * dataflow is there.
	 */
	async remove(client: ApiClient): Promise<void> {
		for (const { kind, part } of this.found) {
			const why = await this.removeOne(client, { kind, part }).catch(
				async (error: unknown) => (await asFailure(error)).message,
			);
			if (why === undefined) continue;
			client.execution.hints.add(
				`An earlier try has left the ${kind.noun} ${part.id} behind, which no dataflow uses, and it was not removed: ${why}. Delete it if nothing else needs it.`,
			);
		}
	}

	/** @returns why it stays although nothing uses it */
	private async removeOne(
		client: ApiClient,
		{ kind, part: { id, createdAt } }: Leftover,
	): Promise<string | undefined> {
		if (await isUsed(client, kind, id)) return undefined;
		const { clock, timer } = client.execution;
		const age = clock.noEarlierThan(timer.now()) - (createdAt ?? Infinity);
		if (age <= SURELY_OVER * BOUNDS.itemBudget)
			return 'it is so new that another execution may be about to use it';
		await deleteEntity(client, kind, id);
		return undefined;
	}
}
