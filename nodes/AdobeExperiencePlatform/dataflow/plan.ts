import type { ApiClient } from '../adobe/apiClient';
import { getEntity } from '../adobe/entity/read';
import { Failure, listed } from '../adobe/errors/failure';
import type { ReadOnce } from '../adobe/session';
import { BASE_CONNECTION, type Connection } from '../baseConnection/connection';
import { sourceOf } from '../baseConnection/sources';
import { scheduleHints } from './health/guardrails';
import { getDataset, type Dataset } from '../dataset/dataset';
import { readIdentities, readSchema, schemaContentType, type SchemaField } from '../dataset/schema';
import type { DataflowDraft } from './dataflow';
import { coverage, unmappedHints, identityHints, typeHints } from './mapping/checks';
import { headerHints, headerProblems } from './preview';
import { mapColumns } from './mapping/automatic';
import { getMappingSet, type MappingSet, validateMapping } from './mapping/mappingSet';
import { joined, type Problem } from '../adobe/errors/problem';
import type { Schedule } from './schedule';
import { readSourceFile, type FoundFormat, type SourceFile } from './sourceFile';
import { valueHints } from './mapping/values';
import type { MappingPair } from './mapping/pair';

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
	const mapping = await mappingFor(client, readOnce, draft, dataset, file);
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
		found: file.found,
		hints: [
			...file.hints,
			...mapping.hints,
			...sourceHints(connection, schedule),
			...scheduleHints(schedule, dataset),
		],
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

type PlannedMapping = Pick<DataflowPlan, 'mapping' | 'mapped' | 'unmapped' | 'hints'>;

async function mappingFor(
	client: ApiClient,
	readOnce: ReadOnce,
	draft: DataflowDraft,
	dataset: Dataset,
	file: SourceFile,
): Promise<PlannedMapping> {
	const identities = async (pairs: readonly MappingPair[], fields?: readonly SchemaField[]) =>
		identityHints(
			pairs,
			dataset,
			fields,
			await readOnce(['descriptors'], async () => await readIdentities(client)).catch(nothingKnown),
		);
	const { mapping } = draft;
	const { columns, header } = file;
	if (mapping.kind === 'mappingSet') {
		const existing = await readOnce(
			['mapping set', mapping.id],
			async () => await getMappingSet(client, mapping.id),
		);
		refuseOtherSchema(existing, dataset);
		const { lacking, ...covered } = coverage(existing.pairs, columns);
		const isOther = lacking.length > 0 && covered.mapped.length === 0;
		refuseProblems(
			headerProblems(header, existing.pairs, isOther ? [otherColumns(existing, file)] : []),
			file,
		);
		const hints = [
			...headerHints(header),
			...lackingHints(lacking, file),
			...(await identities(existing.pairs)),
		];
		return { mapping: { existing }, ...covered, hints };
	}
	const { fields } = await readOnce(
		['schema', dataset.schemaId, dataset.schemaVersion],
		async () => await readSchema(client, dataset),
	);
	const { pairs, problems, hints: unclear } = mapColumns(mapping, columns, fields);
	refuseProblems(headerProblems(header, pairs, problems), file);
	const unchecked = await readOnce(
		['validation', dataset.id, JSON.stringify(pairs)],
		async () => await validateMapping(client, dataset, pairs),
	);
	const { mapped, unmapped } = coverage(pairs, columns);
	const hints = [
		...headerHints(header),
		...unchecked,
		...unclear,
		...typeHints(pairs, columns, fields),
		...(await identities(pairs, fields)),
		...valueHints(pairs, columns, fields),
		// With pairs alone somebody has chosen what is left out.
		...(mapping.kind === 'automatic' ? unmappedHints(unmapped, mapping.pairs.length > 0) : []),
	];
	return { mapping: { pairs }, mapped, unmapped, hints };
}

/** Identities serve hints only, so a service that fails is no reason to stop. */
function nothingKnown(error: unknown): Promise<undefined> {
	return error instanceof Failure ? Promise.resolve(undefined) : Promise.reject(error as Error);
}

function otherColumns({ id, pairs }: MappingSet, { columns, found }: SourceFile): Problem {
	return {
		message: `The file has none of the columns of the mapping set ${id}`,
		description: `The mapping set takes: ${listed(pairs.map(({ source }) => source))}. Columns of ${found.sampleFile}: ${listed(columns.map(({ label }) => label))}. Choose another mapping set, or Mapping > Automatic.`,
	};
}

function lackingHints(lacking: readonly string[], { found }: SourceFile): string[] {
	if (lacking.length === 0) return [];
	return [
		`The mapping set takes columns that ${found.sampleFile} does not have: ${listed(lacking)}. Their fields stay empty.`,
	];
}

/** Names the file where the item names a folder. */
function refuseProblems(problems: readonly Problem[], { part, found }: SourceFile): void {
	const problem = joined(problems);
	if (!problem) return;
	const which =
		part.params.path === found.sampleFile ? '' : ` File looked at: ${found.sampleFile}.`;
	throw new Failure(problem.message, `${problem.description}${which} Nothing was created.`);
}

/** Adobe refuses a mapping for another schema than the dataset's (1425-400). */
function refuseOtherSchema({ id, schemaId }: MappingSet, dataset: Dataset): void {
	if (schemaId === undefined || schemaId === dataset.schemaId) return;
	throw new Failure(
		`The mapping set ${id} maps into another schema than that of the dataset "${dataset.name}"`,
		`It is for ${schemaId}, the dataset has ${dataset.schemaId}. Choose a mapping set for this schema, or Mapping > Automatic. Nothing was created.`,
	);
}
