import type { IDataObject } from 'n8n-workflow';
import type { ApiClient } from '../../transport/apiClient';
import { createOnce, type Creation } from '../../transport/entity/create';
import { deleteEntity } from '../../transport/entity/delete';
import { byProperty } from '../../transport/entity/filters';
import type { Entity, EntityKind, Written } from '../../transport/entity/kind';
import { entitiesNamed, listEntities } from '../../transport/entity/read';
import {
	DATA_LAKE_SPEC,
	DATAFLOW,
	SOURCE_CONNECTION,
	TARGET_CONNECTION,
	type SourceConnection,
	type TargetConnection,
} from './entities';
import type { DataflowPlan } from './plan';
import { readingOf } from './reading';

/** The parts of a dataflow that nothing else uses. */
export type PartKind = typeof SOURCE_CONNECTION | typeof TARGET_CONNECTION;

/** How a part is created. */
export interface PartCreation<T extends Entity> extends Creation<T> {
	kind: PartKind;
}

/** How this node marks what it makes for a dataflow: only such parts are used or removed later on. */
export function partDescription(dataflow: string): string {
	return `Part of the dataflow "${dataflow}", created by n8n`;
}

/** Which property of a dataflow names its parts of a kind (contract.md, which dataflows use this). */
const USED_BY = new Map<EntityKind, string>([
	[SOURCE_CONNECTION, 'sourceConnectionIds[]'],
	[TARGET_CONNECTION, 'targetConnectionIds[]'],
]);

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
		claim: written,
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
		claim: written,
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
	return own ? await creation.claim(own) : await createOnce(client, creation);
}

/**
 * Whether any dataflow uses a part.
 * @param deleted a dataflow that was deleted just now: lists may show it for some more seconds
 */
export async function isUsed(
	client: ApiClient,
	kind: EntityKind,
	id: string,
	deleted?: string,
): Promise<boolean> {
	const filter = byProperty(USED_BY.get(kind) ?? '', id);
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
	kind: EntityKind,
	id: string,
	deleted?: string,
): Promise<boolean> {
	if (await isUsed(client, kind, id, deleted)) return false;
	await deleteEntity(client, kind, id);
	return true;
}
