import type { ApiClient } from '../adobe/apiClient';
import { getEntity } from '../adobe/entity/read';
import { asFailure, Failure, listed, joined } from '../adobe/errors/failure';
import { BASE_CONNECTION, type Connection } from '../baseConnection/connection';
import {
	getDataset,
	type Dataset,
	readIdentities,
	readSchema,
	type Identity,
	type SchemaField,
} from '../dataset/dataset';
import type { FileColumn } from '../file/preview';
import {
	type ColumnMapping,
	type MappingChoice,
	mappingLinks,
	type MappingNote,
	type MappingPair,
	type MappingProblem,
	columnsOf,
} from './mapping/pair';
import { mapColumns } from './mapping/automatic';
import { coverage, identityNotes, unmappedHints, withMissingTogether } from './mapping/checks';
import { typeNotes, valueHints, valueNotes } from './mapping/fit';
import { getMappingSet, validateMapping, type MappingSet } from './mapping/mappingSet';
import { readSourceFile, type FileChoice, type SourceFile } from './sourceFile';
import { duplicateText, type HeaderFindings, withoutBom } from '../file/header';

export interface MappingDraft extends FileChoice {
	datasetId: string;
	mapping: MappingChoice;
}

/** How the columns of a file are mapped to the fields of a dataset. */
export interface FileMapping {
	connection: Connection;
	dataset: Dataset;
	file: SourceFile;
	pairs: MappingPair[];
	/** The mapping set, if an existing one is used. */
	existing?: MappingSet;
	/** Labels of the columns that are mapped, and of those that are not. */
	mapped: string[];
	unmapped: string[];
	/** Of the schema; undefined if they could not be read. */
	identities: readonly Identity[] | undefined;
	/** Why a dataflow with this mapping would fail. */
	problems: MappingProblem[];
	/** Notes about single columns and fields. */
	notes: MappingNote[];
	/** Hints of the execution, which include the notes. */
	hints: string[];
}

/**
 * Reads connection, file, dataset and schema, and maps the columns. Writes nothing. What several items have in common
 * is read once.
 * @throws Failure if one of them cannot be read or used
 */
export async function planMapping(client: ApiClient, draft: MappingDraft): Promise<FileMapping> {
	const { connectionId, datasetId } = draft;
	const [connection, dataset] = await Promise.all([
		client.readOnce(
			['connection', connectionId],
			async () => await getEntity<Connection>(client, BASE_CONNECTION, connectionId),
		),
		getDataset(client, datasetId),
	]);
	refuseUnusable(connection);
	const file = await readSourceFile(client, draft);
	const mapped = await mappingFor(client, draft, dataset, file);
	return { connection, dataset, file, ...mapped, hints: [...file.hints, ...mapped.hints] };
}

/** @throws Failure with the first problem, and with the sample file if the item names a folder */
export function refuseMapping({ problems, file: { part, found } }: FileMapping): void {
	const problem = joined(withMissingTogether(problems));
	if (!problem) return;
	const which = part.params.path === found.sampleFile ? '' : ` Sample file: ${found.sampleFile}.`;
	throw new Failure(problem.message, `Nothing was created. ${problem.description}${which}`);
}

function refuseUnusable({ name, id, state }: Connection): void {
	if (state === undefined || state === 'enabled') return;
	throw new Failure(
		`The base connection "${name ?? id}" is ${state}`,
		'A dataflow needs an enabled base connection. Nothing was created.',
	);
}

type Mapped = Omit<FileMapping, 'connection' | 'dataset' | 'file'>;

async function mappingFor(
	client: ApiClient,
	{ mapping }: MappingDraft,
	dataset: Dataset,
	file: SourceFile,
): Promise<Mapped> {
	const { columns, header } = file;
	if (mapping.kind === 'mappingSet') {
		return await existingMapping(client, mapping.id, dataset, file);
	}
	const { fields } = await readSchema(client, dataset);
	const found = mapColumns(mapping, columns, fields);
	const { pairs } = found;
	const problems = headerProblems(header, pairs, found.problems);
	const identities = await identitiesOf(client, dataset);
	const checked =
		problems.length > 0
			? { problems, hints: [] }
			: await client.readOnce(
					['validation', dataset.id, JSON.stringify(pairs)],
					async () => await validateMapping(client, dataset, pairs),
				);
	const { mapped, unmapped } = coverage(pairs, columns);
	const notes = [
		...found.notes,
		...typeNotes(pairs, columns, fields),
		...identityNotes(pairs, dataset, fields, identities),
	];
	const values = valueNotes(pairs, columns, fields);
	return {
		pairs,
		mapped,
		unmapped,
		identities,
		problems: checked.problems,
		notes: [...notes, ...values],
		hints: [
			...headerHints(header),
			...checked.hints,
			...textsOf(notes),
			...valueHints(values),
			...(mapping.kind === 'fields' ? notOffered(mapping, columns, fields) : []),
			// With Pairs, leaving out other columns is intended.
			...(mapping.kind === 'automatic'
				? unmappedHints(
						unmapped,
						mapping.pairs.some(({ isExpression }) => !isExpression),
					)
				: []),
		],
	};
}

