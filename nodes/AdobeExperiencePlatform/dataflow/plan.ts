import { readPercent } from './fields';
import { OF_FILE, byPairs, readFields, readPairs } from './mapping/fields';
import {
	type MappingChoice,
	type MappingPair,
	mappingLinks,
	type MappingLink,
} from './mapping/pair';
import { type FileMapping, type MappingDraft, planMapping, refuseMapping } from './fileMapping';
import { resolveFormat, type FileFormatChoice, COMPRESSION_TYPES, ENCODINGS } from '../file/format';
import { cut, Failure, Refusal, refuseProblems } from '../adobe/errors/failure';
import { DAY } from '../adobe/json';
import type { ItemParameters } from '../node/itemParameters';
import { asPath } from '../baseConnection/sources/bucket';
import { asChoice, asFlag, asRawText, asText } from '../node/values';
import type { ApiClient } from '../adobe/apiClient';
import type { Connection } from '../baseConnection/connection';
import { sourceOf } from '../baseConnection/sources/source';
import {
	FREQUENCIES,
	scheduleHints,
	type Schedule,
	passedProblems,
	readSchedule,
} from './schedule';
import type { SourceFile } from './sourceFile';

/** What a dataflow is created from. Optional texts may be ''. */
export interface DataflowDraft extends MappingDraft {
	name: string;
	description: string;
	schedule: Schedule;
	/** Members of a dataflow's `options` (contract.md, dataflows). */
	options: { errorDiagnosticsEnabled: boolean; partialIngestionPercent?: number };
}

/** Reads file, dataset and mapping from the parameters. */
export function readMappingDraft(parameters: ItemParameters): MappingDraft {
	const pathType = parameters.choice('pathType', ['file', 'folder']);
	const path = readPath(parameters, pathType);
	const more = parameters.members('additionalFields');
	const text = (key: string) => asText(more[key], key);
	const format = {
		fileType: parameters.choice('format', ['auto', 'delimited', 'json', 'parquet']),
		compressionType: asChoice(
			text('compressionType') || 'auto',
			'compressionType',
			COMPRESSION_TYPES,
		),
		// A blank is a valid delimiter.
		columnDelimiter: asRawText(more.columnDelimiter, 'columnDelimiter'),
		encoding: asChoice(text('encoding') || 'auto', 'encoding', ENCODINGS),
	};
	refuseFormat(pathType, path, format);
	return {
		connectionId: parameters.id('connectionId', 'connection'),
		pathType,
		path,
		recursive: asFlag(more.recursive, 'recursive'),
		format,
		datasetId: parameters.id('datasetId', 'dataset'),
		mapping: readMapping(parameters),
	};
}

/** In a folder, the files decide the format. A chosen format must be valid all the same. */
function refuseFormat(pathType: 'file' | 'folder', path: string, format: FileFormatChoice): void {
	const sample = pathType === 'file' || format.fileType !== 'auto' ? path : 'any.csv';
	refuseProblems(resolveFormat(sample, format, 'Format').problems);
}

function readPath(parameters: ItemParameters, pathType: 'file' | 'folder'): string {
	const path = asPath(parameters.located('path', 'path'));
	if (path === '') {
		throw parameters.empty(
			'path',
			'Path',
			`Choose a ${pathType} from the list, or type its path, such as /my-bucket/daily/customers.csv.`,
		);
	}
	if (pathType === 'file' && path.endsWith('/')) {
		throw new Refusal(
			'Path is a folder',
			'Open the list again and choose a file in it, or choose Path Type > Folder.',
		);
	}
	if (pathType === 'file' && path.includes('*')) {
		throw new Refusal(
			'Path has a wildcard',
			'A wildcard can match several files. Choose Path Type > Folder.',
		);
	}
	return path;
}

function readMapping(parameters: ItemParameters): MappingChoice {
	const kind = parameters.choice('mapping', [
		'automatic',
		'automaticAndPairs',
		'fields',
		'pairs',
		'mappingSet',
	]);
	if (kind === 'automatic') return { kind, pairs: [] };
	if (kind === 'mappingSet') {
		return { kind, id: parameters.id('mappingSetId', 'mapping set', false) };
	}
	if (kind === 'fields') return { kind, ...readFields(parameters) };
	return byPairs(kind, [...readPairs(parameters, OF_FILE), ...readCalculated(parameters)]);
}

function readCalculated(parameters: ItemParameters): MappingPair[] {
	return parameters.pairs('mappings', 'calculated').map(({ expression = '', destination = '' }) => {
		const [source, field] = [expression.trim(), destination.trim()];
		if (source && field) return { source, destination: field, isExpression: true };
		throw new Refusal(
			source
				? `The calculated field "${cut(source)}" has no field`
				: 'A calculated field has no expression',
			'Fill in both sides of each calculated field, or remove it.',
		);
	});
}

/** Everything that the parts of a dataflow are created from, checked as far as possible. */
export interface DataflowPlan
	extends Pick<DataflowDraft, 'name' | 'description' | 'schedule' | 'options'>,
		Pick<FileMapping, 'dataset' | 'pairs' | 'existing' | 'mapped' | 'unmapped' | 'hints'>,
		Pick<SourceFile, 'found'> {
	source: SourceFile['part'] & { baseConnectionId: string; connectionSpec: ConnectionSpec };
	links: MappingLink[];
}

type ConnectionSpec = { id: string; version: string };

/**
 * Reads and checks connection, path, dataset, schema and mapping. Writes nothing. What several items have in common
 * is read once.
 * @throws Failure that names the parameter, the column or the field
 */
export async function planDataflow(client: ApiClient, draft: DataflowDraft): Promise<DataflowPlan> {
	const found = await planMapping(client, draft);
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
		pairs,
		existing,
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

/** How far this machine's clock may be off, in milliseconds. Right before the write, the service's clock decides. */
const CLOCK_SLACK = DAY;

export function readDraft(parameters: ItemParameters, isNew: boolean): DataflowDraft {
	const name = parameters.name('dataflow');
	const mapping = readMappingDraft(parameters);
	const more = parameters.members('additionalFields');
	const periodic = { interval: parameters.number('interval', 15) };
	const frequency = parameters.choice('schedule', FREQUENCIES);
	const schedule = readSchedule({
		frequency,
		...(frequency !== 'once' && periodic),
		startTime: parameters.time(parameters.read('startTime'), 'Start Time'),
		...(more.backfill !== undefined && { backfill: asFlag(more.backfill, 'backfill') }),
	});
	// An existing dataflow may keep a start time in the past. The service's clock is checked before the write.
	if (isNew) refuseProblems(passedProblems(schedule.startTime, Date.now() - CLOCK_SLACK));
	return {
		name,
		description: asText(more.description, 'description'),
		...mapping,
		schedule,
		options: {
			errorDiagnosticsEnabled:
				more.errorDiagnostics === undefined || asFlag(more.errorDiagnostics, 'errorDiagnostics'),
			...readPercent(more.partialIngestionPercent, 'run'),
		},
	};
}
