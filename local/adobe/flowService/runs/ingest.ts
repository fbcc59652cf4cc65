/* eslint-disable @n8n/community-nodes/require-node-api-error -- the local Adobe is a development tool and never part of the published package */
import type { FailedRow, InputFile } from '../../batches';
import { type FileFormat, type FileRow, UnreadableFile } from '../../bucket/readRows';
import type { Mapping } from '../../dataPrep/mappingSets';
import { mapRow, missingFields } from '../../dataPrep/mapRow';
import type { SchemaField } from '../../schemaRegistry/fields';
import { type Flow, isObject, type Json, type Run, type SourceConnection } from '../../types';
import type { World } from '../../world';
import { credentialsWork } from '../connections/credentials';
import { below, LANDING_ZONE, type Location, locationOf } from '../connections/location';
import { transformation } from '../flows/body';
import { LANDING_ZONE_SPEC } from '../specs/sources';
import type { CopyCause, CopyFailure } from './causes';
import { CORRUPT, NOT_MAPPED, REQUIRED_MISSING } from './rowErrors';

/** What became of the files of a run. */
export type Ingestion =
	| { kind: 'notCopied'; failure: CopyFailure }
	| { kind: 'unreadable'; error: { code: string; message: string } }
	| {
			kind: 'read';
			files: InputFile[];
			failedRows: FailedRow[];
			/** of files that are really there */
			versions?: Array<{ path: string; lastModified: number }>;
	  };

/** How the rows of a flow become records of its dataset. */
interface Rules {
	/** `undefined`: the rows are in the form of the schema already */
	mappings?: Mapping[];
	/** empty when the schema is not known: then nothing is judged */
	fields: SchemaField[];
}

function rulesOf(world: World, flow: Flow): Rules {
	const target = world.targetConnections.get(flow.targetConnectionIds[0] ?? '');
	const { schema } = target?.data ?? {};
	const params = transformation({ transformations: flow.transformations as Json[] }, 'Mapping');
	const set =
		params && world.mappingSets.get(String(params.mappingId), Number(params.mappingVersion ?? 0));
	return {
		mappings: set?.mappings,
		fields: isObject(schema) ? world.schemas.fieldsOf(String(schema.id), flow.sandboxName) : [],
	};
}

/** Why a row cannot become a record; nothing when it can. */
function judge(row: FileRow, { mappings, fields }: Rules): FailedRow['errors'] {
	if ('_corrupt_record' in row) return [CORRUPT.ofRow()];
	const { data, errors } = mappings ? mapRow(mappings, row, fields) : { data: row, errors: [] };
	return [
		...errors.map(({ exception }) => NOT_MAPPED.ofRow(exception)),
		...missingFields(data, fields).map((path) => REQUIRED_MISSING.ofRow(path)),
	];
}

function formatOf({ data }: SourceConnection): FileFormat {
	const properties = isObject(data.properties) ? data.properties : {};
	// Older tutorials put the delimiter into `data` itself (contract.md (g)).
	const { columnDelimiter = data.columnDelimiter, compressionType, encoding } = properties;
	return {
		fileType: data.format as FileFormat['fileType'],
		...(typeof columnDelimiter === 'string' && { columnDelimiter }),
		...(typeof compressionType === 'string' && { compressionType }),
		...(typeof encoding === 'string' && { encoding }),
	};
}

/** The files of a source that were last modified within a window; without `type` a path that is no file is a folder. */
function filesOf(world: World, source: SourceConnection, path: string, window: Run['window']) {
	const { type, recursive } = source.params;
	const folder = type === 'folder' || (type === undefined && !world.bucket.get(path));
	return world.bucket
		.select({ path, type: folder ? 'folder' : 'file', recursive: recursive === true })
		.filter(({ lastModified }) => lastModified > window.start && lastModified <= window.end);
}

/** Where a source reads, while its credentials work; the landing zone needs none. */
function readableLocation(world: World, source: SourceConnection): Location | undefined {
	if (source.connectionSpec.id === LANDING_ZONE_SPEC) return LANDING_ZONE;
	const base = world.connections.get(source.baseConnectionId ?? '');
	return base && credentialsWork(world, base) ? locationOf(base) : undefined;
}

/** A source of one file, without a pattern, that is not there at all. */
function isMissing(world: World, { params }: SourceConnection, path: string): boolean {
	return params.type === 'file' && !path.includes('*') && !world.bucket.get(path);
}

/**
 * Reads the files of a flow within a window and judges each row (contract.md (g), Runs).
 * @param failure the words of the copy engine for a cause
 */
export function ingest(
	world: World,
	flow: Flow,
	window: Run['window'],
	failure: (cause: CopyCause) => CopyFailure,
): Ingestion {
	const source = world.sourceConnections.get(flow.sourceConnectionIds[0] ?? '');
	const location = source && readableLocation(world, source);
	if (!source || !location) return { kind: 'notCopied', failure: failure('credentials') };
	const path = below(location, String(source.params.path));
	if (path === undefined || isMissing(world, source, path)) {
		return { kind: 'notCopied', failure: failure('path') };
	}
	const rules = rulesOf(world, flow);
	const files: InputFile[] = [];
	const failedRows: FailedRow[] = [];
	const versions: Array<{ path: string; lastModified: number }> = [];
	try {
		for (const file of filesOf(world, source, path, window)) {
			const { rows } = world.bucket.readRows(file.path, formatOf(source));
			const shown = location.prefix + file.path;
			files.push({ path: shown, bytes: file.bytes.length, records: rows.length });
			versions.push({ path: shown, lastModified: file.lastModified });
			for (const row of rows) {
				const errors = judge(row, rules);
				if (errors.length > 0) failedRows.push({ file: shown, row, errors });
			}
		}
	} catch (error) {
		if (!(error instanceof UnreadableFile)) throw error;
		return { kind: 'unreadable', error: { code: 'CONNECTOR-2001-500', message: error.message } };
	}
	return { kind: 'read', files, failedRows, versions };
}
