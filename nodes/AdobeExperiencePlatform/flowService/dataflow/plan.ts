import type { ApiClient } from '../../transport/apiClient';
import { getEntity } from '../../transport/entity/read';
import { Failure } from '../../transport/errors/failure';
import { listed } from '../../transport/listed';
import type { ReadOnce } from '../../transport/session';
import { BASE_CONNECTION, sourceOf, type Connection } from '../baseConnection';
import { getDataset, readSchemaFields, schemaContentType, type Dataset } from '../dataset';
import type { DataflowDraft } from './draft';
import type { FileColumn } from '../file';
import { mapColumns } from './mapColumns';
import { getMappingSet, type MappingSet } from './mappingSet';
import { joined, type Problem } from '../problem';
import type { MappingPair } from './requiredFields';
import type { Schedule } from './schedule';
import { readSourceFile, type SourceFile } from './sourceFile';
import { typeHints } from './typeFit';

/** All that a dataflow's parts are made from; everything that can be known was checked. */
export interface DataflowPlan
	extends Pick<DataflowDraft, 'name' | 'description' | 'schedule' | 'options'> {
	source: SourceFile['part'] & { baseConnectionId: string; connectionSpec: ConnectionSpec };
	dataset: Dataset;
	/** Content type of the schema, as target connection and mapping set name it. */
	schemaVersion: string;
	mapping: { pairs: MappingPair[] } | { existing: MappingSet };
	/** Names of the columns that get into a field, and of those that do not. */
	mapped: string[];
	unmapped: string[];
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
	const { connectionId, datasetId } = draft;
	const [connection, dataset] = await Promise.all([
		readOnce(
			['connection', connectionId],
			async () => await getEntity<Connection>(client, BASE_CONNECTION, connectionId),
		),
		readOnce(['dataset', datasetId], async () => await getDataset(client, datasetId)),
	]);
	refuseUnusable(connection);
	const file = await readSourceFile(client, readOnce, draft);
	const mapping = await mappingFor(client, readOnce, draft, dataset, file.columns);
	const { name, description, schedule, options } = draft;
	return {
		name,
		description,
		schedule,
		options,
		source: { ...file.part, baseConnectionId: connection.id, connectionSpec: specOf(connection) },
		dataset,
		schemaVersion: schemaContentType(dataset),
		...mapping,
		hints: [...mapping.hints, ...sourceHints(connection, schedule)],
	};
}

function sourceHints({ connectionSpec }: Connection, { frequency }: Schedule): string[] {
	const hint = sourceOf(connectionSpec?.id)?.repeatedRunsHint;
	return hint !== undefined && frequency !== 'once' ? [hint] : [];
}

function refuseUnusable({ name, id, state }: Connection): void {
	if (state === undefined || state === 'enabled') return;
	throw new Failure(
		`The base connection "${name ?? id}" is ${state}`,
		'A dataflow needs one that is enabled. Nothing was created.',
	);
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

async function mappingFor(
	client: ApiClient,
	readOnce: ReadOnce,
	{ mapping }: DataflowDraft,
	dataset: Dataset,
	columns: FileColumn[],
): Promise<Pick<DataflowPlan, 'mapping' | 'mapped' | 'unmapped' | 'hints'>> {
	if (mapping.kind === 'mappingSet') {
		const existing = await readOnce(
			['mapping set', mapping.id],
			async () => await getMappingSet(client, mapping.id),
		);
		refuseOtherSchema(existing, dataset);
		return { mapping: { existing }, ...coverage(existing.pairs, columns), hints: [] };
	}
	const fields = await readOnce(
		['schema', dataset.schemaId, dataset.schemaVersion],
		async () => await readSchemaFields(client, dataset),
	);
	const { pairs, problems, hints: unclear } = mapColumns(mapping, columns, fields);
	refuseProblems(problems);
	const covered = coverage(pairs, columns);
	const hints = [
		...unclear,
		...typeHints(pairs, columns, fields),
		// With pairs alone somebody has chosen what is left out.
		...(mapping.kind === 'automatic'
			? unmappedHints(covered.unmapped, mapping.pairs.length > 0)
			: []),
	];
	return { mapping: { pairs }, ...covered, hints };
}

const MOST_COLUMNS_NAMED = 5;

function unmappedHints(labels: readonly string[], hasPairs: boolean): string[] {
	if (labels.length === 0) return [];
	return [
		`These columns get into no field, and so not into the dataset: ${listed(labels, MOST_COLUMNS_NAMED)}. To place them, ${hasPairs ? 'add a pair for each' : 'choose Mapping > Automatic and Pairs'}.`,
	];
}

function coverage(pairs: readonly MappingPair[], columns: readonly FileColumn[]) {
	const sources = new Set(pairs.map(({ source }) => source));
	const labels = new Map(columns.map(({ path, label }) => [path, label]));
	return {
		mapped: [...sources].map((path) => labels.get(path) ?? path),
		unmapped: columns.filter(({ path }) => !sources.has(path)).map(({ label }) => label),
	};
}

function refuseProblems(problems: readonly Problem[]): void {
	const problem = joined(problems);
	if (problem) throw new Failure(problem.message, `${problem.mend} Nothing was created.`);
}

/** Adobe refuses a mapping for another schema than the dataset's (1425-400). */
function refuseOtherSchema({ id, schemaId }: MappingSet, dataset: Dataset): void {
	if (schemaId === undefined || schemaId === dataset.schemaId) return;
	throw new Failure(
		`The mapping set ${id} maps into another schema than that of the dataset "${dataset.name}"`,
		`It is for ${schemaId}, the dataset has ${dataset.schemaId}. Choose a mapping set for this schema, or Mapping > Automatic. Nothing was created.`,
	);
}