/**
 * Hints about columns whose field was missing in the form of Choose Columns, so that leaving them out was not
 * intended.
 */
function notOffered(
	{ pairs: chosen, rows = [] }: ColumnMapping,
	columns: readonly FileColumn[],
	fields: readonly SchemaField[],
): string[] {
	if (rows.length === 0) return [];
	const { pairs } = mapColumns({ kind: 'automatic', pairs: chosen }, columns, fields);
	const known = new Set([...rows, ...chosen.map(({ destination }) => destination)]);
	const labels = mappingLinks(
		pairs.filter(({ destination }) => !known.has(destination)),
		columns,
	).map(({ column }) => column);
	if (labels.length === 0) return [];
	return [
		`These columns have the name of a field that is not in the form of Choose Columns, and will not be ingested: ${listed(labels)}. Refresh the list of fields in its menu (⋯), or choose Mapping > Automatic and Pairs.`,
	];
}

async function existingMapping(
	client: ApiClient,
	id: string,
	dataset: Dataset,
	file: SourceFile,
): Promise<Mapped> {
	const existing = await client.readOnce(
		['mapping set', id],
		async () => await getMappingSet(client, id),
	);
	refuseOtherSchema(existing, dataset);
	const { pairs } = existing;
	const { columns, header } = file;
	const { lacking, mapped, unmapped } = coverage(pairs, columns);
	const isOther = lacking.length > 0 && mapped.length === 0;
	const identities = await identitiesOf(client, dataset);
	const notes = identityNotes(pairs, dataset, undefined, identities);
	return {
		existing,
		pairs,
		mapped,
		unmapped,
		identities,
		problems: headerProblems(header, pairs, isOther ? [otherColumns(existing, file)] : []),
		notes,
		hints: [...headerHints(header), ...lackingHints(lacking, file), ...textsOf(notes)],
	};
}

function textsOf(notes: readonly MappingNote[]): string[] {
	return notes.map(({ text }) => text);
}

/** Identities are needed for hints only, so a failed request is ignored. */
export async function identitiesOf(
	client: ApiClient,
	dataset: Dataset,
): Promise<FileMapping['identities']> {
	const identities = await readIdentities(client, dataset).catch(asFailure);
	return identities instanceof Failure ? undefined : identities;
}

function otherColumns({ id, pairs }: MappingSet, { columns, found }: SourceFile): MappingProblem {
	return {
		message: `The file has none of the columns of the mapping set ${id}`,
		description: `The mapping set uses: ${listed(pairs.map(({ source }) => source))}. Columns of ${found.sampleFile}: ${listed(columns.map(({ label }) => label))}. Choose another mapping set, or Mapping > Automatic.`,
	};
}

function lackingHints(lacking: readonly string[], { found }: SourceFile): string[] {
	if (lacking.length === 0) return [];
	return [
		`The mapping set uses columns that ${found.sampleFile} does not have: ${listed(lacking)}. Their fields stay empty.`,
	];
}

/** Adobe refuses a mapping for another schema than that of the dataset (1425-400). */
function refuseOtherSchema({ id, schemaId }: MappingSet, dataset: Dataset): void {
	if (schemaId === undefined || schemaId === dataset.schemaId) return;
	throw new Failure(
		`The mapping set ${id} maps into another schema than that of the dataset "${dataset.name}"`,
		`It is for ${schemaId}, the dataset has ${dataset.schemaId}. Choose a mapping set for this schema, or Mapping > Automatic. Nothing was created.`,
	);
}

/** The problems of a mapping. Problems of the header come first, since they explain why columns are missing. */
function headerProblems(
	header: HeaderFindings | undefined,
	pairs: readonly MappingPair[],
	problems: readonly MappingProblem[],
): MappingProblem[] {
	if (!header) return [...problems];
	const causes = problems.length > 0 ? header.causes : [];
	return [...header.refusals, ...duplicated(header, pairs), ...causes, ...problems];
}

/** Hints about the header of a file whose mapping works. */
function headerHints(header: HeaderFindings | undefined): string[] {
	return (header?.causes ?? []).map(({ message, description }) => `${message}. ${description}`);
}

/** It is unknown which of several columns with the same name goes into the field. */
function duplicated(
	{ duplicates }: HeaderFindings,
	pairs: readonly MappingPair[],
): MappingProblem[] {
	const used = new Map(pairs.flatMap(columnsOf).map((path) => [plainName(path), path]));
	return [...duplicates]
		.filter(([name]) => used.has(name))
		.map(([name, positions]) => ({
			column: used.get(name),
			message: duplicateText(name, positions),
			description:
				'Give each column a unique name in the first row of the file, or leave it out of the mapping.',
		}));
}

/** A column of a delimited file as it is written in the header. */
function plainName(path: string): string {
	return withoutBom(path.replace(/^\$\{(.*)\}$/s, '$1').replaceAll('\\.', '.'));
}
