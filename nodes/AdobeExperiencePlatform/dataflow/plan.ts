import type { ApiClient } from '../adobe/apiClient';
import { Failure } from '../adobe/errors/failure';
import type { ReadOnce } from '../adobe/session';
import type { Connection } from '../baseConnection/connection';
import { sourceOf } from '../baseConnection/sources';
import { scheduleHints } from './health/guardrails';
import type { Dataset } from '../dataset/dataset';
import { schemaContentType } from '../dataset/schema';
import type { DataflowDraft } from './dataflow';
import { planMapping, refuseMapping } from './fileMapping';
import { mappingLinks, type MappingLink } from './mapping/links';
import type { MappingSet } from './mapping/mappingSet';
import type { MappingPair } from './mapping/pair';
import type { Schedule } from './schedule';
import type { FoundFormat, SourceFile } from './sourceFile';

/** All that a dataflow's parts are made from; everything that can be known was checked. */
export interface DataflowPlan
	extends Pick<DataflowDraft, 'name' | 'description' | 'schedule' | 'options'> {
	source: SourceFile['part'] & { baseConnectionId: string; connectionSpec: ConnectionSpec };
	dataset: Dataset;
	/** Content type of the schema, as target connection and mapping set name it. */
	schemaVersion: string;
	mapping: { pairs: MappingPair[] } | { existing: MappingSet };
	/** Which column, or expression, goes into which field. */
	links: MappingLink[];
	/** Names of the columns that get into a field, and of those that do not. */
	mapped: string[];
	unmapped: string[];
	/** How the file that was looked at had to be read. */
	found: FoundFormat;
	hints: string[];
}

interface ConnectionSpec {
	id: string;
	version: string;
}

/**
 * Reads what the dataflow is about and checks it: connection, path, dataset, schema, mapping. Nothing
 * is written. What many items of a run have in common is read once.
 * @throws Failure that names the field, the column or the schema's field
 */
export async function planDataflow(
	client: ApiClient,
	readOnce: ReadOnce,
	draft: DataflowDraft,
): Promise<DataflowPlan> {
	const found = await planMapping(client, readOnce, draft);
	refuseMapping(found);
	const { connection, dataset, file, existing, pairs, mapped, unmapped, hints } = found;
	const { name, description, schedule, options } = draft;
	return {
		name,
		description,
		schedule,
		options,
		source: { ...file.part, baseConnectionId: connection.id, connectionSpec: specOf(connection) },
		dataset,
		schemaVersion: schemaContentType(dataset),
		mapping: existing ? { existing } : { pairs },
		links: mappingLinks(pairs, file.columns),
		mapped,
		unmapped,
		found: file.found,
		hints: [...hints, ...sourceHints(connection, schedule), ...scheduleHints(schedule, dataset)],
	};
}

function sourceHints({ connectionSpec }: Connection, { frequency }: Schedule): string[] {
	const hint = sourceOf(connectionSpec?.id)?.repeatedRunsHint;
	return hint !== undefined && frequency !== 'once' ? [hint] : [];
}

function specOf({ connectionSpec, name, id }: Connection): ConnectionSpec {
	if (connectionSpec?.id) {
		return { id: connectionSpec.id, version: connectionSpec.version ?? '1.0' };
	}
	throw new Failure(
		`The base connection "${name ?? id}" does not show its source`,
		'The source connection must be of the same connection spec. Read it with Get.',
	);
}
